#include "ui/frame/edit_menu.h"

#include "ui/frame/page_editing.h"
#include "ui/frame/table_copy.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>

#include <algorithm>

namespace attune::ui {

namespace {

/// As spreadsheets take it: a line a row, a tab between two cells, and no breaks within one.
QString tabSeparated(QModelIndexList cells)
{
    std::sort(cells.begin(), cells.end(), [](const QModelIndex& a, const QModelIndex& b) {
        return a.row() != b.row() ? a.row() < b.row() : a.column() < b.column();
    });
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            text += cells[i].row() == cells[i - 1].row() ? QLatin1Char('\t') : QLatin1Char('\n');
        text += cells[i].data().toString().simplified();
    }
    return text;
}

} // namespace

bool copySelectionOf(QWidget* widget)
{
    if (!widget)
        return false;
    if (widget->metaObject()->indexOfMethod("copy()") >= 0)
        return QMetaObject::invokeMethod(widget, "copy");
    QString text;
    const auto* view = qobject_cast<QAbstractItemView*>(widget);
    if (view && view->selectionBehavior() == QAbstractItemView::SelectRows)
        text = selectedRowsAsText(*view, false);
    else if (view && view->selectionModel())
        text = tabSeparated(view->selectionModel()->selectedIndexes());
    else if (const auto* label = qobject_cast<QLabel*>(widget))
        text = label->selectedText();
    if (text.isEmpty())
        return false;
    QApplication::clipboard()->setText(text);
    return true;
}

EditMenu::EditMenu(QMenu* menu, QObject* parent)
    : QObject(parent)
{
    QAction* undo = m_stacks.createUndoAction(this, tr("&Undo"));
    undo->setShortcuts(QKeySequence::Undo);
    QAction* redo = m_stacks.createRedoAction(this, tr("&Redo"));
    redo->setShortcuts(QKeySequence::Redo);
    menu->addActions({undo, redo});
    menu->addSeparator();
    // Told, not set: fields, labels and tables answer these keys themselves, and two that do answer none.
    QAction* copy = menu->addAction(QStringLiteral("%1\t%2").arg(tr("&Copy"), QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText)));
    copy->setToolTip(tr("Selected text, or selected cells as text with tabs"));
    m_find = menu->addAction(tr("&Find"));
    m_find->setShortcuts(QKeySequence::Find);
    m_find->setToolTip(tr("Search in the page in view"));
    m_find->setEnabled(false);
    connect(copy, &QAction::triggered, this, [] { copySelectionOf(QApplication::focusWidget()); });
    connect(m_find, &QAction::triggered, this, &EditMenu::find);
}

void EditMenu::setPage(QWidget* page)
{
    m_page = page;
    auto* editing = dynamic_cast<PageEditing*>(page);
    QUndoStack* stack = editing ? editing->undoStack() : nullptr;
    if (stack)
        m_stacks.addStack(stack);
    m_stacks.setActiveStack(stack);
    m_find->setEnabled(editing && editing->canFind());
}

void EditMenu::find()
{
    if (auto* editing = dynamic_cast<PageEditing*>(m_page))
        editing->find();
}

} // namespace attune::ui
