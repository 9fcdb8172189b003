#include "core/runs/run_directory.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/ready_page.h"
#include "ui/frame/chip.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/learning_rate_box.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace attune;
using namespace attune::test;

namespace {

/// The runs of a folder, listed below the charts.
void showRuns(ReadyPage& ready, ui::RunListModel& runs, const test::TemporaryDirectory& folder, int count)
{
    ready.page.setRuns(&runs);
    runs.setFolder(folder.path());
    REQUIRE(QTest::qWaitFor([&] { return runs.rowCount() == count; }, 5000));
}

} // namespace

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
    showRuns(ready, runs, place, 1);
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

namespace {

/// A run of 40 steps on the disk, as another program left it.
std::filesystem::path leaveRun(const std::filesystem::path& directory, core::RunStatus status, const std::string& failure = {})
{
    core::TrainingOptions options;
    options.learningRate = 3e-4;
    options.maxGradNorm = 0.5;
    core::RunDirectory run(directory, options, {"/data/reviews.csv", {}, "/models/bert"}, somePlan());
    core::RunSummary summary;
    for (int step = 1; step <= 40; ++step) {
        run.append(stepMetrics(step));
        if (step % 10 != 0)
            continue;
        auto evaluation = evaluationMetrics(step, 0.9 - step * 0.01, step == 30 ? 0.85 : 0.6 + step * 0.005, step <= 30);
        evaluation.samples = 8;
        run.append(evaluation);
        if (evaluation.best)
            summary.best = evaluation;
    }
    std::filesystem::create_directories(directory / "model");
    std::ofstream(directory / "model" / "config.json") << "{}";
    summary.status = status;
    summary.steps = 40;
    summary.seconds = 40;
    run.finish(summary, failure);
    return directory;
}

bool says(const QWidget& page, const QString& words)
{
    const auto labels = page.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->isVisible() && label->text() == words; });
}

} // namespace

TEST_CASE("A run that is opened again is in view as it was while it trained: curves, best ring, epochs, baseline, name")
{
    const test::TemporaryDirectory place;
    const auto directory = leaveRun(place / "run-0007", core::RunStatus::Finished);
    const auto other = leaveRun(place / "run-0008", core::RunStatus::Failed, "The loss is no longer a number at step 41 (learning rate 3e-4).");
    ReadyPage ready;
    ui::RunListModel runs;
    showRuns(ready, runs, place, 2);
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "2e-5");
    runs.setShown(directory, true); // it was behind the others
    auto& charts = ready.charts();
    REQUIRE(QTest::qWaitFor([&] { return charts.earlier(directory) != nullptr; }, 5000));

    ready.page.showRun(*runs.entry(directory));
    REQUIRE(QTest::qWaitFor([&] { return charts.history().steps().size() == 40; }, 5000));
    ready.draw();
    CHECK(charts.earlier(directory) == nullptr); // once is enough
    CHECK(runs.seriesOf(directory) == 0);
    CHECK(pointsOf(charts.accuracyLines().raw).size() == 40); // the training's accuracy, too
    const auto& loss = charts.lossPane()->chart()->facts();
    REQUIRE(loss.best);
    CHECK(loss.best->x() == 30);
    CHECK(loss.epochs == std::vector<double>{20});
    CHECK(loss.end == 40);
    CHECK_FALSE(loss.failure);
    CHECK(charts.accuracyPane()->chart()->facts().baseline == 0.512);
    CHECK(charts.thirdPane()->chart()->facts().baseline == 0.5); // where gradients were clipped
    CHECK(says(ready.page, QStringLiteral("Run 7")));
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Finished"));
    CHECK(ready.the<QPushButton>("showFolder").isVisible());
    CHECK_FALSE(ready.page.isTraining());
    CHECK(ready.the<ui::LearningRateBox>("learning_rate").value() == 2e-5); // what is set up for the next run stays

    ready.page.showRun(*runs.entry(other));
    REQUIRE(QTest::qWaitFor([&] { return loss.failure.has_value(); }, 5000));
    CHECK(loss.failure == 41.0);
    CHECK(loss.failureLabel == QStringLiteral("NaN"));
    CHECK(says(ready.page, QStringLiteral("Run 8")));
    CHECK_FALSE(runs.isShown(directory));

    // A training takes the view; then a run that is opened lies behind it.
    auto plan = somePlan();
    plan.directory = place / "run-0009";
    ready.page.start();
    ready.page.showStarted(plan);
    ready.page.showStep(stepMetrics(1));
    ready.draw();
    CHECK_FALSE(loss.failure);
    CHECK_FALSE(runs.isShown(other));
    CHECK(charts.history().steps().size() == 1);
    ready.page.showRun(*runs.entry(directory));
    CHECK(runs.seriesOf(directory) == 1);
    CHECK_FALSE(says(ready.page, QStringLiteral("Run 7")));
}

TEST_CASE("A run from the disk that has not come to its end goes on by the button of the Train page, with its own settings")
{
    const test::TemporaryDirectory place;
    const auto directory = leaveRun(place / "run-0003", core::RunStatus::Paused);
    std::filesystem::create_directories(directory / "checkpoint");
    std::ofstream(directory / "checkpoint" / "state-0.safetensors") << "state";
    const auto finished = leaveRun(place / "run-0004", core::RunStatus::Finished);
    ReadyPage ready;
    ui::RunListModel runs;
    showRuns(ready, runs, place, 2);
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "2e-5");
    QSignalSpy resumed(&ready.page, &ui::TrainPage::resumeRequested), can(&ready.page, &ui::TrainPage::resumable);
    auto& button = ready.the<QPushButton>("resume");

    ready.page.showRun(*runs.entry(finished));
    CHECK_FALSE(button.isVisible());
    CHECK_FALSE(can.back().front().toBool());
    ready.page.showRun(*runs.entry(directory));
    REQUIRE(button.isVisible());
    CHECK(can.back().front().toBool());
    QTest::mouseClick(&button, Qt::LeftButton);
    REQUIRE(resumed.count() == 1);
    const auto job = resumed.front().front().value<ui::ResumeJob>();
    CHECK(job.run == directory);
    CHECK_FALSE(job.options);
    CHECK(ready.the<ui::LearningRateBox>("learning_rate").value() == 3e-4);
    CHECK(ready.page.isTraining());
    REQUIRE(QTest::qWaitFor([&] { return ready.charts().history().steps().size() == 40; }, 5000));
}

TEST_CASE("The curves of a run in view go on while another program trains it")
{
    const test::TemporaryDirectory place;
    core::RunDirectory elsewhere(place / "run-0001", {}, {"/data/reviews.csv", {}, "/models/bert"}, somePlan());
    const auto train = [&](int from, int to) {
        for (int step = from; step <= to; ++step)
            elsewhere.append(stepMetrics(step));
        elsewhere.append(evaluationMetrics(to, 0.5, 0.7, true));
    };
    train(1, 10);
    ReadyPage ready;
    ui::RunListModel runs;
    showRuns(ready, runs, place, 1);
    ready.page.showRun(*runs.entry(place / "run-0001"));
    REQUIRE(QTest::qWaitFor([&] { return ready.charts().history().steps().size() == 10; }, 5000));
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Trained elsewhere"));
    train(11, 20);
    REQUIRE(QTest::qWaitFor([&] { return ready.charts().history().steps().size() == 20; }, 5000));
    core::RunSummary summary;
    summary.steps = 20;
    elsewhere.finish(summary);
    CHECK(ready.charts().history().best()->step == 20);
}
