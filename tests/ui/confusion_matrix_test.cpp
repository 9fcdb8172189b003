#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/evaluation_samples.h"
#include "ui/evaluation/comparison_strip.h"
#include "ui/evaluation/confusion_matrix.h"
#include "ui/evaluation/curve_plot.h"
#include "ui/evaluation/evaluation_view.h"
#include "ui/evaluation/filter_chip.h"
#include "ui/evaluation/metric_tile.h"
#include "ui/evaluation/reliability_plot.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/plotting/plot_menu.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace attune;
using namespace attune::test;
using ui::ConfusionCell;
using ui::ConfusionMatrix;

namespace {

struct View {
    View()
    {
        view.resize(1264, 750);
        view.show(tenRows());
        static_cast<QWidget&>(view).show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
    }
    template <class T> T& the() { return *view.findChild<T*>(); }
    ui::EvaluationView view;
};

} // namespace

TEST_CASE("Every cell of the confusion matrix counts the rows that it stands for")
{
    View shown;
    auto& matrix = shown.the<ConfusionMatrix>();
    const std::int64_t expected[3][3] = {{2, 0, 1}, {2, 1, 0}, {1, 1, 2}};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            CHECK(matrix.count({row, column}) == expected[row][column]);
    CHECK(matrix.share({2, 2}) == Approx(0.5));
    CHECK(matrix.description({1, 0}) == QStringLiteral("True neutral, predicted negative: 2 rows, 66.7 % of what is neutral."));
}

TEST_CASE("A click on a cell lists its rows, a second one all of them again")
{
    View shown;
    auto& matrix = shown.the<ConfusionMatrix>();
    auto& rows = shown.the<ui::RowsPane>();
    const QPoint cell = matrix.cellRect({1, 0}).center().toPoint();
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, cell);
    REQUIRE(rows.filter().cell == ConfusionCell{1, 0});
    CHECK(rows.model().rows() == std::vector<std::uint32_t>{4, 8});
    auto& chip = shown.the<ui::FilterChip>();
    CHECK(chip.isVisible());
    CHECK(chip.text() == QStringLiteral("true neutral, predicted negative"));
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, cell);
    CHECK_FALSE(rows.filter().cell);
    CHECK_FALSE(chip.isVisible());

    QTest::mouseClick(&matrix, Qt::LeftButton, {}, cell);
    QTest::mouseClick(&chip, Qt::LeftButton);
    CHECK_FALSE(rows.filter().cell);
    CHECK_FALSE(matrix.chosen());
}

TEST_CASE("The confusion matrix is used by keyboard alone and says where it is")
{
    View shown;
    auto& matrix = shown.the<ConfusionMatrix>();
    QSignalSpy chosen(&matrix, &ConfusionMatrix::cellChosen);
    matrix.setFocus();
    QTest::keyClick(&matrix, Qt::Key_Down);
    QTest::keyClick(&matrix, Qt::Key_Down);
    QTest::keyClick(&matrix, Qt::Key_Down); // the last row already
    QTest::keyClick(&matrix, Qt::Key_Right);
    CHECK(matrix.accessibleDescription() == matrix.description({2, 1}));
    QTest::keyClick(&matrix, Qt::Key_Return);
    CHECK(matrix.chosen() == ConfusionCell{2, 1});
    QTest::keyClick(&matrix, Qt::Key_Escape);
    CHECK_FALSE(matrix.chosen());
    CHECK(chosen.size() == 2);
}

TEST_CASE("Two hundred labels still have cells that can be told apart")
{
    auto dataset = std::make_shared<core::Dataset>();
    for (int i = 0; i < 200; ++i)
        dataset->labels.push_back("label " + std::to_string(i));
    dataset->examples.push_back({"a", 3, 2});
    auto answers = std::make_shared<ui::Answers>(1);
    answers->front().probabilities.assign(200, 0.004F);
    answers->front().probabilities[7] = 0.2F;
    ui::EvaluationSubject subject;
    subject.dataset = dataset;
    ConfusionMatrix matrix;
    matrix.set(std::make_shared<const ui::Evaluation>(subject, answers));
    matrix.resize(matrix.minimumSizeHint());
    CHECK(matrix.cellRect({0, 0}).width() >= 16);
    CHECK(matrix.cellRect({199, 199}).bottom() <= matrix.height());
    CHECK(matrix.cellRect({199, 199}).right() <= matrix.width());
    CHECK(matrix.count({3, 7}) == 1);
    CHECK_FALSE(matrix.grab().isNull());
}

TEST_CASE("Curves, reliability and figures are those of the report")
{
    View shown;
    const auto evaluation = tenRows();
    const auto& report = evaluation->report();
    for (auto* plot : shown.view.findChildren<ui::CurvePlot*>()) {
        REQUIRE(plot->lines().size() == 3);
        for (const auto& line : plot->lines()) {
            const auto& curves = report.curves[line.label];
            const int points = line.curve->data()->size();
            CHECK((points == int(curves.roc.size()) || points == int(curves.precisionRecall.size())));
            const auto& one = report.metrics.perClass[line.label];
            CHECK((line.area == one.rocAuc || line.area == one.averagePrecision));
        }
    }
    auto& reliability = shown.the<ui::ReliabilityPlot>();
    CHECK(reliability.line()->data()->size() == int(report.reliability.size()));
    CHECK(reliability.histogram()->data()->size() == int(report.reliability.size()));
    const auto tiles = shown.view.findChildren<ui::MetricTile*>();
    REQUIRE(tiles.size() == 4);
    CHECK(tiles[0]->text() == QStringLiteral("Accuracy 0.500, 0.237 to 0.763"));
    CHECK(tiles[3]->text().startsWith(QStringLiteral("Calibration error (ECE) ")));
}

TEST_CASE("Curves and reliability are saved as pictures and as values, from a menu like that of the charts")
{
    const TemporaryDirectory place;
    View shown;
    QSignalSpy failures(&shown.view, &ui::EvaluationView::failed);
    const auto evaluation = tenRows();
    const auto& report = evaluation->report();
    const auto linesOf = [&](ui::UnitPlot& plot, const char* name) {
        for (const char* ending : {".png", ".svg", ".pdf", ".csv"})
            plot.menu()->saveTo(QString::fromStdString((place / (std::string(name) + ending)).string()));
        REQUIRE(QTest::qWaitFor([&] { return std::filesystem::exists(place / (std::string(name) + ".csv")); }, 10'000));
        CHECK(readFile(place / (std::string(name) + ".png")).starts_with("\x89PNG"));
        CHECK(readFile(place / (std::string(name) + ".pdf")).starts_with("%PDF"));
        CHECK(readFile(place / (std::string(name) + ".svg")).find("<svg") != std::string::npos);
        const auto csv = readFile(place / (std::string(name) + ".csv"));
        return std::pair(csv.substr(0, csv.find('\n')), std::size_t(std::count(csv.begin(), csv.end(), '\n')));
    };
    std::size_t roc = 1, precisionRecall = 1;
    for (const auto& curves : report.curves) {
        roc += curves.roc.size();
        precisionRecall += curves.precisionRecall.size();
    }
    const auto plots = shown.view.findChildren<ui::CurvePlot*>();
    REQUIRE(plots.size() == 2);
    CHECK(linesOf(*plots[0], "pr") == std::pair<std::string, std::size_t>("label,recall,precision,threshold", precisionRecall));
    CHECK(linesOf(*plots[1], "roc") == std::pair<std::string, std::size_t>("label,false_positive_rate,true_positive_rate,threshold", roc));
    CHECK(linesOf(shown.the<ui::ReliabilityPlot>(), "reliability")
        == std::pair<std::string, std::size_t>("from,to,rows,confidence,accuracy,accuracy_low,accuracy_high", report.reliability.size() + 1));
    CHECK(failures.isEmpty());
    plots[0]->menu()->saveTo(QStringLiteral("/nowhere/roc.svg"));
    CHECK(failures.count() == 1);

    plots[1]->xAxis->setRange(0.2, 0.4);
    plots[1]->menu()->actions().last()->trigger(); // show everything
    CHECK(plots[1]->xAxis->range() == QCPRange(0, 1));
}

TEST_CASE("Another model on the same rows is set beside, and the rows that only one of the two gets right are listed")
{
    View shown;
    const auto here = tenRows();
    auto answers = std::make_shared<ui::Answers>(*here->answers());
    answers->at(0).probabilities = {0.6F, 0.2F, 0.2F}; // right here, wrong there
    answers->at(3).probabilities = {0.1F, 0.1F, 0.8F}; // wrong here, right there
    answers->at(8).probabilities = {0.1F, 0.8F, 0.1F}; // likewise
    ui::EvaluationSubject subject = here->subject();
    subject.name = QStringLiteral("run-0003, best model");
    const ui::Comparison comparison = ui::compared(*here, std::make_shared<const ui::Evaluation>(subject, answers));
    CHECK(comparison.counts.bothRight == 4);
    CHECK(comparison.counts.onlyFirst == 1);
    CHECK(comparison.counts.onlySecond == 2);
    CHECK(comparison.counts.bothWrong == 3);

    shown.view.show(here);
    shown.view.compare(comparison);
    auto& strip = shown.the<ui::ComparisonStrip>();
    CHECK(strip.isVisible());
    CHECK(strip.text() == QStringLiteral("run-0003, best model: accuracy 0.600, macro-F1 %1. Models equally good differ as much in 100.0 % of cases.")
                              .arg(comparison.other->report().metrics.macroF1, 0, 'f', 3));
    auto& rows = shown.the<ui::RowsPane>();
    QTest::mouseClick(strip.findChild<QPushButton*>(QStringLiteral("onlyThere")), Qt::LeftButton);
    CHECK(rows.model().rows() == std::vector<std::uint32_t>{3, 8});
    QTest::mouseClick(strip.findChild<QPushButton*>(QStringLiteral("onlyHere")), Qt::LeftButton);
    CHECK(rows.model().rows() == std::vector<std::uint32_t>{0});
    QTest::mouseClick(strip.findChild<QToolButton*>(), Qt::LeftButton);
    CHECK_FALSE(strip.isVisible());
    CHECK(rows.model().rows().size() == 10);
}
