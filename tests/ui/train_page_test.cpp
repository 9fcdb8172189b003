#include "tests/ui/ready_page.h"
#include "ui/frame/chip.h"
#include "ui/frame/rail.h"
#include "ui/note.h"
#include "ui/stale_note.h"
#include "ui/training/learning_rate_box.h"
#include "ui/training/number_box.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QToolButton>

using namespace attune;
using namespace attune::test;
using ui::TrainPage;

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

TEST_CASE("Where the rail has no room for the place of a long run it is told shorter, and nothing of it is lost")
{
    ReadyPage ready;
    ui::RailButton item(QStringLiteral("train"), QStringLiteral("Train"));
    item.resize(item.sizeHint());
    QObject::connect(&ready.page, &TrainPage::liveLineChanged, &item, [&](const QString& line, double, const QString& shorter) {
        item.setLiveLine(line);
        item.offerShorter(shorter);
    });
    ready.page.start();
    const auto shownAt = [&](std::int64_t step, std::int64_t steps) {
        auto plan = somePlan();
        plan.totalSteps = steps;
        ready.page.showStarted(plan);
        ready.page.showStep(stepMetrics(step));
        const QString line = QStringLiteral("Step %1 of %2").arg(ui::number(std::uint64_t(step)), ui::number(std::uint64_t(steps)));
        REQUIRE(QTest::qWaitFor([&] { return item.liveLine() == line; }, 5000));
        CHECK(item.toolTip() == line);
        CHECK(item.accessibleDescription() == line);
        return item.shownLine();
    };
    CHECK(shownAt(548, 904) == QStringLiteral("Step 548 of 904"));
    CHECK(shownAt(10'933, 12'900) == QStringLiteral("Step 10,933, 84 %"));
    CHECK(shownAt(129'999, 130'000) == QStringLiteral("Step 129,999, 99 %")); // the last step is still to come
    core::RunSummary summary;
    summary.steps = 130'000;
    ready.page.showPaused(summary, {});
    CHECK(item.shownLine() == QStringLiteral("Paused at 129,999"));
    ready.page.showEnded(summary);
    CHECK(item.liveLine() == QStringLiteral("Finished, 130,000 steps"));
    CHECK(item.shownLine() == QStringLiteral("Finished, 130,000"));
    item.setLiveLine(QStringLiteral("something that nobody has shorter words for"));
    CHECK(item.shownLine().endsWith(QChar(0x2026)));
}

TEST_CASE("One text that is cut is told in the singular, several in the plural")
{
    ReadyPage ready;
    ready.page.start();
    auto plan = somePlan();
    plan.maxLength = 128;
    const auto note = [&](std::int64_t cut) {
        plan.truncatedTexts = cut;
        ready.page.showStarted(plan);
        return ready.page.findChild<ui::Note*>()->text();
    };
    CHECK(note(1) == QStringLiteral("1 text is longer than 128 tokens and loses its end. A larger maximum length reads it whole."));
    CHECK(note(1200) == QStringLiteral("1,200 texts are longer than 128 tokens and lose their end. A larger maximum length reads them whole."));
}

TEST_CASE("What differs from the run in view is told with numbers as their fields show them")
{
    ReadyPage ready;
    ready.run();
    ready.page.showEnded({});
    const auto* stale = ready.page.findChild<ui::StaleNote*>();
    ready.the<ui::NumberBox>("num_train_epochs").setNumber(300);
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "0.00002");
    ready.the<ui::NumberBox>("warmup_ratio").setNumber(0.055);
    const QString words = stale->detail();
    CAPTURE(words.toStdString());
    CHECK(words.contains(QStringLiteral("Epochs 300 instead of 4")));
    CHECK(words.contains(QStringLiteral("Learning rate 2e-5 instead of 1e-4")));
    CHECK(words.contains(QStringLiteral("Warm-up 5.5 % instead of 10 %")));
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
    auto plan = ready.pauseAfter(12);
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

TEST_CASE("A stop before a paused run has gone on leaves it paused, with its curves, and Resume asks for the same again")
{
    ReadyPage ready;
    auto plan = ready.pauseAfter(12);
    core::RunSummary summary;
    summary.status = core::RunStatus::Paused;
    summary.steps = 12;
    ready.page.showPaused(summary, {});
    std::vector<ui::ResumeJob> jobs;
    QObject::connect(&ready.page, &TrainPage::resumeRequested, [&](const ui::ResumeJob& job) { jobs.push_back(job); });
    QSignalSpy locks(&ready.page, &TrainPage::lockChanged), lines(&ready.page, &TrainPage::liveLineChanged);
    typeInto(ready.the<ui::LearningRateBox>("learning_rate"), "2e-5");
    ready.page.resume();
    ready.page.showReading(30, 120);
    CHECK(lines.last()[1].toDouble() == 0.25);
    ready.page.stop();
    ready.page.showFailed({QStringLiteral("The training was stopped before it went on."), QStringLiteral("It is saved."), {}});
    CHECK(ready.page.phase() == ui::RunPhase::Ended);
    CHECK(ready.page.findChild<ui::Chip*>()->text() == QStringLiteral("Paused"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Run 3: Paused"));
    CHECK(locks.last()[0].toBool() == false);
    CHECK(ready.charts().history().steps().size() == 12);

    REQUIRE(ready.the<QPushButton>("resume").isVisible());
    QTest::mouseClick(&ready.the<QPushButton>("resume"), Qt::LeftButton);
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[1].run == "/runs/run-0003");
    REQUIRE(jobs[1].options);
    CHECK(jobs[1].options->learningRate == 2e-5);
    ready.page.showStarted(plan);
    CHECK(ready.page.phase() == ui::RunPhase::Training);
    CHECK(ready.charts().history().steps().size() == 12);
    ready.page.stop();
    ready.page.showEnded(summary);
    CHECK_FALSE(ready.the<QPushButton>("resume").isVisible());
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
