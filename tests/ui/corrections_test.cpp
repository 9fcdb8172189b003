#include "tests/support/catch.h"
#include "ui/evaluation/corrections.h"

#include <QSignalSpy>

using namespace attune;
using core::RowChange;
using core::RowChanges;
using ui::Corrections;

TEST_CASE("A row that gets the label of its file back is no longer changed")
{
    Corrections corrections;
    corrections.relabel({{7, "negative"}}, "positive");
    CHECK(corrections.changes() == RowChanges{{7, RowChange{"positive"}}});
    corrections.relabel({{7, "negative"}}, "negative");
    CHECK(corrections.changes().empty());
    corrections.undoStack()->undo();
    CHECK(corrections.changes() == RowChanges{{7, RowChange{"positive"}}});
}

TEST_CASE("What changes nothing is no step to undo")
{
    Corrections corrections;
    QSignalSpy changed(&corrections, &Corrections::changed);
    corrections.takeBack({{7, "negative"}});
    corrections.relabel({{7, "negative"}}, "negative");
    CHECK(corrections.undoStack()->count() == 0);
    corrections.leaveOut({{7, "negative"}, {9, "positive"}});
    corrections.leaveOut({{7, "negative"}});
    CHECK(corrections.undoStack()->count() == 1);
    CHECK(changed.size() == 1);
}

TEST_CASE("A step over several rows is undone as one, back to what each of them was")
{
    Corrections corrections;
    corrections.relabel({{2, "a"}}, "b");
    corrections.leaveOut({{2, "a"}, {3, "a"}, {4, "b"}});
    CHECK(corrections.leftOut() == 3);
    CHECK(corrections.relabelled() == 0);
    corrections.undoStack()->undo();
    CHECK(corrections.changes() == RowChanges{{2, RowChange{"b"}}});
    corrections.undoStack()->redo();
    corrections.relabelEach({{{2, "a"}, "b"}, {{4, "b"}, "b"}});
    CHECK(corrections.changes() == RowChanges{{2, RowChange{"b"}}, {3, RowChange{}}});
    corrections.clear();
    CHECK(corrections.changes().empty());
    CHECK_FALSE(corrections.undoStack()->canUndo());
}
