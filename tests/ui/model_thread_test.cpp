#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/fake_engine.h"
#include "ui/model_thread.h"
#include "ui/selection_sources.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;
using ui::ModelThread;
using ui::ModelWorker;
using ui::PredictionSource;

namespace {

constexpr int kPatience = 5000; // ms

ui::TrainingJob job(const std::filesystem::path& output)
{
    auto table = std::make_shared<core::Table>();
    table->file = "texts.csv";
    table->columns = {"text", "label"};
    for (int i = 0; i < 40; ++i)
        table->rows.append(std::size_t(i + 2), {"text " + std::to_string(i), i % 2 ? "yes" : "no"});
    ui::TrainingJob result;
    result.data.roles = {0, 1};
    result.data.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*table, result.data.roles));
    result.data.table = std::move(table);
    result.data.validationShare = 0.25;
    result.output = output;
    return result;
}

struct Thread {
    explicit Thread(FakeBehaviour behaviour = {})
        : engine(behaviour)
        , thread(std::make_unique<ModelThread>([this]() -> core::Engine& { return engine; }))
        , ready(thread->worker(), &ModelWorker::engineReady)
        , started(thread->worker(), &ModelWorker::trainingStarted)
        , stepped(thread->worker(), &ModelWorker::stepped)
        , ended(thread->worker(), &ModelWorker::trainingEnded)
        , failed(thread->worker(), &ModelWorker::trainingFailed)
        , paused(thread->worker(), &ModelWorker::trainingPaused)
        , continued(thread->worker(), &ModelWorker::trainingContinued)
        , predicted(thread->worker(), &ModelWorker::predicted)
        , notPredicted(thread->worker(), &ModelWorker::predictionFailed)
    {
        thread->start();
    }

    FakeEngine engine;
    std::unique_ptr<ModelThread> thread;
    QSignalSpy ready, started, stepped, ended, failed, paused, continued, predicted, notPredicted;
};

const PredictionSource kInTraining{PredictionSource::Kind::InTraining, {}};

PredictionSource checkpoint(const std::filesystem::path& directory)
{
    return {PredictionSource::Kind::Checkpoint, QString::fromStdString(directory.string())};
}

bool arrives(QSignalSpy& spy, int count = 1)
{
    return QTest::qWaitFor([&] { return spy.count() >= count; }, kPatience);
}

} // namespace

TEST_CASE("A training runs from its split to its summary")
{
    const TemporaryDirectory directory;
    Thread t;
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.ended));
    CHECK(t.started.count() == 1);
    CHECK(t.stepped.count() == 6);
    CHECK(t.failed.count() == 0);
    CHECK(t.engine.trainExamples == 30);
    const auto summary = t.ended.front().front().value<core::RunSummary>();
    CHECK(summary.status == core::RunStatus::Finished);
    CHECK(summary.steps == 6);
}

TEST_CASE("A stop is answered between two steps and ends the run as stopped")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 100000, .stepTime = 5ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 3));
    t.thread->stopTraining();
    REQUIRE(arrives(t.ended));
    CHECK(t.ended.front().front().value<core::RunSummary>().status == core::RunStatus::Stopped);
    CHECK_FALSE(t.engine.sessionAlive);
}

TEST_CASE("A stop while texts are still being tokenized ends the training before its first step")
{
    const TemporaryDirectory directory;
    Thread t({.preparationTime = 60s});
    t.thread->startTraining(job(directory / "run"));
    QTest::qWait(50);
    t.thread->stopTraining();
    REQUIRE(arrives(t.failed));
    CHECK(t.failed.front().front().value<ui::Failure>().cause.contains(QStringLiteral("before its first step")));
    CHECK(t.started.count() == 0);
}

TEST_CASE("A pause is answered between two steps, the run waits and can be asked, and goes on where it was")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 12, .stepTime = 20ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 3));
    t.thread->pauseTraining();
    REQUIRE(arrives(t.paused));
    CHECK(t.paused.front().at(0).value<core::RunSummary>().status == core::RunStatus::Paused);
    CHECK(t.paused.front().at(1).value<ui::Failure>().cause.isEmpty());
    const int made = t.engine.stepsMade;
    t.thread->predict(1, kInTraining, {QStringLiteral("meanwhile"), {}});
    REQUIRE(arrives(t.predicted));
    t.thread->pauseTraining(); // a second one changes nothing
    QTest::qWait(100);
    CHECK(t.engine.stepsMade == made);
    CHECK(t.engine.pauses == 1);
    CHECK(t.paused.count() == 1);

    t.thread->continueTraining();
    REQUIRE(arrives(t.ended));
    CHECK(t.continued.count() == 1);
    CHECK(t.stepped.count() == 12);
    CHECK(t.ended.front().front().value<core::RunSummary>().status == core::RunStatus::Finished);
}

TEST_CASE("A paused run can be stopped")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 100000, .stepTime = 2ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 2));
    t.thread->pauseTraining();
    REQUIRE(arrives(t.paused));
    t.thread->stopTraining();
    REQUIRE(arrives(t.ended));
    CHECK(t.ended.front().front().value<core::RunSummary>().status == core::RunStatus::Stopped);
}

TEST_CASE("A full disk pauses the training with its sentence, and Continue tries again")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 6, .fullDiskStep = 3});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.paused));
    CHECK(t.paused.front().at(1).value<ui::Failure>().cause.contains(QStringLiteral("No space left")));
    CHECK(t.stepped.count() == 2);
    CHECK(t.engine.sessionAlive);
    t.thread->continueTraining(); // it is still full
    REQUIRE(arrives(t.paused, 2));
    t.engine.diskIsFull = false;
    t.thread->continueTraining();
    REQUIRE(arrives(t.ended));
    CHECK(t.failed.count() == 0);
    CHECK(t.stepped.count() == 6);
}

TEST_CASE("A paused run goes on with other options from what it saved, and with the same rows")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 12, .stepTime = 20ms});
    const ui::TrainingJob begun = job(directory / "run");
    core::RunDirectory(begun.output, begun.options, core::RunSources(), core::TrainingPlan()); // as the engine makes it
    t.thread->startTraining(begun);
    REQUIRE(arrives(t.stepped, 3));
    t.thread->pauseTraining();
    REQUIRE(arrives(t.paused));
    core::TrainingOptions changed = begun.options;
    changed.learningRate = 1e-5;
    t.thread->resumeTraining({begun.output, changed});
    REQUIRE(arrives(t.started, 2));
    REQUIRE(arrives(t.ended));
    CHECK(t.engine.resumed->run == begun.output);
    CHECK(t.engine.resumed->options.learningRate == 1e-5);
    CHECK(t.engine.resumed->data.train.examples.size() == 30);
    CHECK(t.stepped.count() == 12);
    CHECK(t.failed.count() == 0);
}

TEST_CASE("A run on the disk is resumed with the rows that its file tells")
{
    const TemporaryDirectory directory;
    std::ofstream file(directory / "reviews.csv");
    file << "text;stars\n";
    for (int i = 0; i < 20; ++i)
        file << "this is review number " << i << ";" << (i % 2 ? "good" : "bad") << "\n";
    file.close();
    core::RunSources sources;
    sources.dataFile = directory / "reviews.csv";
    sources.validationSplit = 0.2;
    core::TrainingOptions options;
    options.seed = 7;
    core::RunDirectory(directory / "run", options, sources, core::TrainingPlan());
    Thread t;
    QSignalSpy read(t.thread->worker(), &ui::ModelWorker::reading);
    t.thread->resumeTraining({directory / "run"});
    REQUIRE(arrives(t.ended));
    CHECK(t.engine.resumed->options.seed == 7);
    CHECK(t.engine.resumed->data.train.labels == std::vector<std::string>{"bad", "good"});
    CHECK(t.engine.trainExamples == 16);
    REQUIRE_FALSE(read.isEmpty());
    CHECK(read.last()[0].toLongLong() == read.last()[1].toLongLong());

    // A stop ends the reading, and the preparation.
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_THROWS_AS(ui::resumeRequest({directory / "run"}, std::nullopt, {}, stopped.get_token()), core::Error);
    t.engine.resumed.reset();
    t.engine.behaviour.preparationTime = 60s;
    t.thread->resumeTraining({directory / "run"});
    t.thread->stopTraining();
    REQUIRE(arrives(t.failed));
    CHECK(t.failed.takeFirst().front().value<ui::Failure>().cause == QStringLiteral("The training was stopped before it went on."));
    CHECK_FALSE(t.engine.resumed);

    std::filesystem::remove(directory / "reviews.csv");
    t.thread->resumeTraining({directory / "run"});
    REQUIRE(arrives(t.failed));
    CHECK(t.failed.front().front().value<ui::Failure>().cause.contains(QStringLiteral("reviews.csv")));
}

TEST_CASE("Progress of the preparation is reported at most every 40 ms, and its end always")
{
    const TemporaryDirectory directory;
    Thread t;
    QSignalSpy preparing(t.thread->worker(), &ModelWorker::preparing);
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.ended));
    REQUIRE(preparing.count() >= 2);
    CHECK(preparing.count() < 100); // the fake engine reports 1,001 times in a blink
    CHECK(preparing.back().at(0).toLongLong() == 1000);
}

TEST_CASE("A step that fails ends the training with its sentence")
{
    const TemporaryDirectory directory;
    Thread t({.failingStep = 3});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.failed));
    const auto failure = t.failed.front().front().value<ui::Failure>();
    CHECK(failure.cause == QStringLiteral("The loss is no longer a number at step 3."));
    CHECK(failure.wayOut == QStringLiteral("Use a smaller learning rate."));
    CHECK(t.stepped.count() == 2);
    CHECK(t.ended.count() == 0);
    CHECK_FALSE(t.engine.sessionAlive);
}

TEST_CASE("A fault that nobody expected ends the training in words, too")
{
    const TemporaryDirectory directory;
    Thread t({.crashingStep = 2});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.failed));
    CHECK(t.failed.front().front().value<ui::Failure>().details == QStringLiteral("expected a tensor"));
}

TEST_CASE("After a failed training another one can be started")
{
    const TemporaryDirectory directory;
    Thread t({.failingStep = 1});
    t.thread->startTraining(job(directory / "first"));
    REQUIRE(arrives(t.failed));
    t.engine.behaviour.failingStep.reset(); // the engine's thread is idle now
    t.thread->startTraining(job(directory / "second"));
    CHECK(arrives(t.ended));
}

TEST_CASE("Of several waiting predictions only the newest is computed")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 4, .stepTime = 300ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(QTest::qWaitFor([&] { return t.engine.inStep.load(); }, kPatience));
    for (quint64 id = 1; id <= 5; ++id)
        t.thread->predict(id, kInTraining, {QStringLiteral("sentence %1").arg(id)});
    REQUIRE(arrives(t.predicted));
    REQUIRE(arrives(t.ended));
    CHECK(t.predicted.count() == 1);
    CHECK(t.predicted.front().front().toULongLong() == 5);
    CHECK(t.engine.predictedTexts() == std::vector<std::string>{"sentence 5"});
}

TEST_CASE("A prediction is answered in the middle of a training by the model in training")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 100000, .stepTime = 2ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 2));
    t.thread->predict(7, kInTraining, {QStringLiteral("what now")});
    REQUIRE(arrives(t.predicted));
    CHECK(t.engine.sessionAlive);
    CHECK(t.engine.classifiersOpened == 0);
    CHECK(t.predicted.front().at(1).value<ui::Answer>().prediction->tokens.size() == 4);
}

TEST_CASE("Without a training there is no model in training to ask")
{
    Thread t;
    t.thread->predict(1, kInTraining, {QStringLiteral("anyone")});
    REQUIRE(arrives(t.notPredicted));
    CHECK(t.notPredicted.front().at(1).value<ui::Failure>().cause.contains(QStringLiteral("training has ended")));
}

TEST_CASE("An opened model is kept until another directory is asked for")
{
    const TemporaryDirectory directory;
    Thread t;
    quint64 id = 0;
    for (const char* name : {"a", "a", "b", "a"}) {
        t.thread->predict(++id, checkpoint(directory / name), {QStringLiteral("text")});
        REQUIRE(arrives(t.predicted, int(id)));
    }
    CHECK(t.engine.classifiersOpened == 3);
}

TEST_CASE("The best of a run is opened anew when a better one was saved")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 4, .evalSteps = 4, .stepTime = 150ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 1));
    t.thread->predict(1, checkpoint(directory / "run"), {QStringLiteral("text")});
    REQUIRE(arrives(t.predicted));
    REQUIRE(arrives(t.ended)); // the evaluation at step 4 was the best
    t.thread->predict(2, checkpoint(directory / "run"), {QStringLiteral("text")});
    REQUIRE(arrives(t.predicted, 2));
    CHECK(t.engine.classifiersOpened == 2);
}

TEST_CASE("An engine that cannot be loaded fails every command in the same words")
{
    const TemporaryDirectory directory;
    ModelThread thread([]() -> core::Engine& { throw core::Error("There is no engine here.", "Build it."); });
    QSignalSpy engineFailed(thread.worker(), &ModelWorker::engineFailed);
    QSignalSpy trainingFailed(thread.worker(), &ModelWorker::trainingFailed);
    QSignalSpy predictionFailed(thread.worker(), &ModelWorker::predictionFailed);
    thread.start();
    thread.startTraining(job(directory / "run"));
    thread.predict(1, checkpoint(directory / "model"), {QStringLiteral("text")});
    REQUIRE(arrives(predictionFailed));
    REQUIRE(engineFailed.count() == 1);
    REQUIRE(trainingFailed.count() == 1);
    CHECK(engineFailed.front().front().value<ui::Failure>().cause == QStringLiteral("There is no engine here."));
    CHECK(trainingFailed.front().front().value<ui::Failure>().cause == QStringLiteral("There is no engine here."));
    CHECK(predictionFailed.front().at(1).value<ui::Failure>().cause == QStringLiteral("There is no engine here."));
}

TEST_CASE("A thread that ends in the middle of a training joins after the step that it is in")
{
    const TemporaryDirectory directory;
    Thread t({.steps = 100000, .stepTime = 100ms});
    t.thread->startTraining(job(directory / "run"));
    REQUIRE(arrives(t.stepped, 2));
    QElapsedTimer clock;
    clock.start();
    t.thread.reset();
    CHECK(clock.elapsed() < 1000);
    CHECK_FALSE(t.engine.sessionAlive);
}

TEST_CASE("A thread that ends while texts are being tokenized joins at once")
{
    const TemporaryDirectory directory;
    Thread t({.preparationTime = 60s});
    REQUIRE(arrives(t.ready));
    t.thread->startTraining(job(directory / "run"));
    QTest::qWait(50);
    QElapsedTimer clock;
    clock.start();
    t.thread.reset();
    CHECK(clock.elapsed() < 1000);
}
