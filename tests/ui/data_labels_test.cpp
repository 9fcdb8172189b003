#include "tests/support/catch.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/label_history.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/table_model.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;

namespace {

const LabelCounts kCounts{{"neg", 3}, {"Positive", 1}, {"positive", 5}, {"unsure", 2}};

QStringList inWords(const std::vector<LabelClass>& classes)
{
    QStringList words;
    for (const auto& one : classes)
        words << QStringLiteral("%1 %2%3")
                     .arg(QString::fromStdString(one.name))
                     .arg(one.rows)
                     .arg(one.leftOut ? QStringLiteral(" out") : QString());
    return words;
}

const std::string kSpelled =
    "text,label\nthe first good text,good\nthe second good text,Good\na third good text,good\n"
    "the first bad text,bad\nanother bad text,bad\nnobody knows about this,unsure\nnor about that one,unsure\n";

} // namespace

TEST_CASE("Labels are renamed, merged, put in order and left out, and what was on the screen stays in its order")
{
    core::LabelMap map;
    CHECK(inWords(labelClasses(kCounts, map))
        == QStringList(
            {QStringLiteral("Positive 1"), QStringLiteral("neg 3"), QStringLiteral("positive 5"), QStringLiteral("unsure 2")}));

    map = withMerged(kCounts, map, {"Positive", "positive"}, "positive");
    CHECK(inWords(labelClasses(kCounts, map))
        == QStringList({QStringLiteral("positive 6"), QStringLiteral("neg 3"), QStringLiteral("unsure 2")}));
    map = withRenamed(kCounts, map, "neg", "negative");
    map = withMoved(kCounts, map, 0, 2);
    CHECK(inWords(labelClasses(kCounts, map))
        == QStringList({QStringLiteral("negative 3"), QStringLiteral("unsure 2"), QStringLiteral("positive 6")}));
    map = withLeftOut(kCounts, map, "unsure");
    CHECK(inWords(labelClasses(kCounts, map))
        == QStringList({QStringLiteral("negative 3"), QStringLiteral("positive 6"), QStringLiteral("unsure 2 out")}));
    CHECK(map.nameOf("Positive") == "positive");
    CHECK_FALSE(map.nameOf("unsure"));
    map = withUsedAgain(map, "unsure");
    CHECK(labelClasses(kCounts, map).size() == 3);

    // A name that another class has makes one class of both.
    map = withRenamed(kCounts, map, "unsure", "negative");
    CHECK(inWords(labelClasses(kCounts, map)) == QStringList({QStringLiteral("negative 5"), QStringLiteral("positive 6")}));
}

TEST_CASE("The classes shown are those that the examples are made with")
{
    const auto table = core::parseCsv(kSpelled, "rows.csv");
    const auto roles = core::guessColumns(table);
    const auto counts = core::countLabels(table, roles);
    core::LabelMap map = withMerged(counts, {}, {"good", "Good"}, "good");
    map = withMoved(counts, withLeftOut(counts, map, "unsure"), 0, 1);
    const auto dataset = core::makeDataset(table, roles, map);
    const auto classes = labelClasses(counts, map);
    REQUIRE(classes.size() == 3);
    for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
        CHECK(classes[i].name == dataset.labels[i]);
        CHECK(classes[i].rows == dataset.labelCounts()[i]);
    }
    CHECK(classes.back().leftOut);
}

TEST_CASE("Spellings that may be one label are offered until they are merged or left out")
{
    REQUIRE(variantsApart(kCounts, {}).size() == 1);
    CHECK(variantsApart(kCounts, withMerged(kCounts, {}, {"Positive", "positive"}, "positive")).empty());
    CHECK(variantsApart(kCounts, withLeftOut(kCounts, {}, "Positive")).empty());

    LabelHistory history;
    history.begin(kCounts);
    history.mergeVariants();
    CHECK(inWords(history.classes())
        == QStringList({QStringLiteral("positive 6"), QStringLiteral("neg 3"), QStringLiteral("unsure 2")}));
    history.mergeVariants(); // nothing is left to merge
    CHECK(history.stack()->count() == 1);
    history.stack()->undo();
    CHECK(history.map() == core::LabelMap());
}

TEST_CASE("The list of labels is a model that views can trust, before and after it is edited")
{
    LabelModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.set(labelClasses(kCounts, {}));
    REQUIRE(model.rowCount() == 4);
    const auto map = withLeftOut(kCounts, withMerged(kCounts, {}, {"Positive", "positive"}, "positive"), "unsure");
    model.set(labelClasses(kCounts, map));
    REQUIRE(model.rowCount() == 3);
    CHECK(model.used() == 2);
    CHECK(model.index(0).data(LabelModel::SpellingsRole).toStringList()
        == QStringList({QStringLiteral("Positive"), QStringLiteral("positive")}));
    CHECK(model.index(0).data(LabelModel::ShareRole).toDouble() == Approx(6.0 / 9));
    CHECK(model.index(2).data(LabelModel::LeftOutRole).toBool());
    CHECK_FALSE(model.flags(model.index(2)).testFlag(Qt::ItemIsEditable));

    QSignalSpy moves(&model, &LabelModel::moveRequested);
    CHECK(model.moveRows({}, 0, 1, {}, 2)); // what a drag below the second class asks for
    REQUIRE(moves.wait(1000));
    CHECK(moves[0][0].toInt() == 0);
    CHECK(moves[0][1].toInt() == 1);
}

TEST_CASE("A label is renamed in place, and undo brings its name back")
{
    OpenedData opened(kSpelled);
    auto* list = opened.find<LabelList>();
    REQUIRE(opened.bars()
        == QStringList(
            {QStringLiteral("Good 1"), QStringLiteral("bad 2"), QStringLiteral("good 2"), QStringLiteral("unsure 2")}));
    list->setFocus();
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_F2);
    auto* field = list->findChild<QLineEdit*>();
    REQUIRE(field);
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("poor"));
    QTest::keyClick(field, Qt::Key_Return);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars()[1] == QStringLiteral("poor 2"));
    CHECK(opened.page.selection().dataset->labels == std::vector<std::string>{"Good", "poor", "good", "unsure"});
    CHECK(opened.page.selection().sources().labels.names.at("bad") == "poor");
    CHECK(opened.rows()->index(3, 2).data(TableModel::ClassRole).toString() == QStringLiteral("poor"));

    opened.page.undoStack()->undo();
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dataset->labels == std::vector<std::string>{"Good", "bad", "good", "unsure"});
    CHECK(opened.page.selection().sources().labels == core::LabelMap());
    opened.page.undoStack()->redo();
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars()[1] == QStringLiteral("poor 2"));
}

TEST_CASE("Selected labels are merged by the button, offered spellings by theirs, and the pane's Undo takes both back")
{
    OpenedData opened(kSpelled);
    auto* pane = opened.find<LabelsPane>();
    auto* list = opened.find<LabelList>();
    auto* merge = opened.button(QStringLiteral("Merge"));
    CHECK_FALSE(merge->isEnabled());
    list->selectionModel()->select(list->model()->index(1, 0), QItemSelectionModel::Select);
    list->selectionModel()->select(list->model()->index(3, 0), QItemSelectionModel::Select);
    REQUIRE(merge->isEnabled());
    QTest::mouseClick(merge, Qt::LeftButton);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars() == QStringList({QStringLiteral("Good 1"), QStringLiteral("bad 4"), QStringLiteral("good 2")}));

    QTest::mouseClick(opened.button(QStringLiteral("Unite them")), Qt::LeftButton);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars() == QStringList({QStringLiteral("good 3"), QStringLiteral("bad 4")}));
    CHECK_FALSE(opened.button(QStringLiteral("Unite them"))->isVisible());

    auto* undo = pane->findChild<QToolButton*>();
    QTest::mouseClick(undo, Qt::LeftButton);
    QTest::mouseClick(undo, Qt::LeftButton);
    REQUIRE(QTest::qWaitFor(
        [&] { return opened.page.selection().ready() && opened.page.selection().dataset->labels.size() == 4; }, 10'000));
    CHECK_FALSE(undo->isEnabled());
}

TEST_CASE("A label that is left out is no problem, shows in its rows, and can be used again")
{
    OpenedData opened(kSpelled);
    auto* list = opened.find<LabelList>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(3, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dataset->examples.size() == 5);
    CHECK(opened.rows()->preview()->problems().empty());
    CHECK(opened.rows()->index(5, 2).data(TableModel::LeftOutRole).toBool());
    CHECK_FALSE(opened.rows()->index(4, 2).data(TableModel::LeftOutRole).toBool());

    list->setCurrentIndex(list->model()->index(3, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dataset->examples.size() == 7);
}

TEST_CASE("Classes change places by the keyboard, and with them their numbers")
{
    OpenedData opened(kSpelled);
    auto* list = opened.find<LabelList>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().dataset->labels.front() == "bad");
    CHECK(list->currentIndex().row() == 1);
}

TEST_CASE("When only one label is left the pane says so, and undo helps")
{
    OpenedData opened("text,label\nthe first good text,good\nanother good text,good\nthe only bad one,bad\n");
    auto* list = opened.find<LabelList>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    REQUIRE(opened.waitForSelection());
    CHECK_FALSE(opened.page.selection().ready());
    CHECK(opened.shows(QStringLiteral("single label")));
    opened.page.undoStack()->undo();
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().ready());
}

TEST_CASE("Another label column, and another file, begin with labels as they stand there")
{
    OpenedData opened("text,label,topic\nthe first good text,good,food\nanother good text,good,film\nthe only bad "
                      "one,bad,food\nanother bad one,bad,film\n");
    opened.find<LabelList>()->setFocus();
    opened.find<LabelList>()->setCurrentIndex(opened.find<LabelModel>()->index(0));
    QTest::keyClick(opened.find<LabelList>(), Qt::Key_Down, Qt::AltModifier);
    REQUIRE(opened.waitForSelection());
    REQUIRE(opened.page.undoStack()->canUndo());
    opened.give(3, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    CHECK_FALSE(opened.page.undoStack()->canUndo());
    CHECK(opened.page.selection().labels == core::LabelMap());
    CHECK(opened.bars() == QStringList({QStringLiteral("film 2"), QStringLiteral("food 2")}));
}
