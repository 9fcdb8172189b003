#pragma once

#include "ui/failure.h"

#include <QWidget>

#include <optional>

class QAction;
class QPushButton;
class QToolButton;

namespace attune::ui {

class LabelHistory;
class LabelList;
class LabelModel;
class Note;
class PaneTitle;

/// The classes with their rows, which can be renamed, merged, put in order and left out here; and what stands against learning
/// them.
class LabelsPane : public QWidget {
    Q_OBJECT
public:
    explicit LabelsPane(LabelHistory* history, QWidget* parent = nullptr);
    void showClasses(); ///< as the history has them now
    void setFailure(const std::optional<Failure>& unusable); ///< why nothing can be learned from these labels
    void setLocked(bool locked);
    QAction* mergeVariantsAction() const { return m_mergeVariants; }

private:
    void makeActions();
    void offerActions();
    void move(int by);
    void leaveOutOrUse();

    LabelHistory* m_history;
    LabelModel* m_model;
    LabelList* m_list;
    PaneTitle* m_title;
    QToolButton* m_undo;
    QPushButton* m_merge;
    Note* m_message;
    QWidget* m_variants;
    Note* m_variantsNote;
    Note* m_uneven;
    QAction* m_rename = nullptr;
    QAction* m_up = nullptr;
    QAction* m_down = nullptr;
    QAction* m_mergeSelected = nullptr;
    QAction* m_leaveOut = nullptr;
    QAction* m_mergeVariants = nullptr;
    bool m_locked = false;
};

} // namespace attune::ui
