#include "core/runs/run_history.h"

#include "core/error.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
using test::TemporaryDirectory;

namespace {

core::StepMetrics step(std::int64_t number)
{
    core::StepMetrics metrics;
    metrics.step = number;
    metrics.loss = 1.0 / static_cast<double>(number);
    metrics.seconds = 0.25 * static_cast<double>(number);
    metrics.memory = 1234567;
    return metrics;
}

core::EvaluationMetrics evaluation(std::int64_t step)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.samples = 9;
    metrics.macroF1 = 0.5;
    metrics.best = true;
    return metrics;
}

/// A run of three steps with an evaluation, paused after it.
void writeRun(const std::filesystem::path& directory)
{
    core::TrainingPlan plan;
    plan.totalSteps = 40;
    plan.stepsPerEpoch = 10;
    plan.evalSteps = 2;
    plan.labels = {"bad", "good"};
    plan.bestMetric = "macro_f1";
    plan.majorityLabel = "good";
    plan.majorityAccuracy = 0.625;
    core::RunDirectory run(directory, {}, {}, plan);
    for (int i = 1; i <= 3; ++i) {
        run.append(step(i));
        if (i == 2)
            run.append(evaluation(2));
    }
    core::RunSummary summary;
    summary.status = core::RunStatus::Paused;
    summary.steps = 3;
    summary.seconds = 0.75;
    summary.best = evaluation(2);
    run.finish(summary);
}

} // namespace

TEST_CASE("A run's history is what was written into it, and its pauses")
{
    const TemporaryDirectory place;
    writeRun(place / "run");
    std::ofstream(place / "run" / "metrics.jsonl", std::ios::app) << "{\"event\":\"step\",\"step\":4,\"lo"; // a crash
    const core::RunHistory history = core::readRunHistory(place / "run");
    CHECK(history.steps == std::vector{step(1), step(2), step(3)});
    REQUIRE(history.evaluations.size() == 1);
    CHECK(history.evaluations[0].macroF1 == 0.5);
    CHECK(history.pauses == std::vector<std::int64_t>{3});
    CHECK(core::readEvaluations(place / "run").size() == 1);
    CHECK(core::readEvaluations(place / "nowhere").empty());
    CHECK_THROWS_AS(core::readRunHistory(place / "nowhere"), core::Error);
}

TEST_CASE("A saved run tells its plan, how it stood, and whether somebody trains it")
{
    const TemporaryDirectory place;
    writeRun(place / "run");
    const core::SavedRun saved = core::readRun(place / "run");
    CHECK(saved.status == "paused");
    CHECK(saved.plan.totalSteps == 40);
    CHECK(saved.plan.labels == std::vector<std::string>{"bad", "good"});
    CHECK(saved.plan.bestMetric == "macro_f1");
    CHECK(saved.plan.majorityAccuracy == 0.625);
    CHECK(saved.summary.status == core::RunStatus::Paused);
    CHECK(saved.summary.steps == 3);
    CHECK(saved.summary.best.macroF1 == 0.5);
    CHECK_FALSE(saved.summary.test);
    CHECK(saved.started.size() == 20);
    CHECK(saved.failure.empty());

    CHECK_FALSE(core::isBeingTrained(place / "run"));
    const core::RunDirectory again(place / "run", saved.options, saved.plan, 3);
    CHECK(core::isBeingTrained(place / "run"));
    CHECK_FALSE(core::isBeingTrained(place / "nowhere"));
}
