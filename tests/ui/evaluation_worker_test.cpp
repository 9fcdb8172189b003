#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/fake_engine.h"
#include "ui/model_thread.h"

#include <QSignalSpy>
#include <QTest>

using namespace attune;
using namespace attune::test;
using namespace std::chrono_literals;
using ui::ModelThread;
using ui::ModelWorker;
using Answers = std::shared_ptr<const std::vector<core::Answer>>;

namespace {

constexpr int kPatience = 5000; // ms

std::shared_ptr<const core::Dataset> rows(int count, std::vector<std::string> labels = {"negative", "positive"})
{
    auto dataset = std::make_shared<core::Dataset>();
    dataset->file = "rows.csv";
    dataset->labels = std::move(labels);
    for (int i = 0; i < count; ++i)
        dataset->examples.push_back({"row number " + std::to_string(i), i % 2, std::size_t(i + 2)});
    return dataset;
}

struct Thread {
    explicit Thread(FakeBehaviour behaviour = {})
        : engine(behaviour)
        , thread(std::make_unique<ModelThread>([this]() -> core::Engine& { return engine; }))
        , progressed(thread->worker(), &ModelWorker::evaluationProgressed)
        , finished(thread->worker(), &ModelWorker::evaluationFinished)
        , failed(thread->worker(), &ModelWorker::evaluationFailed)
        , stepped(thread->worker(), &ModelWorker::stepped)
        , ended(thread->worker(), &ModelWorker::trainingEnded)
    {
        thread->start();
    }

    FakeEngine engine;
    std::unique_ptr<ModelThread> thread;
    QSignalSpy progressed, finished, failed, stepped, ended;
};

} // namespace

TEST_CASE("Every row is answered, in the order of the rows")
{
    Thread t;
    t.thread->evaluate(1, QStringLiteral("/model"), rows(500));
    REQUIRE(QTest::qWaitFor([&] { return t.finished.size() == 1; }, kPatience));
    CHECK(t.finished[0][0].toULongLong() == 1);
    const auto answers = t.finished[0][1].value<Answers>();
    REQUIRE(answers->size() == 500);
    CHECK(answers->front().probabilities == std::vector<float>{0.25F, 0.75F});
    CHECK(answers->at(0).loss == Approx(-std::log(0.25)).epsilon(1e-4)); // labelled negative
    CHECK(answers->at(1).loss == Approx(-std::log(0.75)).epsilon(1e-4));
    CHECK(t.progressed.last()[1].toLongLong() == 500);
}

TEST_CASE("A newer evaluation ends an older one, and a cancelled one has no answers")
{
    Thread t({.answerTime = 2ms});
    t.thread->evaluate(1, QStringLiteral("/model"), rows(2000));
    t.thread->evaluate(2, QStringLiteral("/model"), rows(20));
    REQUIRE(QTest::qWaitFor([&] { return t.finished.size() == 1; }, kPatience));
    CHECK(t.finished[0][0].toULongLong() == 2);
    t.thread->evaluate(3, QStringLiteral("/model"), rows(2000));
    t.thread->cancelEvaluation();
    t.thread->evaluate(4, QStringLiteral("/model"), rows(2));
    REQUIRE(QTest::qWaitFor([&] { return t.finished.size() == 2; }, kPatience));
    QTest::qWait(50);
    CHECK(t.finished.size() == 2);
    CHECK(t.finished[1][0].toULongLong() == 4);
}

TEST_CASE("Rows with labels that the model does not know are refused in words")
{
    Thread t;
    t.thread->evaluate(1, QStringLiteral("/model"), rows(4, {"no", "yes"}));
    REQUIRE(QTest::qWaitFor([&] { return t.failed.size() == 1; }, kPatience));
    CHECK(t.failed[0][1].value<ui::Failure>().cause.contains(QStringLiteral("no")));
    CHECK(t.finished.isEmpty());
}

TEST_CASE("An evaluation and a training take turns")
{
    const TemporaryDirectory place;
    Thread t({.steps = 400, .evalSteps = 400, .stepTime = 1ms});
    auto table = std::make_shared<core::Table>();
    table->file = "rows.csv";
    table->columns = {"text", "label"};
    for (int i = 0; i < 40; ++i)
        table->rows.append(std::size_t(i + 2), {"row number " + std::to_string(i), i % 2 ? "positive" : "negative"});
    ui::TrainingJob job;
    job.data.roles = {0, 1};
    job.data.dataset = std::make_shared<const core::Dataset>(core::makeDataset(*table, job.data.roles));
    job.data.table = table;
    job.output = place / "run";
    t.thread->startTraining(job);
    REQUIRE(QTest::qWaitFor([&] { return t.stepped.size() > 2; }, kPatience));
    t.thread->evaluate(1, QStringLiteral("/model"), rows(300));
    REQUIRE(QTest::qWaitFor([&] { return t.finished.size() == 1; }, kPatience));
    CHECK(t.ended.isEmpty()); // the training goes on
    REQUIRE(QTest::qWaitFor([&] { return t.ended.size() == 1; }, kPatience));
    CHECK(t.stepped.size() == 400);
}

TEST_CASE("An opened model that is asked something else meanwhile does not take the evaluation's away")
{
    Thread t({.answerTime = 1ms});
    t.thread->evaluate(1, QStringLiteral("/model"), rows(500));
    t.thread->predict(1, {ui::PredictionSource::Kind::Checkpoint, QStringLiteral("/other")}, {QStringLiteral("hello")});
    REQUIRE(QTest::qWaitFor([&] { return t.finished.size() == 1; }, kPatience));
    CHECK(t.engine.classifiersOpened == 2);
}
