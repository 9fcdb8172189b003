#pragma once

#include "core/runs/run_data.h"
#include "ui/note.h"

namespace attune::ui {

/// Says that what is on display came from other data, options or another model than those that are shown or set now.
class StaleNote : public Note {
    Q_OBJECT
public:
    explicit StaleNote(QWidget* parent = nullptr);
    void set(const QString& what, const QStringList& reasons); ///< hidden where there is no reason
};

/// A sentence where rows differ, and one where options do; both as core::differences() gives them.
QStringList staleReasons(const core::DataDifferences& rows, const QStringList& options = {});

/// "file, labels"; empty where nothing differs.
QString inWords(const core::DataDifferences& data);

} // namespace attune::ui
