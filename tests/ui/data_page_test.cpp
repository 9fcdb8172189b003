#include "core/data/csv.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/preview_table.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/role_header.h"
#include "ui/dataset/split_pane.h"
#include "ui/dataset/table_model.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <set>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;

namespace {

std::shared_ptr<const Preview> previewOf(const std::string& text)
{
    auto table = std::make_shared<const core::Table>(core::parseCsv(text, "rows.csv"));
    auto dataset = std::make_shared<const core::Dataset>(core::makeDataset(*table, core::guessColumns(*table)));
    return std::make_shared<const Preview>(std::move(table), std::move(dataset));
}

QString cell(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

const std::string kReviews = "text,verdict,shop,note\n"
                             "\"Good, and quiet too\",yes,north,a\n"
                             "Broke after a day of use,no,south,b\n"
                             "only two fields here,no\n"
                             "Just what I had hoped for,yes,north,c\n"
                             ",no,south,d\n"
                             "Would never buy it again,no,west,e\n"
                             "It does the job very well,yes,west,f\n";

} // namespace

TEST_CASE("Rows and problems stand in file order, without a copy of either")
{
    const auto preview = previewOf(kReviews);
    TableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.set(preview, core::guessColumns(preview->table()));

    REQUIRE(model.rowCount() == 7);
    REQUIRE(model.columnCount() == 5);
    CHECK(cell(model, 0, 0) == QStringLiteral("2"));
    CHECK(cell(model, 0, 1) == QStringLiteral("Good, and quiet too"));
    CHECK(model.index(1, 1).data(TableModel::ReasonRole).isNull());

    CHECK(cell(model, 2, 0) == QStringLiteral("4"));
    CHECK(model.index(2, 1).data(TableModel::ReasonRole).toString() == QStringLiteral("2 fields instead of 4"));
    CHECK(model.index(2, 1).data(TableModel::RawRole).toString() == QStringLiteral("only two fields here,no"));

    CHECK(cell(model, 3, 1) == QStringLiteral("Just what I had hoped for"));
    CHECK(cell(model, 4, 0) == QStringLiteral("6"));
    CHECK_FALSE(model.index(4, 1).data(TableModel::ReasonRole).isNull());
    CHECK(cell(model, 6, 2) == QStringLiteral("yes"));

    REQUIRE(preview->problems().size() == 2);
    CHECK(preview->problems()[0].position == 2);
    CHECK(preview->problems()[1].position == 4);
    CHECK(preview->at(3).row->line == preview->table().rows[2].line);
}

TEST_CASE("A row that is kept although it is odd is listed among the problems and shown as a row")
{
    const auto preview = previewOf("text,verdict\nfine and good,yes\n\"Odd\" it was,no\nonly\nquite nice,yes\n,no\n");
    REQUIRE(preview->size() == 5);
    REQUIRE(preview->problems().size() == 3);
    CHECK(preview->problems()[0].position == 1);
    CHECK(preview->problems()[0].problem->kind == "broken_quote");
    CHECK(preview->problems()[0].problem->raw == "Odd it was,no");
    CHECK(preview->at(1).problem == nullptr);
    CHECK(preview->at(1).row->fields[0] == "Odd it was");
    CHECK(preview->at(2).problem == preview->problems()[1].problem);
    CHECK(preview->at(4).problem->kind == "empty_text");
}

TEST_CASE("A file that begins and ends with problems keeps its order")
{
    const auto preview = previewOf("text,label\nalone\nfirst words,a\nsecond words,b\nalone too\nand me\n");
    REQUIRE(preview->size() == 5);
    CHECK(preview->at(0).problem);
    CHECK(preview->at(1).row->line == 3);
    CHECK(preview->at(2).row->line == 4);
    CHECK(preview->at(3).problem->line == 5);
    CHECK(preview->at(4).problem->line == 6);
}

TEST_CASE("A million rows cost only those in sight")
{
    class CountingModel : public TableModel {
    public:
        mutable std::set<int> asked;
        QVariant data(const QModelIndex& index, int role) const override
        {
            asked.insert(index.row());
            return TableModel::data(index, role);
        }
    };
    auto table = std::make_shared<core::Table>();
    table->columns = {"text", "label"};
    for (std::size_t i = 0; i < 1'000'000; ++i)
        table->rows.append(i + 2, {"row " + std::to_string(i), i % 2 ? "no" : "yes"});
    const std::shared_ptr<const core::Table> shared = std::move(table);
    const auto* firstField = shared->rows.front().fields[0].data();

    CountingModel model;
    PreviewTable view(&model);
    view.resize(900, 600);
    view.show();
    model.set(std::make_shared<const Preview>(shared, nullptr), core::ColumnRoles{0, 1, {}, {}});
    view.grab();
    CHECK(model.rowCount() == 1'000'000);
    CHECK(&model.preview()->table() == shared.get());
    CHECK(shared->rows.front().fields[0].data() == firstField);
    CHECK(model.asked.size() < 150);

    model.asked.clear();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    view.grab();
    CHECK(model.asked.size() < 60);
    CHECK(*model.asked.rbegin() == 999'999);
    CHECK(cell(model, 999'999, 1) == QStringLiteral("row 999999"));
}

TEST_CASE("The parts of columns change places rather than vanish")
{
    const core::ColumnRoles roles{0, 1, 3, {}};
    auto changed = withRole(roles, 2, ColumnRole::Text);
    REQUIRE(changed);
    CHECK(changed->text == 2);
    CHECK(changed->label == 1);

    changed = withRole(roles, 1, ColumnRole::Text);
    REQUIRE(changed);
    CHECK(changed->text == 1);
    CHECK(changed->label == 0);

    changed = withRole(roles, 3, ColumnRole::Label);
    REQUIRE(changed);
    CHECK(changed->label == 3);
    CHECK_FALSE(changed->split);

    CHECK_FALSE(withRole(roles, 0, ColumnRole::Ignore));
    CHECK_FALSE(withRole(roles, 1, ColumnRole::Split));
    CHECK(withRole(roles, 2, ColumnRole::Split)->split == 2);

    changed = withRole(roles, 2, ColumnRole::SecondText);
    REQUIRE(changed);
    CHECK(changed->textPair == 2);
    CHECK(roleOf(*changed, 2) == ColumnRole::SecondText);
    changed = withRole(*changed, 0, ColumnRole::SecondText);
    REQUIRE(changed);
    CHECK(changed->text == 2);
    CHECK(changed->textPair == 0);
    changed = withRole(*changed, 0, ColumnRole::Ignore);
    REQUIRE(changed);
    CHECK_FALSE(changed->textPair);
    CHECK_FALSE(withRole(roles, 1, ColumnRole::SecondText));
}

TEST_CASE("Opening a file shows its rows, problems, labels and what is held back")
{
    OpenedData opened(kReviews);
    const auto& selection = opened.page.selection();
    REQUIRE(selection.ready());
    CHECK(selection.fileName() == QStringLiteral("rows.csv"));
    CHECK(selection.roles.text == 0);
    CHECK(selection.dataset->examples.size() == 5);
    CHECK(opened.rows()->rowCount() == 7);
    CHECK(opened.shows(QStringLiteral("7 rows, 4 columns")));
    CHECK(opened.shows(QStringLiteral("2 rows with problems")));
    CHECK(opened.find<QComboBox>()->currentText() == QStringLiteral("Comma ,"));
    CHECK(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("3 + 2")); }, 10'000));
}

TEST_CASE("Choosing another label column changes the class bars")
{
    OpenedData opened(kReviews);
    opened.give(3, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.page.selection().roles.label == 2);
    CHECK(opened.bars() == QStringList({QStringLiteral("north 2"), QStringLiteral("south 1"), QStringLiteral("west 2")}));

    opened.give(2, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars() == QStringList({QStringLiteral("no 2"), QStringLiteral("yes 3")}));
}

TEST_CASE("Another separator changes the preview, and detecting again brings it back")
{
    OpenedData opened("text;label\nfine, and cheap;good\nslow, and dear;bad\nneat, and small;good\nweak, and loud;bad\n");
    auto* separator = opened.find<QComboBox>();
    REQUIRE(separator->currentText() == QStringLiteral("Semicolon ;"));
    REQUIRE(opened.rows()->columnCount() == 3);

    separator->setFocus();
    QTest::keyClick(separator, Qt::Key_Up);
    REQUIRE(opened.waitForSelection());
    CHECK(cell(*opened.rows(), 0, 1).startsWith(QStringLiteral("fine")));
    CHECK(opened.rows()->preview()->table().dialect.delimiter == ',');
    CHECK_FALSE(opened.shows(QStringLiteral("Detected from the file")));

    QTest::mouseClick(opened.button(QStringLiteral("Detect again")), Qt::LeftButton);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.rows()->preview()->table().dialect.delimiter == ';');
    CHECK(cell(*opened.rows(), 0, 1) == QStringLiteral("fine, and cheap"));
    CHECK(opened.shows(QStringLiteral("Detected from the file")));
}

TEST_CASE("The header can be made a row and the other way round")
{
    OpenedData opened(kReviews);
    auto* header = opened.find<QCheckBox>();
    REQUIRE(header->isChecked());
    header->setFocus();
    QTest::keyClick(header, Qt::Key_Space);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.rows()->rowCount() == 8);
    CHECK(cell(*opened.rows(), 0, 1) == QStringLiteral("text"));
    CHECK(opened.rows()->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString() == QStringLiteral("0"));
}

TEST_CASE("One class only is a sentence beside the labels, and the rows are not ready")
{
    OpenedData opened("text,label\nvery nice indeed,good\nrather nice too,good\n");
    CHECK_FALSE(opened.page.selection().ready());
    CHECK_FALSE(opened.button(QStringLiteral("Choose a model"))->isEnabled());
    CHECK(opened.rows()->rowCount() == 2);
    const auto notes = opened.find<LabelsPane>()->findChildren<Note*>();
    CHECK(std::any_of(notes.begin(), notes.end(), [](const Note* note) {
        return note->isVisible() && note->text().contains(QStringLiteral("label")) && !note->detail().isEmpty();
    }));
}

TEST_CASE("A file that cannot be read is reported and what was shown stays")
{
    OpenedData opened(kReviews);
    opened.page.open(fromPath(opened.directory / "absent.csv"));
    REQUIRE((opened.failures.count() > 0 || opened.failures.wait(10'000)));
    CHECK(opened.failures[0][0].value<Failure>().cause.contains(QStringLiteral("absent.csv")));
    CHECK(opened.rows()->rowCount() == 7);
    CHECK(opened.page.selection().fileName() == QStringLiteral("rows.csv"));

    // The page still works on the file that it shows.
    opened.give(3, Qt::Key_L);
    REQUIRE(opened.waitForSelection());
    CHECK(opened.bars().size() == 3);
}

TEST_CASE("Of two files opened at once the later one is shown")
{
    OpenedData opened;
    const auto first = written(opened.directory, "first.csv", kReviews);
    const auto second = written(opened.directory, "second.csv", "text,label\nup and away,a\ndown and out,b\nhere and there,a\n");
    opened.page.open(first);
    opened.page.open(second);
    REQUIRE(opened.waitForSelection());
    QTest::qWait(100);
    CHECK(opened.page.selection().fileName() == QStringLiteral("second.csv"));
    CHECK(opened.selections.isEmpty());
    CHECK(opened.rows()->rowCount() == 3);
}

TEST_CASE("A split column decides which rows check until a share is chosen")
{
    OpenedData opened("text,label,split\none good thing,a,train\none bad thing,b,train\nanother good thing,a,train\n"
                      "another bad thing,b,validation\nthe last good thing,a,validation\n");
    REQUIRE(opened.page.selection().roles.split == 2);
    CHECK(opened.page.selection().useSplitColumn);
    CHECK(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("3 + 2")); }, 10'000));
    auto* useColumn = opened.find<SplitPane>()->findChild<QCheckBox*>();
    REQUIRE(useColumn->isVisible());
    CHECK(useColumn->text().contains(QStringLiteral("split")));
    auto* share = opened.page.findChild<QSpinBox*>(QStringLiteral("validation_split"));
    CHECK_FALSE(share->isVisible());

    useColumn->setFocus();
    QTest::keyClick(useColumn, Qt::Key_Space);
    CHECK_FALSE(opened.page.selection().useSplitColumn);
    CHECK(share->isVisible());
    share->setValue(40);
    CHECK(opened.page.selection().validationShare == Approx(0.4));
    const auto sources = opened.page.selection().sources();
    CHECK(sources.validationSplit == Approx(0.4));
    CHECK(sources.splitColumn.empty());
}

TEST_CASE("A split column whose values mostly mean nothing is a sentence, and the rows are not ready")
{
    OpenedData opened(
        "text,label,part\none good thing,a,train\none bad thing,b,later\nanother good thing,a,later\nanother bad thing,b,later\n");
    REQUIRE(opened.page.selection().ready());
    opened.give(4 - 1, Qt::Key_S);
    CHECK(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("later")); }, 10'000));
    CHECK_FALSE(opened.page.selection().ready());
}

TEST_CASE("A row for which a split column means nothing is said to be left out, and the others are ready")
{
    OpenedData opened("text,label,part\none good thing,a,train\none bad thing,b,train\nanother good thing,a,dev\nanother bad thing,b,later\n");
    opened.give(4 - 1, Qt::Key_S);
    CHECK(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("1 row has no part and is left out; at line 5")); }, 10'000));
    CHECK(opened.page.selection().ready());
}

TEST_CASE("A click on a problem leads to its row, and the closed list can be called back")
{
    std::string text = "text,label\n";
    for (int i = 0; i < 300; ++i)
        text += i == 250 ? "alone\n" : "some words " + std::to_string(i) + (i % 2 ? ",a\n" : ",b\n");
    OpenedData opened(text);
    auto* pane = opened.find<ProblemPane>();
    REQUIRE(pane->isVisible());
    auto* list = pane->findChild<QTableView*>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 1)).center());
    auto* preview = opened.find<PreviewTable>();
    CHECK(preview->currentIndex().row() == 250);
    CHECK(preview->viewport()->rect().intersects(preview->visualRect(preview->model()->index(250, 0))));

    for (auto* button : pane->findChildren<QAbstractButton*>())
        if (button->accessibleName() == QStringLiteral("Close the list of problems"))
            QTest::mouseClick(button, Qt::LeftButton);
    CHECK_FALSE(pane->isVisible());
    QTest::mouseClick(opened.button(QStringLiteral("Show problems")), Qt::LeftButton);
    CHECK(pane->isVisible());
}

TEST_CASE("While a training uses the rows nothing about them can be changed")
{
    OpenedData opened(kReviews);
    opened.page.setLocked(true);
    CHECK_FALSE(opened.find<QComboBox>()->isEnabled());
    CHECK_FALSE(opened.find<QCheckBox>()->isEnabled());
    for (auto* box : opened.page.findChildren<QSpinBox*>())
        CHECK_FALSE(box->isEnabled());
    CHECK_FALSE(opened.button(QStringLiteral("Open another…"))->isEnabled());
    CHECK(opened.shows(QStringLiteral("Locked")));
    auto* header = opened.find<RoleHeader>();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(2) + 14, 40));
    auto* menu = header->findChild<QMenu*>();
    REQUIRE(menu); // it still sorts
    for (const auto* action : menu->actions())
        if (action->isCheckable())
            CHECK_FALSE(action->isEnabled());
    menu->close();

    opened.page.open(written(opened.directory, "other.csv", "text,label\na b,x\nc d,y\n"));
    REQUIRE(opened.failures.count() == 1);
    CHECK(opened.page.selection().fileName() == QStringLiteral("rows.csv"));

    opened.page.setLocked(false);
    CHECK(opened.find<QComboBox>()->isEnabled());
}
