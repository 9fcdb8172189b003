#pragma once

#include <QObject>
#include <QUndoGroup>

class QAction;
class QMenu;

namespace attune::ui {

/// Undo, redo, copy and find for whatever page is in view; its menu's owner may add more below.
class EditMenu : public QObject {
    Q_OBJECT
public:
    EditMenu(QMenu* menu, QObject* parent);
    void setPage(QWidget* page); ///< asks it for PageEditing

private:
    void find();

    QUndoGroup m_stacks;
    QAction* m_find;
    QWidget* m_page = nullptr;
};

/// Puts what is selected in `widget` on the clipboard: text of fields and labels, cells of tables as lines with tabs. A widget that
/// knows better has a slot copy(). False when nothing was selected.
bool copySelectionOf(QWidget* widget);

} // namespace attune::ui
