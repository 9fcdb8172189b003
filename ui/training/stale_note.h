#pragma once

#include "core/runs/run_data.h"
#include "ui/note.h"

namespace attune::ui {

/// Says that a run learned from other data or with other options than those that are shown now; hidden where it did not.
class StaleNote : public Note {
    Q_OBJECT
public:
    explicit StaleNote(QWidget* parent = nullptr);
    void set(const core::DataDifferences& rows,
        const std::vector<std::string>& options = {}); ///< what differs, by core::differences()
};

/// "file, labels"; empty where nothing differs.
QString inWords(const core::DataDifferences& data);

} // namespace attune::ui
