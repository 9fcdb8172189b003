#include "tests/support/catch.h"
#include "ui/frame/edit_menu.h"
#include "ui/frame/page_editing.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTableWidget>
#include <QTest>
#include <QUndoStack>

using namespace attune;

namespace {

class Page : public QWidget, public ui::PageEditing {
public:
    QUndoStack* undoStack() override { return &stack; }
    bool canFind() const override { return true; }
    void find() override { ++found; }

    QUndoStack stack;
    int found = 0;
};

QAction* entry(const QMenu& menu, const QString& beginning)
{
    for (QAction* action : menu.actions())
        if (action->text().startsWith(beginning))
            return action;
    return nullptr;
}

} // namespace

TEST_CASE("Undo takes back what was done on the page in view")
{
    QMenu menu;
    ui::EditMenu edit(&menu, nullptr);
    Page data, evaluation;
    QWidget without;
    data.stack.push(new QUndoCommand(QStringLiteral("rename label")));
    evaluation.stack.push(new QUndoCommand(QStringLiteral("relabel row")));

    edit.setPage(&data);
    CHECK(entry(menu, QStringLiteral("&Undo"))->text() == QStringLiteral("&Undo rename label"));
    entry(menu, QStringLiteral("&Undo"))->trigger();
    CHECK(data.stack.index() == 0);
    CHECK(evaluation.stack.index() == 1);
    CHECK(entry(menu, QStringLiteral("&Redo"))->isEnabled());

    edit.setPage(&evaluation);
    CHECK(entry(menu, QStringLiteral("&Undo"))->text() == QStringLiteral("&Undo relabel row"));
    edit.setPage(&without);
    CHECK_FALSE(entry(menu, QStringLiteral("&Undo"))->isEnabled());
    CHECK_FALSE(entry(menu, QStringLiteral("&Redo"))->isEnabled());
}

TEST_CASE("Find is for pages that can search")
{
    QMenu menu;
    ui::EditMenu edit(&menu, nullptr);
    Page page;
    QWidget without;
    edit.setPage(&without);
    CHECK_FALSE(entry(menu, QStringLiteral("&Find"))->isEnabled());
    edit.setPage(&page);
    entry(menu, QStringLiteral("&Find"))->trigger();
    CHECK(page.found == 1);
}

TEST_CASE("Copy takes selected text, and selected cells as lines with tabs")
{
    QLineEdit field(QStringLiteral("one two"));
    field.setSelection(4, 3);
    CHECK(ui::copySelectionOf(&field));
    CHECK(QApplication::clipboard()->text() == QStringLiteral("two"));

    QTableWidget table(2, 2);
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 2; ++column)
            table.setItem(row, column, new QTableWidgetItem(QStringLiteral("%1\n%2").arg(row).arg(column)));
    table.selectAll();
    CHECK(ui::copySelectionOf(&table));
    CHECK(QApplication::clipboard()->text() == QStringLiteral("0 0\t0 1\n1 0\t1 1"));

    QLabel label(QStringLiteral("a path"));
    CHECK_FALSE(ui::copySelectionOf(&label));
    label.setTextInteractionFlags(Qt::TextSelectableByMouse);
    label.setSelection(2, 4);
    CHECK(ui::copySelectionOf(&label));
    CHECK(QApplication::clipboard()->text() == QStringLiteral("path"));
    CHECK_FALSE(ui::copySelectionOf(nullptr));
}
