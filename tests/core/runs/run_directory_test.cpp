#include "core/runs/run_directory.h"

#include "core/error.h"
#include "core/runs/fingerprint.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <limits>
#include <sstream>

using namespace attune;
using core::Error;
using core::RunDirectory;
using nlohmann::json;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// What a run of a few steps is made of.
struct Run {
    TemporaryDirectory place;
    core::TrainingOptions options;
    core::RunSources sources;
    core::TrainingPlan plan;

    Run()
    {
        std::ofstream(place / "reviews.csv") << "foobar";
        sources.dataFile = place / "reviews.csv";
        sources.checkpoint = test::dataDirectory() / "classifier-safetensors";
        sources.split = "stratified 0.1";
        plan.totalSteps = 60;
        plan.labels = {"bad", "good"};
        plan.device = "cpu";
        plan.torchVersion = "1.13.1";
    }

    RunDirectory make() const { return {place / "out", options, sources, plan}; }
    json file() const { return test::readJson(place / "out" / "run.json"); }
    std::vector<json> lines() const
    {
        std::vector<json> found;
        std::istringstream text(test::readFile(place / "out" / "metrics.jsonl"));
        for (std::string line; std::getline(text, line);)
            found.push_back(json::parse(line));
        return found;
    }
};

core::StepMetrics step(std::int64_t number)
{
    core::StepMetrics metrics;
    metrics.step = number;
    return metrics;
}

} // namespace

TEST_CASE("A run's directory says from the start what decides the run")
{
    Run run;
    run.options.maxSteps = 60;
    run.options.seed = 18446744073709551615u;
    const RunDirectory directory(run.place / "out", run.options, run.sources, run.plan);
    CHECK(directory.path() == run.place / "out");
    CHECK(directory.modelDirectory() == run.place / "out" / "model");

    const json file = run.file();
    CHECK(file["status"] == "training");
    CHECK(file["failure"].is_null());
    CHECK(file["ended"].is_null());
    CHECK(file["started"].get<std::string>().size() == 20);
    CHECK(file["seed"] == 18446744073709551615u);
    CHECK(file["options"]["learning_rate"] == 5e-5);
    CHECK(file["options"]["max_steps"] == 60);
    CHECK(file["options"]["eval_steps"].is_null());
    CHECK(file["options"]["per_device_train_batch_size"] == 32);
    CHECK(file["options"].size() == 33);
    CHECK(file["versions"]["torch"] == "1.13.1");
    CHECK_FALSE(file["versions"]["attune"].get<std::string>().empty());
    CHECK(file["plan"]["total_steps"] == 60);
    CHECK(file["plan"]["labels"] == json({"bad", "good"}));
    CHECK(file["summary"]["best"].is_null());

    CHECK(file["sources"]["split"] == "stratified 0.1");
    CHECK(file["sources"]["validation"].is_null());
    CHECK(file["sources"]["data"]["path"] == (run.place / "reviews.csv").string());
    CHECK(file["sources"]["data"]["size"] == 6);
    CHECK(file["sources"]["data"]["fingerprint"] == "fnv1a64:85944171f73967e8"); // published for "foobar"
    const json& weights = file["sources"]["checkpoint"]["files"]["model.safetensors"];
    CHECK(weights["size"] == fs::file_size(run.sources.checkpoint / "model.safetensors"));
    CHECK(file["sources"]["checkpoint"]["files"].contains("vocab.txt"));
}

TEST_CASE("Every file of a sharded checkpoint is recorded, and of a broken one what is there")
{
    Run run;
    run.sources.checkpoint = test::dataDirectory() / "classifier-sharded-bin";
    const RunDirectory sharded = run.make();
    const json files = run.file()["sources"]["checkpoint"]["files"];
    for (const auto& entry : fs::directory_iterator(run.sources.checkpoint))
        if (entry.path().filename().string().starts_with("pytorch_model")) {
            INFO(entry.path());
            CHECK(files[entry.path().filename().string()]["size"] == fs::file_size(entry.path()));
        }
    CHECK(files.contains("pytorch_model.bin.index.json"));

    Run broken;
    std::ofstream(broken.place / "config.json") << "{}";
    broken.sources.checkpoint = broken.place.path();
    const RunDirectory other = broken.make();
    CHECK(broken.file()["sources"]["checkpoint"]["files"].size() == 1);
}

TEST_CASE("Events are lines of metrics.jsonl, and the outcome ends them")
{
    const Run run;
    {
        RunDirectory directory(run.place / "out", run.options, run.sources, run.plan);
        directory.append(step(1));
        CHECK(run.lines().size() == 1); // at once, for whoever watches the file
        core::StepMetrics diverged = step(2);
        diverged.loss = std::numeric_limits<double>::quiet_NaN();
        directory.append(diverged);
        core::EvaluationMetrics evaluation;
        evaluation.step = 2;
        evaluation.samples = 40;
        evaluation.accuracy = 0.5;
        directory.append(evaluation);

        core::RunSummary summary;
        summary.status = core::RunStatus::Failed;
        summary.steps = 2;
        summary.best = evaluation;
        directory.finish(summary, "The loss is no longer a number.");
    }
    const auto lines = run.lines();
    REQUIRE(lines.size() == 4);
    CHECK(lines[0]["step"] == 1);
    CHECK(lines[1]["loss"].is_null());
    CHECK(lines[2]["event"] == "evaluation");
    CHECK(lines[3]["event"] == "finished");
    CHECK(lines[3]["status"] == "failed");
    CHECK(lines[3]["output"] == (run.place / "out").string());

    const json file = run.file();
    CHECK(file["status"] == "failed");
    CHECK(file["failure"] == "The loss is no longer a number.");
    CHECK(file["summary"]["steps"] == 2);
    CHECK(file["summary"]["best"]["accuracy"] == 0.5);
    CHECK(file["ended"].is_string());
    CHECK(file["sources"]["data"]["size"] == 6);
}

TEST_CASE("A run never takes a directory that exists")
{
    const Run run;
    fs::create_directory(run.place / "out");
    CHECK_THROWS_WITH(run.make(), ContainsSubstring((run.place / "out").string() + " exists already, and nothing is ever overwritten"));
    CHECK(fs::is_empty(run.place / "out"));

    fs::remove(run.place / "out");
    fs::create_symlink("nowhere", run.place / "out");
    CHECK_THROWS_WITH(run.make(), ContainsSubstring("exists already"));
    fs::remove(run.place / "out");
    std::ofstream(run.place / "out") << "a file";
    CHECK_THROWS_WITH(run.make(), ContainsSubstring("exists already"));
}

TEST_CASE("A run makes the directories above its own")
{
    const Run run;
    const RunDirectory directory(run.place / "deep" / "er" / "out" / "", run.options, run.sources, run.plan);
    CHECK(directory.path() == run.place / "deep" / "er" / "out");
    CHECK(fs::exists(run.place / "deep" / "er" / "out" / "run.json"));
}

TEST_CASE("A place where no directory can be made is named")
{
    const Run run;
    const auto inFile = run.place / "reviews.csv" / "out";
    CHECK_THROWS_WITH(RunDirectory(inFile, run.options, run.sources, run.plan), ContainsSubstring(inFile.string()));
}

TEST_CASE("A line that a full disk cuts off is taken back, and written when there is room")
{
    const Run run;
    RunDirectory directory = run.make();
    directory.append(step(1));
    const auto size = fs::file_size(run.place / "out" / "metrics.jsonl");

    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {size + 20, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
        directory.append(step(2));
    } catch (const Error& error) {
        message = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);

    CHECK_THAT(message, ContainsSubstring("metrics.jsonl"));
    CHECK(fs::file_size(run.place / "out" / "metrics.jsonl") == size);
    directory.append(step(3));
    REQUIRE(run.lines().size() == 3);
    CHECK(run.lines()[1]["step"] == 2); // not lost
    CHECK(run.lines()[2]["step"] == 3);
}

TEST_CASE("Fingerprints are FNV-1a over all bytes")
{
    const TemporaryDirectory directory;
    std::ofstream(directory / "empty");
    std::ofstream(directory / "a") << "a";
    CHECK(core::fingerprint(directory / "empty")->hash == "fnv1a64:cbf29ce484222325");
    CHECK(core::fingerprint(directory / "a")->hash == "fnv1a64:af63dc4c8601ec8c");
    CHECK_FALSE(core::fingerprint(directory / "absent"));
    CHECK_FALSE(core::fingerprint(directory.path()));

    const std::string large(3'000'001, 'x');
    std::ofstream(directory / "large") << large;
    CHECK(core::fingerprint(directory / "large")->size == large.size());
    std::ofstream(directory / "changed") << large.substr(1) + "y";
    CHECK(core::fingerprint(directory / "large")->hash != core::fingerprint(directory / "changed")->hash);
}

TEST_CASE("The checkpoint of a run is its model, that of anything else the thing itself")
{
    const Run run;
    const RunDirectory directory(run.place / "out", run.options, run.sources, run.plan);
    CHECK(core::checkpointOf(run.place / "out") == run.place / "out" / "model");
    CHECK(core::checkpointOf(run.sources.checkpoint) == run.sources.checkpoint);
    CHECK(core::checkpointOf("nowhere") == "nowhere");
}
