#pragma once

#include "core/data/corrected_file.h"

#include <QObject>
#include <QUndoStack>

#include <optional>

namespace attune::ui {

/// What the user has changed about the rows of a file, each step of which can be undone. Rows are known by their lines.
class Corrections : public QObject {
    Q_OBJECT
public:
    explicit Corrections(QObject* parent = nullptr);

    const core::RowChanges& changes() const { return m_changes; }
    const core::RowChange* of(std::size_t line) const; ///< nullptr where nothing is changed
    std::size_t relabelled() const;
    std::size_t leftOut() const;
    QUndoStack* undoStack() { return &m_stack; }

    struct Row {
        std::size_t line = 0;
        std::string label; ///< that it has in the file
    };
    void relabel(const std::vector<Row>& rows, const std::string& label); ///< to the label that it has: takes its change back
    void relabelEach(const std::vector<std::pair<Row, std::string>>& rows); ///< each to a label of its own, in one step
    void leaveOut(const std::vector<Row>& rows);
    void takeBack(const std::vector<Row>& rows);
    void clear(); ///< other rows are shown: nothing is changed, nothing can be undone

    bool unsaved() const; ///< there are changes that neither a file holds nor the user let go
    void letGo(); ///< the changes as they are now need not be asked about; they stay until others are shown
    void noteSaved(const core::RowChanges& written); ///< a file holds these, which may be fewer than there are by now

Q_SIGNALS:
    void changed();

private:
    friend class ChangeRows;
    using Wanted = std::vector<std::pair<std::size_t, std::optional<core::RowChange>>>;
    void push(const QString& text, Wanted wanted);
    void apply(const Wanted& changes);

    core::RowChanges m_changes;
    std::optional<core::RowChanges> m_settled; ///< what a file holds, or what the user let go
    QUndoStack m_stack;
};

} // namespace attune::ui
