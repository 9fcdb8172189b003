#include "core/data/dataset.h"
#include "core/data/read_table.h"
#include "tests/support/catch.h"
#include "tests/ui/opened_data.h"
#include "ui/dataset/preview_table.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/repeats_pane.h"
#include "ui/dataset/row_order.h"
#include "ui/dataset/search_field.h"
#include "ui/frame/table_copy.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QScrollBar>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;
using Only = RowQuery::Only;

namespace {

const std::string kRows =
    "text,label,stars\nBetter than I thought,good,4\nworse than before,bad,1\nalone\nÄrger with the hinge,bad,10\n"
    "better than i thought,good,\nworse than before,good,2\nWorse than before,bad,30\n";

RowSource sourceOf(const std::string& text)
{
    auto table = std::make_shared<const core::Table>(core::parseCsv(text, "rows.csv"));
    RowSource source;
    source.roles = core::guessColumns(*table);
    source.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*table, *source.roles));
    source.preview = std::make_shared<const Preview>(table, source.dataset);
    return source;
}

RowPositions ask(const RowSource& source, const RowQuery& query)
{
    return arranged(source, query, {});
}

QStringList column(const QAbstractItemModel& model, int wanted)
{
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row)
        cells << model.index(row, wanted).data().toString();
    return cells;
}

} // namespace

TEST_CASE("Rows are found in any case, by any column, and problems by their raw text")
{
    const auto source = sourceOf(kRows);
    CHECK(ask(source, {Only::All, QStringLiteral("BETTER"), -1, false}) == RowPositions{0, 4});
    CHECK(ask(source, {Only::All, QStringLiteral("ärger"), -1, false}) == RowPositions{3});
    CHECK(ask(source, {Only::All, QStringLiteral("30"), -1, false}) == RowPositions{6});
    CHECK(ask(source, {Only::All, QStringLiteral("alone"), -1, false}) == RowPositions{2});
    CHECK(ask(source, {Only::All, QStringLiteral("nothing like it"), -1, false}).empty());
}

TEST_CASE("Numbers are sorted by value, texts in any case; what has nothing to sort by comes last")
{
    const auto source = sourceOf(kRows);
    CHECK(ask(source, {Only::All, {}, 3, false}) == RowPositions{1, 5, 0, 3, 6, 2, 4});
    CHECK(ask(source, {Only::All, {}, 3, true}) == RowPositions{6, 3, 0, 5, 1, 2, 4});
    CHECK(ask(source, {Only::All, {}, 1, false}) == RowPositions{0, 4, 1, 5, 6, 3, 2});
    CHECK(ask(source, {Only::All, {}, 0, true}) == RowPositions{6, 5, 4, 3, 2, 1, 0});
    CHECK(ask(source, {Only::All, QStringLiteral("worse"), 3, true}) == RowPositions{6, 5, 1});
}

TEST_CASE("The label column is sorted by the names that its labels have now")
{
    auto source = sourceOf(kRows);
    source.labels.names["bad"] = "z";
    CHECK(ask(source, {Only::All, {}, 2, true}) == RowPositions{1, 3, 6, 0, 4, 5, 2});
}

TEST_CASE("Copies stand below one another, and of them those whose labels differ")
{
    const auto source = sourceOf("text,label\nsame words,a\nother words,b\nsame words,a\nthird,b\nother words,a\nsame words,a\n");
    CHECK(ask(source, {Only::Repeated, {}, -1, false}) == RowPositions{0, 2, 5, 1, 4});
    CHECK(ask(source, {Only::Conflicting, {}, -1, false}) == RowPositions{1, 4});
    const auto divided = sourceOf(
        "text,label,split\nsame words,a,train\nother words,b,train\nsame words,a,dev\nthird,b,dev\nother words,b,train\n");
    REQUIRE(divided.roles->split);
    CHECK(ask(divided, {Only::Shared, {}, -1, false}) == RowPositions{0, 2});
}

TEST_CASE("A million rows are sorted and searched, and nobody waits who no longer wants it")
{
    auto table = std::make_shared<core::Table>();
    table->columns = {"text", "label"};
    for (std::size_t i = 0; i < 1'000'000; ++i)
        table->rows.append(i + 2, {"row " + std::to_string((i * 7919) % 1'000'003), i % 2 ? "no" : "yes"});
    RowSource source;
    source.preview = std::make_shared<const Preview>(table, nullptr);
    QElapsedTimer timer;
    timer.start();
    const auto sorted = ask(source, {Only::All, {}, 1, false});
    const auto found = ask(source, {Only::All, QStringLiteral("row 99999"), -1, false});
    WARN("a million rows: sorted and searched in " << timer.elapsed() << " ms");
    REQUIRE(sorted.size() == 1'000'000);
    CHECK(table->rows[sorted.front()].fields[0] == "row 0");
    CHECK(found.size() == 11);

    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(arranged(source, {Only::All, {}, 1, false}, stop.get_token()), core::Error);
}

TEST_CASE("The table of rows is a model that views can trust in any order")
{
    const auto source = sourceOf(kRows);
    TableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.set(source.preview, source.roles);
    model.setOrder(std::make_shared<const RowPositions>(RowPositions{6, 2}));
    REQUIRE(model.rowCount() == 2);
    CHECK(column(model, 0) == QStringList({QStringLiteral("8"), QStringLiteral("4")}));
    CHECK(model.rowOf(2) == 1);
    CHECK(model.rowOf(0) == -1);
    model.set(source.preview, source.roles); // other roles, the same rows
    CHECK(model.rowCount() == 2);
    model.setOrder(nullptr);
    CHECK(model.rowCount() == 7);
}

TEST_CASE("Typing into the search field leaves the rows that hold the text, and Escape brings all back")
{
    OpenedData opened(kRows);
    opened.page.find();
    auto* field = opened.find<SearchField>();
    CHECK(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("better"));
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 2; }, 5000));
    CHECK(opened.shows(QStringLiteral("2 of 7 rows")));

    auto* table = opened.find<PreviewTable>();
    QTest::keyClick(field, Qt::Key_Escape);
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 7; }, 5000));
    CHECK(field->text().isEmpty());
    CHECK_FALSE(opened.shows(QStringLiteral("of 7 rows")));

    // From a row found to the same row among all.
    QTest::keyClicks(field, QStringLiteral("hinge"));
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 1; }, 5000));
    table->setFocus();
    table->setCurrentIndex(opened.rows()->index(0, 1));
    QTest::keyClick(table, Qt::Key_Return);
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 7; }, 5000));
    CHECK(table->currentIndex().row() == 3);
}

TEST_CASE("A click on a column's name sorts upwards, another one downwards, a third as in the file")
{
    OpenedData opened(kRows);
    auto* header = opened.find<RoleHeader>();
    const auto click = [&](int section) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(section) + 14, 14));
    };
    const auto lines = [&] { return column(*opened.rows(), 0).join(QLatin1Char(' ')); };
    click(3);
    REQUIRE(QTest::qWaitFor([&] { return lines() == QStringLiteral("3 7 2 5 8 4 6"); }, 5000));
    click(3);
    REQUIRE(QTest::qWaitFor([&] { return lines() == QStringLiteral("8 5 2 7 3 4 6"); }, 5000));
    click(3);
    REQUIRE(QTest::qWaitFor([&] { return lines() == QStringLiteral("2 3 4 5 6 7 8"); }, 5000));
}

TEST_CASE("A problem outside the rows that are shown is still led to")
{
    OpenedData opened(kRows);
    QTest::keyClicks(opened.find<SearchField>(), QStringLiteral("better"));
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 2; }, 5000));
    auto* list = opened.find<ProblemPane>()->findChild<QTableView*>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 1)).center());
    auto* preview = opened.find<PreviewTable>();
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 7 && preview->currentIndex().row() == 2; }, 5000));
}

TEST_CASE("The list of problems is a sound model, whatever file comes")
{
    OpenedData opened(kRows);
    auto* problems = opened.find<ProblemPane>()->findChild<QTableView*>()->model();
    const QAbstractItemModelTester tester(problems, QAbstractItemModelTester::FailureReportingMode::Fatal);
    REQUIRE(problems->rowCount() == 1);
    CHECK(problems->index(0, 0).data().toString() == QStringLiteral("4"));
    CHECK(problems->index(0, 1).data().toString().startsWith(QStringLiteral("1 field instead of 3")));
    CHECK(problems->index(0, 2).data().toString() == QStringLiteral("alone"));
    opened.page.open(written(opened.directory, "clean.csv", "text,label\nBetter than I thought,good\nworse than before,bad\n"));
    CHECK(QTest::qWaitFor([&] { return problems->rowCount() == 0; }, 5000));
    opened.page.open(written(opened.directory, "worse.csv", kRows + "and alone\n"));
    CHECK(QTest::qWaitFor([&] { return column(*problems, 2) == QStringList({QStringLiteral("alone"), QStringLiteral("and alone")}); }, 5000));
}

TEST_CASE("Repeated rows are counted, and shown by themselves")
{
    OpenedData opened("text,label\nsame words,a\nother words,b\nsame words,a\nthird words,b\nother words,a\nsame words,a\n");
    REQUIRE(QTest::qWaitFor([&] { return opened.shows(QStringLiteral("copies of earlier texts")); }, 10'000));
    CHECK(opened.shows(QStringLiteral("3 copies of earlier texts")));
    CHECK(opened.shows(QStringLiteral("1 text with different labels")));
    CHECK_FALSE(opened.shows(QStringLiteral("<b>")));
    QPushButton* shown = nullptr;
    for (auto* button : opened.find<RepeatsPane>()->findChildren<QPushButton*>())
        if (button->isVisible() && button->toolTip().contains(QStringLiteral("more than one label")))
            shown = button;
    REQUIRE(shown);
    QTest::mouseClick(shown, Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return opened.rows()->rowCount() == 2; }, 5000));
    CHECK(column(*opened.rows(), 0) == QStringList({QStringLiteral("3"), QStringLiteral("6")}));
    QTest::mouseClick(opened.button(QStringLiteral("Show all rows")), Qt::LeftButton);
    CHECK(opened.rows()->rowCount() == 6);
}

TEST_CASE("Selected rows are copied as tab-separated text that a spreadsheet takes")
{
    OpenedData opened("text,label\n\"two\nlines, \"\"quoted\"\"\",a\nplain words,b\nnot copied,a\n");
    auto* table = opened.find<PreviewTable>();
    table->setFocus();
    table->selectRow(0);
    table->selectionModel()->select(opened.rows()->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    CHECK(selectedRowsAsText(*table, true)
        == QStringLiteral("Line\ttext\tlabel\n2\t\"two\nlines, \"\"quoted\"\"\"\ta\n4\tplain words\tb\n"));
    QApplication::clipboard()->clear();
    QTest::keySequence(table, QKeySequence::Copy);
    CHECK(QApplication::clipboard()->text() == QStringLiteral("2\t\"two\nlines, \"\"quoted\"\"\"\ta\n4\tplain words\tb\n"));
}

TEST_CASE("The list of problems is written as CSV that is read back")
{
    const auto source = sourceOf(kRows);
    const auto table = core::parseCsv(problemsAsCsv(*source.preview), "problems.csv");
    CHECK(table.columns == std::vector<std::string>{"line", "kind", "reason", "action", "row"});
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0].fields[0] == "4");
    CHECK(table.rows[0].fields[4] == "alone");
}

TEST_CASE("The list of problems is saved away from the window's thread, which is told when it is there and when it cannot be")
{
    OpenedData opened("text,label\nthe first good text,good\nalone\nthe only bad one,bad\nanother good text,good\n");
    QSignalSpy told(&opened.page, &ui::DataPage::statusChanged);
    const auto save = [&](const QString& file) {
        opened.find<ui::ProblemPane>()->save();
        auto* dialog = opened.page.findChild<QFileDialog*>();
        REQUIRE(dialog);
        Q_EMIT dialog->fileSelected(file);
        delete dialog;
    };
    const auto file = opened.directory / "problems.csv";
    save(ui::fromPath(file));
    CHECK(told.isEmpty()); // it waits for no disk
    REQUIRE(QTest::qWaitFor([&] { return told.count() == 1; }, 10'000));
    CHECK(told[0][0].toString().contains(QStringLiteral("problems.csv")));
    CHECK(core::readTable(file).rows.size() == 1);
    save(QStringLiteral("/nowhere/problems.csv"));
    CHECK(opened.failures.isEmpty());
    REQUIRE(QTest::qWaitFor([&] { return opened.failures.count() == 1; }, 10'000));
}
