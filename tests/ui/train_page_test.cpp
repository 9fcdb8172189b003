#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "ui/frame/chip.h"
#include "ui/note.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/learning_rate_box.h"
#include "ui/training/number_box.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace attune;
using ui::TrainPage;

namespace {

ui::DataSelection someData()
{
    auto table = std::make_shared<core::Table>();
    table->file = "/data/reviews.csv";
    auto dataset = std::make_shared<core::Dataset>();
    dataset->labels = {"negative", "positive"};
    dataset->examples.resize(80);
    ui::DataSelection selection;
    selection.table = table;
    selection.dataset = dataset;
    return selection;
}

core::CheckpointSummary someCheckpoint()
{
    core::CheckpointSummary summary;
    summary.name = "small-model";
    summary.config.hiddenSize = 384;
    summary.config.numHiddenLayers = 6;
    summary.config.numAttentionHeads = 12;
    summary.config.labels = {"negative", "positive"};
    summary.maxLength = 256;
    return summary;
}

core::RuntimeReport someRuntime()
{
    core::RuntimeReport report;
    report.devices = {{"cpu", "a processor", 0, 0, {core::Precision::Fp32}},
                      {"cuda:1", "a graphics card", 0, 0, {core::Precision::Fp32, core::Precision::Bf16}}};
    report.chosenDevice = "cpu";
    return report;
}

core::TrainingPlan somePlan()
{
    core::TrainingPlan plan;
    plan.totalSteps = 40;
    plan.stepsPerEpoch = 20;
    plan.evalSteps = 10;
    plan.trainExamples = 72;
    plan.validationExamples = 8;
    plan.majorityAccuracy = 0.512;
    plan.majorityLabel = "positive";
    plan.bestMetric = "accuracy";
    return plan;
}

core::StepMetrics stepMetrics(std::int64_t step)
{
    core::StepMetrics metrics;
    metrics.step = step;
    metrics.loss = 1.0 / double(step);
    metrics.accuracy = 0.5 + 0.01 * double(step);
    metrics.seconds = double(step);
    metrics.samples = 4;
    metrics.tokens = 40;
    metrics.samplesPerSecond = 4;
    return metrics;
}

core::EvaluationMetrics evaluationMetrics(std::int64_t step, double loss, double accuracy, bool best)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.loss = loss;
    metrics.accuracy = accuracy;
    metrics.macroF1 = accuracy - 0.1;
    metrics.best = best;
    return metrics;
}

/// A page with everything that a training needs.
struct ReadyPage {
    ReadyPage()
    {
        page.resize(1000, 700);
        page.setData(someData());
        page.setCheckpoint(someCheckpoint());
        page.setRuntime(someRuntime());
        page.show();
    }
    template <class T> T& the(const char* name) { return *page.findChild<T*>(QString::fromLatin1(name)); }
    ui::RunCharts& charts() { return *page.findChild<ui::RunCharts*>(); }

    /// 40 steps and four evaluations, the third of which is the best.
    void run()
    {
        page.start();
        page.showStarted(somePlan());
        for (int step = 1; step <= 40; ++step) {
            page.showStep(stepMetrics(step));
            if (step % 10 == 0)
                page.showEvaluation(evaluationMetrics(step, 0.9 - step * 0.01, step == 30 ? 0.85 : 0.6 + step * 0.005, step <= 30));
        }
        draw();
    }
    /// What arrived is drawn together some moments later; a test does not wait.
    void draw()
    {
        charts().showNow();
        for (auto* pane : {charts().lossPane(), charts().accuracyPane(), charts().thirdPane()})
            pane->chart()->replotNow();
    }

    TrainPage page;
};

std::vector<std::pair<double, double>> pointsOf(const QCPGraph* graph)
{
    std::vector<std::pair<double, double>> points;
    for (const QCPGraphData& point : *graph->data())
        points.emplace_back(point.key, point.value);
    return points;
}

void typeInto(QAbstractSpinBox& box, const char* text)
{
    auto* edit = box.findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromLatin1(text));
}

} // namespace

TEST_CASE("The learning rate shows as 5e-5 and takes decimals and exponents alike")
{
    ui::LearningRateBox box;
    CHECK(box.text() == QStringLiteral("5e-5"));
    CHECK(ui::LearningRateBox::written(0.00025) == QStringLiteral("2.5e-4"));
    CHECK(ui::LearningRateBox::written(0.01) == QStringLiteral("1e-2"));

    typeInto(box, "0.00002");
    CHECK(box.value() == 2e-5);
    QTest::keyClick(&box, Qt::Key_Return);
    CHECK(box.text() == QStringLiteral("2e-5"));
    typeInto(box, "3e-4");
    CHECK(box.value() == 3e-4);
    CHECK(box.acceptable());
}

TEST_CASE("The arrows of the learning rate go 1, 2, 5, 10")
{
    ui::LearningRateBox box;
    box.setValue(1e-5);
    QStringList texts;
    for (int i = 0; i < 4; ++i) {
        box.stepUp();
        texts.append(box.text());
    }
    CHECK(texts.join(QLatin1Char(' ')).toStdString() == "2e-5 5e-5 1e-4 2e-4");
    CHECK(box.value() == 2e-4); // to the last bit as when typed
    box.setValue(3e-5);
    box.stepDown();
    CHECK(box.value() == 2e-5);
    box.setValue(0.01);
    box.stepUp();
    CHECK(box.value() == 0.01);
    box.setValue(1e-7);
    box.stepDown();
    CHECK(box.value() == 1e-7);
}

TEST_CASE("A learning rate that cannot be used is answered in words and keeps Train from being pressed")
{
    ReadyPage ready;
    auto& box = ready.the<ui::LearningRateBox>("learning_rate");
    auto& train = ready.the<QPushButton>("train");
    CHECK(train.isEnabled());
    typeInto(box, "0.5");
    CHECK(box.problem() == QStringLiteral("Too large. Between 1e-7 and 0.01; 1e-4 suits this model."));
    CHECK_FALSE(train.isEnabled());
    typeInto(box, "often");
    CHECK(box.problem().startsWith(QStringLiteral("Not a number.")));
    typeInto(box, "5e-5");
    CHECK(box.acceptable());
    CHECK(train.isEnabled());
}

TEST_CASE("Train waits for data, model and engine, and says for which")
{
    TrainPage page;
    auto* train = page.findChild<QPushButton*>(QStringLiteral("train"));
    CHECK_FALSE(train->isEnabled());
    CHECK(train->toolTip().contains(QStringLiteral("data file")));
    page.setData(someData());
    CHECK(train->toolTip().contains(QStringLiteral("model")));
    page.setCheckpoint(someCheckpoint());
    CHECK(train->toolTip().contains(QStringLiteral("engine")));
    CHECK_FALSE(train->isEnabled());
    page.setRuntime(someRuntime());
    CHECK(train->isEnabled());
    page.setEngineMissing({QStringLiteral("The engine was not found."), {}, {}});
    CHECK_FALSE(train->isEnabled());
    CHECK(train->toolTip() == QStringLiteral("The engine was not found."));
}

TEST_CASE("Train sends off what the form says, and data and model are locked")
{
    ReadyPage ready;
    std::vector<ui::TrainingJob> jobs;
    QObject::connect(&ready.page, &TrainPage::trainRequested, [&](const ui::TrainingJob& job) { jobs.push_back(job); });
    QSignalSpy locked(&ready.page, &TrainPage::lockChanged);

    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "2e-4");
    ready.the<ui::NumberBox>("num_train_epochs").setNumber(7);
    ready.the<ui::NumberBox>("per_device_train_batch_size").setNumber(16);
    ready.the<ui::NumberBox>("max_seq_length").setNumber(64);
    ready.the<ui::NumberBox>("seed").setNumber(7);
    auto& device = ready.the<QComboBox>("device");
    device.setCurrentIndex(device.findData(QStringLiteral("cuda:1")));
    QTest::mouseClick(&ready.the<QPushButton>("train"), Qt::LeftButton);

    REQUIRE(jobs.size() == 1);
    const auto& options = jobs[0].options;
    CHECK(options.learningRate == 2e-4);
    CHECK(options.numTrainEpochs == 7);
    CHECK(options.batchSize == 16);
    CHECK(options.maxSeqLength == 64);
    CHECK(options.seed == 7);
    CHECK(options.device == "cuda:1");
    CHECK_NOTHROW(options.check());
    CHECK(jobs[0].data.fileName() == QStringLiteral("reviews.csv"));
    CHECK(jobs[0].checkpoint.name == "small-model");
    CHECK_FALSE(jobs[0].output.empty());
    CHECK(ready.page.isTraining());
    REQUIRE(locked.size() == 1);
    CHECK(locked[0][0].toBool());
    CHECK_FALSE(ready.the<ui::NumberBox>("seed").isEnabled());

    // A second press changes nothing.
    ready.page.start();
    CHECK(jobs.size() == 1);

    QSignalSpy stops(&ready.page, &TrainPage::stopRequested);
    ready.page.showStarted(somePlan());
    QTest::mouseClick(&ready.the<QPushButton>("stop"), Qt::LeftButton);
    ready.page.stop();
    CHECK(stops.size() == 1);
    core::RunSummary summary;
    summary.status = core::RunStatus::Stopped;
    ready.page.showEnded(summary);
    CHECK_FALSE(ready.page.isTraining());
    CHECK_FALSE(locked.last()[0].toBool());
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Stopped"));
    CHECK(ready.the<ui::NumberBox>("seed").isEnabled());
}

TEST_CASE("A model of another size brings its own defaults")
{
    ReadyPage ready;
    CHECK(ready.the<ui::LearningRateBox>("learning_rate").text() == QStringLiteral("1e-4"));
    auto base = someCheckpoint();
    base.config.hiddenSize = 768;
    base.config.numHiddenLayers = 12;
    base.maxLength = 64;
    ready.page.setCheckpoint(base);
    CHECK(ready.the<ui::LearningRateBox>("learning_rate").text() == QStringLiteral("2e-5"));
    CHECK(ready.the<ui::NumberBox>("num_train_epochs").value() == 3);
    CHECK(ready.the<ui::NumberBox>("max_seq_length").value().is_null()); // by the data
    typeInto(ready.the<ui::NumberBox>("max_seq_length"), "65");
    CHECK_FALSE(ready.the<QPushButton>("train").isEnabled());
    CHECK(ready.the<QPushButton>("train").toolTip().contains(QStringLiteral("64 tokens")));
    typeInto(ready.the<ui::NumberBox>("max_seq_length"), "64");
    CHECK(ready.the<QPushButton>("train").isEnabled());
}

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

TEST_CASE("A training that is stopped while it is prepared leaves no run behind")
{
    ReadyPage ready;
    ready.page.start();
    ready.page.showPreparing(10, 80);
    ready.page.stop();
    ready.page.showFailed({QStringLiteral("The training was stopped before it began."), {}, {}});
    CHECK_FALSE(ready.page.isTraining());
    CHECK(ready.page.findChild<ui::Chip*>()->text().isEmpty());
    CHECK(ready.the<QPushButton>("train").text() == QStringLiteral("T&rain"));
    CHECK(ready.the<QPushButton>("train").isEnabled());
}

TEST_CASE("The end says where the model was saved")
{
    ReadyPage ready;
    ready.run();
    core::RunSummary summary;
    summary.directory = "/runs/run-0007";
    summary.steps = 40;
    summary.best.step = 30;
    summary.best.accuracy = 0.85;
    QSignalSpy lines(&ready.page, &TrainPage::liveLineChanged);
    ready.page.showEnded(summary);
    CHECK(ready.page.findChild<ui::Note*>()->text().contains(QStringLiteral("step 30: accuracy 85.0 %")));
    CHECK(ready.page.findChild<ui::Note*>()->detail() == QStringLiteral("Saved in /runs/run-0007/model"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Finished, 40 steps"));
    CHECK(lines.last()[1].toDouble() < 0);
    CHECK(ready.the<QPushButton>("showFolder").isVisible());
    CHECK(ready.the<QPushButton>("train").text() == QStringLiteral("T&rain again"));
}

TEST_CASE("Pause waits with everything saved, and Resume goes on as it was")
{
    ReadyPage ready;
    ready.page.start();
    ready.page.showStarted(somePlan());
    for (int step = 1; step <= 12; ++step)
        ready.page.showStep(stepMetrics(step));
    QSignalSpy pauses(&ready.page, &TrainPage::pauseRequested);
    QSignalSpy goesOn(&ready.page, &TrainPage::continueRequested);
    QSignalSpy resumes(&ready.page, &TrainPage::resumeRequested);
    QSignalSpy lines(&ready.page, &TrainPage::liveLineChanged);
    QSignalSpy messages(&ready.page, &TrainPage::messageChanged);
    CHECK_FALSE(ready.the<QPushButton>("resume").isVisible());
    QTest::mouseClick(&ready.the<QPushButton>("pause"), Qt::LeftButton);
    CHECK(pauses.count() == 1);
    CHECK_FALSE(ready.the<QPushButton>("pause").isEnabled());
    CHECK_FALSE(ready.page.isPaused());

    core::RunSummary summary;
    summary.status = core::RunStatus::Paused;
    summary.steps = 12;
    ready.page.showPaused(summary, {});
    CHECK(ready.page.isPaused());
    CHECK(ready.page.isTraining()); // data and model stay locked
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Paused"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Paused at step 12"));
    CHECK(messages.last()[0].toString() == QStringLiteral("Paused at step 12. Everything is saved; it is safe to close."));
    CHECK(ready.the<ui::NumberBox>("num_train_epochs").isEnabled());
    CHECK_FALSE(ready.the<ui::NumberBox>("seed").isEnabled());
    ready.draw();
    CHECK(ready.charts().lossPane()->chart()->facts().pauses == std::vector<double>{12});

    QTest::mouseClick(&ready.the<QPushButton>("resume"), Qt::LeftButton);
    CHECK(goesOn.count() == 1);
    CHECK(resumes.count() == 0);
    ready.page.showContinued();
    CHECK(ready.page.phase() == ui::RunPhase::Training);
    CHECK(ready.the<QPushButton>("pause").isVisible());
    CHECK(ready.charts().history().steps().size() == 12);
}

TEST_CASE("What is changed in a pause goes into the run, and its curves stay")
{
    ReadyPage ready;
    ready.page.start();
    auto plan = somePlan();
    plan.directory = "/runs/run-0003";
    ready.page.showStarted(plan);
    for (int step = 1; step <= 12; ++step)
        ready.page.showStep(stepMetrics(step));
    ready.page.pause();
    ready.page.showPaused({}, {});
    std::vector<ui::ResumeJob> jobs;
    QObject::connect(&ready.page, &TrainPage::resumeRequested, [&](const ui::ResumeJob& job) { jobs.push_back(job); });
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "2e-5");
    ready.the<ui::NumberBox>("num_train_epochs").setNumber(6);
    ready.page.resume();
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].run == "/runs/run-0003");
    CHECK(jobs[0].options->learningRate == 2e-5);
    CHECK(jobs[0].options->numTrainEpochs == 6);
    CHECK(ready.page.phase() == ui::RunPhase::Preparing);
    plan.totalSteps = 120;
    ready.page.showStarted(plan);
    ready.page.showStep(stepMetrics(13));
    ready.draw();
    CHECK(ready.charts().history().steps().size() == 13);
    CHECK(ready.charts().lossPane()->chart()->xAxis->range().upper == 120);
    CHECK(ready.charts().lossPane()->chart()->facts().pauses == std::vector<double>{12});

    // Unchanged from now on: no second resume.
    ready.page.pause();
    ready.page.showPaused({}, {});
    ready.page.resume();
    CHECK(jobs.size() == 1);
}

TEST_CASE("A full disk says how to go on, and Continue tries again")
{
    ReadyPage ready;
    ready.page.start();
    ready.page.showStarted(somePlan());
    ready.page.showStep(stepMetrics(1));
    QSignalSpy failures(&ready.page, &TrainPage::failed);
    QSignalSpy goesOn(&ready.page, &TrainPage::continueRequested);
    ready.page.showPaused({}, {QStringLiteral("Cannot write metrics.jsonl: No space left on device."), QStringLiteral("Free some space there."), {}});
    REQUIRE(failures.count() == 1);
    const auto failure = failures[0][0].value<ui::Failure>();
    CHECK(failure.cause.contains(QStringLiteral("No space left")));
    CHECK(failure.wayOut == QStringLiteral("Free some space there. Training is paused and nothing is lost. Then press Continue."));
    CHECK_FALSE(ready.page.isPaused()); // not everything is saved
    CHECK(ready.the<QPushButton>("resume").text() == QStringLiteral("Co&ntinue"));
    QTest::mouseClick(&ready.the<QPushButton>("resume"), Qt::LeftButton);
    CHECK(goesOn.count() == 1);
}

TEST_CASE("The command for the terminal is copied with data, checkpoint and what is not the default")
{
    ReadyPage ready;
    auto data = someData();
    auto table = std::make_shared<core::Table>();
    table->file = "/data/my reviews.csv";
    table->columns = {"review", "it's", "stars"};
    table->dialect.delimiter = ';';
    auto dataset = std::make_shared<core::Dataset>(*data.dataset);
    dataset->file = table->file;
    data.table = table;
    data.dataset = dataset;
    data.roles.text = 1;
    data.roles.label = 2;
    data.validationShare = 0.2;
    ready.page.setData(data);
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "3e-4");
    QTest::mouseClick(&ready.the<QToolButton>("copyCommand"), Qt::LeftButton);
    const QString command = QApplication::clipboard()->text();
    CHECK(command.contains(QStringLiteral("attune-cli train --data '/data/my reviews.csv' --delimiter ';'")));
    CHECK(command.contains(QStringLiteral("--text-column 'it'\\''s' --label-column stars --validation-split 0.2")));
    CHECK(command.contains(QStringLiteral(" --learning-rate 0.0003 --early-stopping-patience 3 --output ")));
    CHECK_FALSE(command.contains(QStringLiteral("--weight-decay")));
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
