#include "core/runs/run_list.h"

#include "core/error.h"
#include "core/runs/run_care.h"
#include "core/runs/run_lock.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
namespace fs = std::filesystem;

using State = core::ListedRun::State;

namespace {

core::EvaluationMetrics evaluation(std::int64_t step, double macroF1, bool best)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.macroF1 = metrics.accuracy = macroF1;
    metrics.samples = 10;
    metrics.seconds = 2.0 * static_cast<double>(step);
    metrics.best = best;
    return metrics;
}

core::TrainingPlan plan()
{
    core::TrainingPlan plan;
    plan.totalSteps = 30;
    plan.labels = {"bad", "good"};
    return plan;
}

void write(const fs::path& file, const std::string& text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

/// A run that its program left in the middle, after an evaluation.
fs::path interruptedRun(const fs::path& directory)
{
    core::RunDirectory run(directory, {}, {"/data/reviews.csv", {}, "/models/bert"}, plan());
    run.append(evaluation(10, 0.7, true));
    run.append(evaluation(20, 0.6, false));
    write(directory / "model" / "config.json", "{}");
    write(directory / "checkpoint" / "state-000000020.safetensors", "");
    return directory;
}

} // namespace

TEST_CASE("A run whose program ended in the middle is interrupted, and tells how far it came")
{
    const test::TemporaryDirectory folder;
    const core::ListedRun run = core::listedRun(interruptedRun(folder / "run-0007"));
    CHECK(run.state == State::Interrupted);
    CHECK(run.saved.summary.steps == 20);
    CHECK(run.saved.summary.best.macroF1 == Approx(0.7));
    CHECK(run.saved.summary.seconds == Approx(40));
    CHECK(run.hasModel);
    CHECK(run.canResume);
    CHECK(run.name() == "Run 7");
    CHECK(core::checkpointName(run.saved.sources.checkpoint) == "bert");
}

TEST_CASE("While somebody trains a run, it is neither interrupted nor to be resumed")
{
    const test::TemporaryDirectory folder;
    const fs::path directory = folder / "run-0001";
    const core::RunDirectory run(directory, {}, {"/data/reviews.csv"}, plan());
    const core::ListedRun listed = core::listedRun(directory);
    CHECK(listed.state == State::Training);
    CHECK_FALSE(listed.canResume);
}

TEST_CASE("The newest run comes first, and what is no run is left out")
{
    const test::TemporaryDirectory folder;
    interruptedRun(folder / "run-0001");
    interruptedRun(folder / "mine");
    write(folder / "broken" / "run.json", "{");
    fs::create_directories(folder / "empty");
    auto runs = core::listRuns(folder.path());
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].name() == "Run 1"); // begun in the same second: by name, the later one first
    CHECK(runs[1].name() == "mine");
    CHECK(core::listRuns(folder / "nothing").empty());
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(core::listRuns(folder.path(), stopped.get_token()).empty());
}

TEST_CASE("A name that a run is given stays, also when the run goes on afterwards")
{
    const test::TemporaryDirectory folder;
    const fs::path directory = interruptedRun(folder / "run-0001");
    core::renameRun(directory, "  With balanced weights \n");
    CHECK(core::listedRun(directory).name() == "With balanced weights");
    CHECK(core::listedRun(directory).saved.options == core::readRun(directory).options);
    {
        core::RunDirectory run(directory, {}, plan(), 20);
        CHECK(core::listedRun(directory).name() == "With balanced weights");
        core::renameRun(directory, "While it trains");
        core::RunSummary summary;
        summary.status = core::RunStatus::Finished;
        run.finish(summary);
    }
    CHECK(core::listedRun(directory).name() == "While it trains");
    CHECK(core::listedRun(directory).state == State::Finished);
    core::renameRun(directory, "");
    CHECK(core::listedRun(directory).name() == "Run 1");
}

TEST_CASE("What is no run gets no name, nor one of endless length")
{
    const test::TemporaryDirectory folder;
    CHECK_THROWS_WITH(core::renameRun(folder.path(), "mine"), ContainsSubstring("is no run"));
    const fs::path directory = interruptedRun(folder / "run-0001");
    CHECK_THROWS_WITH(core::renameRun(directory, std::string(201, 'x')), ContainsSubstring("too long"));
}

TEST_CASE("A run's model is copied whole to a folder that was not there, or not at all")
{
    const test::TemporaryDirectory folder;
    const fs::path directory = interruptedRun(folder / "run-0001");
    write(directory / "model" / "model.safetensors", std::string(5'000'000, 'w'));
    write(directory / "model" / ".model.safetensors.partial", "half");
    std::uint64_t done = 0, inAll = 0;
    core::exportModel(directory, folder / "mine", [&](std::uint64_t now, std::uint64_t all) { done = now, inAll = all; });
    CHECK(test::readFile(folder / "mine" / "model.safetensors") == std::string(5'000'000, 'w'));
    CHECK(test::readFile(folder / "mine" / "config.json") == "{}");
    CHECK(std::distance(fs::directory_iterator(folder / "mine"), {}) == 2);
    CHECK(done == 5'000'002);
    CHECK(inAll == done);
    CHECK_THROWS_WITH(core::exportModel(directory, folder / "mine"), ContainsSubstring("exists already"));

    std::stop_source stopped;
    stopped.request_stop();
    CHECK_THROWS_WITH(core::exportModel(directory, folder / "other", {}, stopped.get_token()), ContainsSubstring("stopped"));
    CHECK_FALSE(fs::exists(folder / "other"));
    CHECK_FALSE(fs::exists(folder / "other.part"));
    fs::remove(directory / "model" / "config.json");
    CHECK_THROWS_WITH(core::exportModel(directory, folder / "other"), ContainsSubstring("has no model to export"));
}

TEST_CASE("Checkpoints are called as their makers call them")
{
    CHECK(core::checkpointName("/cache/models--google--bert/snapshots/0a1b") == "google/bert");
    CHECK(core::checkpointName("/runs/run-0012/model") == "Run 12");
    CHECK(core::checkpointName("/models/bert/") == "bert");
    CHECK(core::runName("/runs/run-0000") == "Run 0");
    CHECK(core::runName("/runs/run-12b") == "run-12b");
}
