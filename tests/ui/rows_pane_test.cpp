#include "tests/support/catch.h"
#include "tests/ui/evaluation_samples.h"
#include "ui/evaluation/class_model.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/table_copy.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <iostream>

using namespace attune;
using namespace attune::test;
using ui::RowColumn;
using Lines = std::vector<std::size_t>;

namespace {

constexpr int kPatience = 20'000; // ms

struct Shown {
    explicit Shown(std::shared_ptr<const ui::Evaluation> evaluation)
        : tester(pane.findChild<ui::RowModel*>(), QAbstractItemModelTester::FailureReportingMode::Fatal)
    {
        pane.resize(1100, 500);
        pane.show(std::move(evaluation));
        static_cast<QWidget&>(pane).show();
        REQUIRE(QTest::qWaitForWindowExposed(&pane));
        pane.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&pane));
        REQUIRE(QTest::qWaitFor([this] { return !pane.arranging(); }, kPatience));
    }

    template <class T> T& the(const char* name = "") { return *pane.findChild<T*>(QString::fromLatin1(name)); }

    /// Lines of the file, from top to bottom.
    Lines lines() const
    {
        Lines result;
        for (const auto row : pane.model().rows())
            result.push_back(row + 2);
        return result;
    }

    QString cell(int row, RowColumn column) const { return pane.model().index(row, int(column)).data().toString(); }

    void choose(int row)
    {
        QTest::mouseClick(pane.table()->viewport(), Qt::LeftButton, {}, pane.table()->visualRect(pane.model().index(row, int(RowColumn::Text))).center());
    }

    ui::RowsPane pane;
    QAbstractItemModelTester tester;
};

} // namespace

TEST_CASE("The wrong rows come first, the most surprising of them at the top")
{
    Shown shown(tenRows());
    CHECK(shown.lines() == Lines{5, 8, 6, 10, 9});
    CHECK(shown.the<QLabel>("rowCount").text() == QStringLiteral("5 of 10"));
    CHECK(shown.cell(0, RowColumn::TrueLabel) == QStringLiteral("positive"));
    CHECK(shown.cell(0, RowColumn::Predicted) == QStringLiteral("negative"));
    CHECK(shown.cell(0, RowColumn::Confidence) == QStringLiteral("0.970"));
    CHECK(shown.cell(0, RowColumn::Loss) == QStringLiteral("3.91"));
}

TEST_CASE("Rows are narrowed by how wrong they are, by label, by a cell and by words in any case")
{
    Shown shown(tenRows());
    auto& kind = shown.the<ui::SegmentedControl>();
    kind.setCurrent(2);
    CHECK(shown.lines() == Lines{5, 8});
    kind.setCurrent(0);
    CHECK(shown.lines().size() == 10);

    auto& label = shown.the<QComboBox>();
    label.setCurrentIndex(2); // neutral
    Q_EMIT label.activated(2);
    CHECK(shown.lines() == Lines{6, 10, 4});
    label.setCurrentIndex(0);
    Q_EMIT label.activated(0);

    shown.the<QLineEdit>().setText(QStringLiteral("ärger")); // QTest has no key for it
    REQUIRE(QTest::qWaitFor([&] { return shown.lines() == Lines{10, 7}; }, kPatience));
    shown.the<QLineEdit>().clear();
    QTest::keyClicks(&shown.the<QLineEdit>(), QStringLiteral("KETTLE"));
    REQUIRE(QTest::qWaitFor([&] { return shown.lines() == Lines{4}; }, kPatience));
    shown.the<QLineEdit>().clear();
    REQUIRE(QTest::qWaitFor([&] { return shown.lines().size() == 10; }, kPatience));

    shown.pane.setCell(ui::ConfusionCell{2, 0});
    CHECK(shown.lines() == Lines{5});
    shown.pane.setCell(ui::ConfusionCell{2, 2});
    CHECK(shown.lines().size() == 2);
}

TEST_CASE("A click on a header sorts by it")
{
    Shown shown(tenRows());
    auto* header = shown.pane.table()->horizontalHeader();
    const auto click = [&](RowColumn column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(int(column)) + 10, 10));
    };
    click(RowColumn::Line);
    const Lines byLine = shown.lines();
    CHECK((byLine == Lines{5, 6, 8, 9, 10} || byLine == Lines{10, 9, 8, 6, 5}));
    click(RowColumn::Line);
    CHECK(shown.lines() == Lines(byLine.rbegin(), byLine.rend()));
    click(RowColumn::Confidence);
    CHECK((shown.lines().front() == 5 || shown.lines().back() == 5));
}

TEST_CASE("A double click, Return and the mark at its end open a row")
{
    Shown shown(tenRows());
    QSignalSpy opened(&shown.pane, &ui::RowsPane::opened);
    auto* table = shown.pane.table();
    shown.choose(1);
    QTest::keyClick(table, Qt::Key_Return);
    REQUIRE(opened.size() == 1);
    CHECK(opened[0][0].value<std::size_t>() == 6);
    const QRect cell = table->visualRect(shown.pane.model().index(0, int(RowColumn::Text)));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    REQUIRE(opened.size() == 2);
    CHECK(opened[1][0].value<std::size_t>() == 3);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(cell.right() - 24, cell.center().y()));
    CHECK(opened.size() == 3);
}

TEST_CASE("Rows are relabelled and left out, and each step is undone and done again")
{
    Shown shown(tenRows());
    auto& corrections = shown.pane.corrections();
    CHECK_FALSE(shown.the<QPushButton>("saveCorrected").isEnabled());
    shown.choose(0);
    QTest::mouseClick(&shown.the<QPushButton>("asPredicted"), Qt::LeftButton);
    CHECK(shown.cell(0, RowColumn::TrueLabel) == QStringLiteral("→ negative"));
    shown.choose(1);
    QTest::keyClick(shown.pane.table(), Qt::Key_Delete);
    CHECK(shown.cell(1, RowColumn::TrueLabel) == QStringLiteral("left out"));
    CHECK(shown.lines() == Lines{5, 8, 6, 10, 9}); // they stay where they are
    CHECK(shown.the<QLabel>("changes").text() == QStringLiteral("1 relabelled, 1 left out"));
    CHECK(shown.the<QPushButton>("saveCorrected").isEnabled());
    CHECK(corrections.changes() == core::RowChanges{{5, core::RowChange{"negative"}}, {8, core::RowChange{}}});

    corrections.undoStack()->undo(); // as the Edit menu does
    CHECK(shown.cell(1, RowColumn::TrueLabel) == QStringLiteral("negative"));
    QTest::mouseClick(&shown.the<QToolButton>("undo"), Qt::LeftButton);
    CHECK(corrections.changes().empty());
    QTest::mouseClick(&shown.the<QToolButton>("redo"), Qt::LeftButton);
    CHECK(corrections.changes() == core::RowChanges{{5, core::RowChange{"negative"}}});
    shown.choose(0);
    QTest::mouseClick(&shown.the<QPushButton>("takeBack"), Qt::LeftButton);
    CHECK(corrections.changes().empty());
}

TEST_CASE("F2 offers the labels, which digits choose, for all chosen rows at once")
{
    Shown shown(tenRows());
    shown.choose(0);
    QTest::keyClick(shown.pane.table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(shown.pane.table(), Qt::Key_F2);
    QMenu* menu = nullptr;
    for (QMenu* found : shown.pane.findChildren<QMenu*>())
        if (found->isVisible())
            menu = found;
    REQUIRE(menu);
    CHECK(menu->actions().size() == 3);
    QTest::keyClick(menu, Qt::Key_2);
    CHECK(shown.pane.corrections().changes() == core::RowChanges{{5, core::RowChange{"neutral"}}, {8, core::RowChange{"neutral"}}});
    shown.pane.corrections().undoStack()->undo();
    CHECK(shown.pane.corrections().changes().empty());
}

TEST_CASE("Rows are copied as text with tabs")
{
    Shown shown(tenRows());
    shown.choose(0);
    QTest::keySequence(shown.pane.table(), QKeySequence::Copy);
    CHECK(QApplication::clipboard()->text() == QStringLiteral("5\tpositive\tnegative\t0.970\t3.91\tNot bad at all for the price.\n"));
}

TEST_CASE("A long text is copied whole, and its line ends in quotes")
{
    std::string text = "First line\nand \"words\"";
    for (int i = 0; i < 500; ++i)
        text += " word " + std::to_string(i);
    Shown shown(evaluationOf({{text, 0, {0.1F, 0.1F, 0.8F}}, {"short", 0, {0.8F, 0.1F, 0.1F}}}));
    REQUIRE(shown.cell(0, RowColumn::Text).endsWith(QStringLiteral("…"))); // what is shown is cut
    shown.choose(0);
    QTest::keySequence(shown.pane.table(), QKeySequence::Copy);
    const QString quoted = QString::fromStdString(text).replace(QLatin1Char('"'), QStringLiteral("\"\""));
    CHECK(QApplication::clipboard()->text() == QStringLiteral("2\tnegative\tpositive\t0.800\t2.30\t\"%1\"\n").arg(quoted));
}

TEST_CASE("As many rows are copied as other tables give, however many are chosen")
{
    Shown shown(manyRows(ui::kMostRowsCopied + 50));
    shown.the<ui::SegmentedControl>().setCurrent(0);
    REQUIRE(QTest::qWaitFor([&] { return shown.pane.model().rowCount() == ui::kMostRowsCopied + 50; }, kPatience));
    shown.pane.table()->selectAll();
    shown.pane.table()->copy();
    CHECK(QApplication::clipboard()->text().count(QLatin1Char('\n')) == ui::kMostRowsCopied);
}

TEST_CASE("The figures of each label stand in a table")
{
    ui::ClassModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto evaluation = tenRows();
    model.set(evaluation);
    REQUIRE(model.rowCount() == 3);
    for (int row = 0; row < 3; ++row) {
        const auto& one = evaluation->report().metrics.perClass[std::size_t(row)];
        CHECK(model.index(row, ui::ClassModel::Label).data() == evaluation->label(std::size_t(row)));
        CHECK(model.index(row, ui::ClassModel::Precision).data() == QString::number(one.precision, 'f', 3));
        CHECK(model.index(row, ui::ClassModel::Recall).data() == QString::number(one.recall, 'f', 3));
        CHECK(model.index(row, ui::ClassModel::F1).data() == QString::number(one.f1, 'f', 3));
        CHECK(model.index(row, ui::ClassModel::Support).data() == QString::number(one.support));
    }
}

TEST_CASE("A million rows are sorted, narrowed and scrolled without keeping the window waiting")
{
    const auto evaluation = manyRows(1'000'000);
    Shown shown(evaluation);
    CHECK(shown.pane.model().rowCount() > 300'000);
    qint64 longest = 0;
    QElapsedTimer clock;
    const auto timed = [&](auto act) {
        clock.start();
        act();
        longest = std::max(longest, clock.elapsed());
    };
    timed([&] { shown.the<ui::SegmentedControl>().setCurrent(0); });
    REQUIRE(QTest::qWaitFor([&] { return !shown.pane.arranging(); }, kPatience));
    CHECK(shown.pane.model().rowCount() == 1'000'000);
    timed([&] { shown.pane.table()->sortByColumn(int(RowColumn::Text), Qt::AscendingOrder); });
    CHECK(shown.pane.arranging());
    REQUIRE(QTest::qWaitFor([&] { return !shown.pane.arranging(); }, kPatience));
    CHECK(shown.cell(0, RowColumn::Text) == QStringLiteral("It is what it is."));
    timed([&] {
        shown.pane.table()->scrollToBottom();
        shown.pane.table()->grab();
    });
    timed([&] { QTest::keyClicks(&shown.the<QLineEdit>(), QStringLiteral("needle")); });
    REQUIRE(QTest::qWaitFor([&] { return shown.pane.model().rowCount() == 200; }, kPatience));
    std::cout << "a million measured rows: the longest that an action kept the window was " << longest << " ms\n";
    CHECK(longest < 200);
}
