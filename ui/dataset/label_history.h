#pragma once

#include "ui/dataset/label_edit.h"

#include <QObject>
#include <QUndoStack>

namespace attune::ui {

/// What the user has made of the labels, step by step: every edit can be undone.
class LabelHistory : public QObject {
    Q_OBJECT
public:
    explicit LabelHistory(QObject* parent = nullptr);

    QUndoStack* stack() { return &m_stack; }
    const core::LabelMap& map() const { return m_map; }
    const LabelCounts& counts() const { return m_counts; }
    std::vector<LabelClass> classes() const { return labelClasses(m_counts, m_map); }

    /// What has been done so far, to be gone on with another time.
    struct Steps {
        struct Step {
            QString words;
            core::LabelMap before, after;
        };
        std::vector<Step> steps;
        int done = 0; ///< of the steps; the others were undone
        core::LabelMap map;
    };
    Steps steps() const;

    void begin(LabelCounts counts) { begin(std::move(counts), Steps()); } ///< of other labels than before: nothing is changed yet
    void begin(LabelCounts counts, const Steps& steps);
    void recount(LabelCounts counts); ///< the same labels' rows as they are read now

    void rename(const std::string& name, const std::string& newName);
    void merge(const std::vector<std::string>& names); ///< under the name of the one with most rows
    void mergeVariants(); ///< all that are apart
    void leaveOut(const std::string& name);
    void useAgain(const std::string& label);
    void move(std::size_t from, std::size_t to);

Q_SIGNALS:
    void changed(); ///< by an edit, or by undoing or redoing one

private:
    class Edit;
    void push(const QString& words, core::LabelMap after);
    void set(const core::LabelMap& map);

    QUndoStack m_stack;
    bool m_quiet = false; ///< steps are put back: nothing is edited
    core::LabelMap m_map;
    LabelCounts m_counts;
};

} // namespace attune::ui
