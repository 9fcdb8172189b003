#include "core/runs/run_directory.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/ready_page.h"
#include "ui/frame/chip.h"
#include "ui/runs/run_list_model.h"

#include <QTableView>

#include <cmath>

using namespace attune;
using namespace attune::test;

TEST_CASE("The curves hold exactly the points that arrived and one ring at the best")
{
    ReadyPage ready;
    ready.run();
    auto& charts = ready.charts();
    std::vector<std::pair<double, double>> loss;
    std::vector<std::pair<double, double>> accuracy;
    for (int step = 1; step <= 40; ++step) {
        loss.emplace_back(step, stepMetrics(step).loss);
        accuracy.emplace_back(step, stepMetrics(step).accuracy);
    }
    CHECK(pointsOf(charts.lossLines().raw) == loss);
    CHECK(pointsOf(charts.accuracyLines().raw) == accuracy);
    CHECK(pointsOf(charts.lossLines().smoothed).size() == 40);
    CHECK(pointsOf(charts.lossLines().smoothed).back().second == charts.history().smoothedLoss().back());
    const auto validation = pointsOf(charts.lossLines().validation);
    REQUIRE(validation.size() == 4);
    CHECK(validation[2] == std::pair<double, double>(30, 0.9 - 30 * 0.01));
    CHECK(pointsOf(charts.macroF1Line()).size() == 4);
    CHECK(charts.lossPane()->chart()->facts().best == QPointF(30, 0.9 - 30 * 0.01));
    CHECK(charts.accuracyPane()->chart()->facts().best == QPointF(30, 0.85));
    CHECK(charts.accuracyPane()->chart()->facts().baselineLabel == QStringLiteral("always \"positive\" 51.2 %"));

    // The next run begins with empty charts.
    core::RunSummary summary;
    ready.page.showEnded(summary);
    ready.page.start();
    ready.page.showStarted(somePlan());
    ready.draw();
    CHECK(pointsOf(charts.lossLines().raw).empty());
    CHECK_FALSE(charts.lossPane()->chart()->facts().best);
}

TEST_CASE("Another smoothing changes the thick lines and leaves the raw ones")
{
    ReadyPage ready;
    ready.run();
    auto& charts = ready.charts();
    const auto raw = pointsOf(charts.lossLines().raw);
    charts.setSmoothing(0);
    ready.draw();
    CHECK(pointsOf(charts.lossLines().smoothed) == raw);
    CHECK(pointsOf(charts.lossLines().raw) == raw);
}

TEST_CASE("The title tells the latest values, and under the mouse those at the crosshair, on both charts")
{
    ReadyPage ready;
    ready.run();
    auto& charts = ready.charts();
    charts.setSmoothing(0);
    CHECK(charts.lossPane()->title()->text() == QStringLiteral("Loss, train 0.025, validation 0.500"));

    auto* chart = charts.lossPane()->chart();
    REQUIRE(QTest::qWaitForWindowExposed(&ready.page));
    const QPoint at(int(std::lround(chart->xAxis->coordToPixel(20))), chart->axisRect()->center().y());
    QTest::mouseMove(chart, at);
    REQUIRE(QTest::qWaitFor([&] { return chart->crosshair().has_value(); }, 2000));
    CHECK(chart->crosshair() == 20.0);
    CHECK(charts.accuracyPane()->chart()->crosshair() == 20.0);
    CHECK(charts.lossPane()->title()->text() == QStringLiteral("Loss at step 20, train 0.050, validation 0.700"));
    CHECK(charts.accuracyPane()->title()->text()
        == QStringLiteral("Accuracy and macro-F1 at step 20, acc 0.700, F1 0.600, train 0.700"));
}

TEST_CASE("The view follows new data until it is zoomed, and again after a double click")
{
    ReadyPage ready;
    ready.page.start();
    auto plan = somePlan();
    ready.page.showStarted(plan);
    auto* chart = ready.charts().lossPane()->chart();
    auto high = stepMetrics(1);
    high.loss = 4;
    ready.page.showStep(high);
    ready.draw();
    CHECK(chart->yAxis->range().upper >= 4);
    CHECK(chart->xAxis->range().upper == 40);

    chart->xAxis->setRange(0, 10); // as dragging and the wheel do
    CHECK_FALSE(chart->following());
    CHECK(ready.charts().accuracyPane()->chart()->xAxis->range().upper == 10);
    auto higher = stepMetrics(2);
    higher.loss = 400;
    ready.page.showStep(higher);
    ready.draw();
    CHECK(chart->yAxis->range().upper < 100);

    REQUIRE(QTest::qWaitForWindowExposed(&ready.page));
    QTest::mouseDClick(chart, Qt::LeftButton, {}, chart->axisRect()->center());
    CHECK(chart->following());
    CHECK(chart->xAxis->range().upper == 40);
    CHECK(chart->yAxis->range().upper > 100);
    CHECK(ready.charts().accuracyPane()->chart()->following());
}

TEST_CASE("A loss that is no number is marked on the charts")
{
    ReadyPage ready;
    ready.page.start();
    ready.page.showStarted(somePlan());
    for (int step = 1; step <= 5; ++step)
        ready.page.showStep(stepMetrics(step));
    ready.page.showFailed({QStringLiteral("The loss is no longer a number at step 6 (learning rate 0.01)."),
        QStringLiteral("Choose a smaller learning rate."), {}});
    const auto& facts = ready.charts().lossPane()->chart()->facts();
    CHECK(facts.failure == 6.0);
    CHECK(facts.failureLabel == QStringLiteral("NaN"));
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Failed"));
    CHECK_FALSE(ready.page.isTraining());
    CHECK_FALSE(ready.the<QPushButton>("showFolder").isVisible()); // no evaluation, no model
}

TEST_CASE("A check in the list of runs lays an earlier run behind the curves")
{
    const test::TemporaryDirectory place;
    {
        core::TrainingPlan plan = somePlan();
        core::RunDirectory run(place / "run-0001", {}, {}, plan);
        for (int step = 1; step <= 40; ++step)
            run.append(stepMetrics(step));
    }
    ReadyPage ready;
    ui::RunListModel runs;
    ready.page.setRuns(&runs);
    runs.setFolder(place.path());
    REQUIRE(QTest::qWaitFor([&] { return runs.rowCount() == 1; }, 5000));
    auto& table = ready.the<QTableView>("runTable");
    const QRect cell = table.visualRect(runs.index(0, ui::RunListModel::Name));
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 20, cell.center().y()));
    CHECK(runs.isShown(place / "run-0001"));
    REQUIRE(QTest::qWaitFor([&] { return ready.charts().earlier(place / "run-0001") != nullptr; }, 5000));
    CHECK(ready.charts().isVisible()); // though no run was begun
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Space);
    CHECK_FALSE(runs.isShown(place / "run-0001"));
    CHECK_FALSE(ready.charts().isVisible());
}
