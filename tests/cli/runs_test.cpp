#include "core/runs/run_care.h"
#include "core/runs/run_directory.h"
#include "tests/cli/command.h"
#include "tests/support/catch.h"

using namespace attune;
using namespace attune::test;
namespace fs = std::filesystem;

namespace {

const std::string kNoEngine = "ATTUNE_ENGINE=/nowhere/libattune-engine.so";

core::TrainingPlan plan()
{
    core::TrainingPlan plan;
    plan.totalSteps = 40;
    plan.labels = {"bad", "good"};
    return plan;
}

void finishedRun(const fs::path& directory)
{
    core::RunDirectory run(directory, {}, {"/data/reviews.csv", {}, "/models/bert"}, plan());
    core::RunSummary summary;
    summary.steps = 40;
    summary.seconds = 75;
    summary.best.samples = 10;
    summary.best.macroF1 = 0.8125;
    run.finish(summary);
}

} // namespace

TEST_CASE("runs lists what was trained, where the window keeps its runs and in any other folder")
{
    const TemporaryDirectory home;
    const fs::path runs = home / "attune" / "runs";
    finishedRun(runs / "run-0001");
    core::renameRun(runs / "run-0001", "First try");
    const core::RunDirectory live(runs / "run-0002", {}, {"/data/other.csv"}, plan()); // this test trains it

    Command listed({"runs"}, {}, {kNoEngine, "XDG_DATA_HOME=" + home.path().string()});
    REQUIRE(listed.exitCode() == 0);
    CHECK_THAT(listed.out(), ContainsSubstring("First try"));
    CHECK_THAT(listed.out(), ContainsSubstring("reviews.csv"));
    CHECK_THAT(listed.out(), ContainsSubstring("0.8125"));
    CHECK_THAT(listed.out(), ContainsSubstring("1 min 15 s"));
    CHECK_THAT(listed.out(), ContainsSubstring("Run 2"));

    Command told({"runs", runs.string(), "--json"}, {}, {kNoEngine});
    REQUIRE(told.exitCode() == 0);
    const auto lines = told.jsonLines();
    REQUIRE(lines.size() == 2);
    const auto& first = lines[0].at("name") == "First try" ? lines[0] : lines[1];
    const auto& second = lines[0].at("name") == "First try" ? lines[1] : lines[0];
    CHECK(first.at("status") == "finished");
    CHECK(first.at("checkpoint") == "/models/bert");
    CHECK(first.at("best").at("macro_f1") == 0.8125);
    CHECK(first.at("steps") == 40);
    CHECK(second.at("status") == "training");
    CHECK(second.at("best").is_null());
    CHECK(second.at("can_resume") == false);
}

TEST_CASE("runs says so where there are none")
{
    const TemporaryDirectory home;
    Command command({"runs", home.path().string()}, {}, {kNoEngine});
    CHECK(command.exitCode() == 0);
    CHECK(command.out() == "There are no runs in " + home.path().string() + ".\n");
}

TEST_CASE("A run that another program trains cannot be resumed")
{
    const TemporaryDirectory home;
    // A real run, paused after a few steps, whose lock somebody else holds then.
    Command trained({"train", "--output", (home / "run").string(), "--max-steps", "4", "--eval-steps", "2", "--json"});
    REQUIRE(trained.exitCode() == 0);
    const core::RunLock lock(home / "run");
    Command resumed({"train", "--resume", (home / "run").string(), "--max-steps", "8"});
    CHECK(resumed.exitCode() == 1);
    CHECK_THAT(resumed.err(), ContainsSubstring("is being trained by another window or program"));
}
