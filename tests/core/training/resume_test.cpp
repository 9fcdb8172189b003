#include "tests/core/training/small_run.h"

#include "core/error.h"
#include "core/training/engine.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <set>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

/// Ends early, at its third evaluation and 15th of 200 steps.
TrainingRequest soonOver(const std::filesystem::path& run)
{
    TrainingRequest patient = request(run);
    patient.options.maxSteps = 200;
    patient.options.evalSteps = 5;
    patient.options.earlyStoppingPatience = 2;
    patient.options.earlyStoppingThreshold = 10; // nothing is that much better
    return patient;
}

} // namespace

TEST_CASE("A session that is let go in the middle leaves a paused run that can be gone on with")
{
    const TemporaryDirectory place;
    {
        const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
        session->step();
        CHECK(readJson(place / "run" / "run.json").at("status") == "training");
    }
    CHECK(readJson(place / "run" / "run.json").at("status") == "paused");
    const auto session = libTorchEngine().resumeTraining(resumption(place / "run"), {}, {});
    CHECK(runAll(*session).summary.steps == 20);
}

TEST_CASE("A run that was paused anywhere, in a step and in an evaluation, and resumed ends with the same bits as one that was not")
{
    const TemporaryDirectory place;
    const auto smallBatches = [&](const std::string& name) {
        TrainingRequest whole = request(place / name);
        whole.options.gradientAccumulationSteps = 2;
        whole.options.dropout = 0.1;
        return whole;
    };
    runAll(*libTorchEngine().startTraining(smallBatches("whole"), {}, {}));
    const auto expected = weightsOf(place / "whole");
    const auto state = [&](const std::string& run) { return readFile(place / run / "checkpoint" / "state-000000020.safetensors"); };

    for (const int calls : {0, 1, 7, 11, 12, 23}) {
        CAPTURE(calls);
        const std::string name = "paused" + std::to_string(calls);
        {
            const auto session = libTorchEngine().startTraining(smallBatches(name), {}, {});
            for (int i = 0; i < calls; ++i)
                session->step();
            session->pause();
            CHECK_FALSE(session->finished());
            CHECK(session->summary().status == RunStatus::Paused);
        }
        ResumeRequest again = resumption(place / name);
        again.data = smallBatches(name).data;
        const auto session = libTorchEngine().resumeTraining(std::move(again), {}, {});
        const Outcome outcome = runAll(*session);
        CHECK(outcome.summary.status == RunStatus::Finished);
        CHECK(weightsOf(place / name) == expected);
        const auto metrics = stepsOf(place / name), whole = stepsOf(place / "whole");
        CHECK(metrics == whole);
        CHECK(tensorBytes(state(name)) == tensorBytes(state("whole")));
    }
}

TEST_CASE("A session that was paused goes on with its next step")
{
    const TemporaryDirectory place;
    runAll(*libTorchEngine().startTraining(request(place / "whole"), {}, {}));
    const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
    for (int i = 0; i < 3; ++i)
        session->step();
    session->pause();
    CHECK(readJson(place / "run" / "run.json").at("status") == "paused");
    session->step();
    CHECK(readJson(place / "run" / "run.json").at("status") == "training");
    runAll(*session);
    CHECK(weightsOf(place / "run") == weightsOf(place / "whole"));
}

TEST_CASE("Other data and options that the saved state was made with are refused when a run is resumed, other options are recorded")
{
    const TemporaryDirectory place;
    {
        const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
        while (!session->step().evaluation) { }
    }
    const auto refusal = [&](auto change) {
        ResumeRequest bad = resumption(place / "run");
        change(bad);
        try {
            libTorchEngine().resumeTraining(std::move(bad), {}, {});
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(refusal([](auto& r) { r.data.train.examples[5].text = "the film was wonderful , it was bad"; }), ContainsSubstring("data have changed"));
    CHECK_THAT(refusal([](auto& r) { r.data.validation.examples.pop_back(); }), ContainsSubstring("data have changed"));
    CHECK_THAT(refusal([](auto& r) { r.data.test = r.data.validation; }), ContainsSubstring("data have changed"));
    CHECK_THAT(refusal([](auto& r) { r.data.train.labels = {"a", "b"}; }), ContainsSubstring("other labels"));
    CHECK_THAT(refusal([](auto& r) { r.options.batchSize = 8; }), ContainsSubstring("per_device_train_batch_size cannot change") && ContainsSubstring("16"));
    CHECK_THAT(refusal([](auto& r) { r.options.optim = "sgd"; }), ContainsSubstring("optim cannot change"));
    CHECK_THAT(refusal([&](auto& r) { r.run = place / "nowhere"; }), !ContainsSubstring("accepted"));

    ResumeRequest longer = resumption(place / "run");
    longer.options.maxSteps = 25;
    CHECK(runAll(*libTorchEngine().resumeTraining(std::move(longer), {}, {})).summary.steps == 25);
    const auto resumed = readJson(place / "run" / "run.json").at("resumed");
    REQUIRE(resumed.size() == 1);
    CHECK(resumed[0].at("step") == 5);
    CHECK(resumed[0].at("changes") == nlohmann::json({"max_steps: 25 instead of 20"}));
}

TEST_CASE("A run that another session trains cannot be resumed beside it")
{
    const TemporaryDirectory place;
    const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
    while (!session->step().evaluation) { }
    CHECK_THROWS_WITH(libTorchEngine().resumeTraining(resumption(place / "run"), {}, {}), ContainsSubstring("trained by another window or program"));
}

TEST_CASE("As many saved states are kept as save_total_limit says, and one is made every save_steps")
{
    const TemporaryDirectory place;
    TrainingRequest often = request(place / "run");
    often.options.saveSteps = 2;
    often.options.saveTotalLimit = 3;
    runAll(*libTorchEngine().startTraining(std::move(often), {}, {}));
    std::set<std::string> states;
    for (const auto& entry : std::filesystem::directory_iterator(place / "run" / "checkpoint"))
        if (entry.path().extension() == ".safetensors")
            states.insert(entry.path().filename().string());
    CHECK(states == std::set<std::string>{"state-000000016.safetensors", "state-000000018.safetensors", "state-000000020.safetensors"});
}

TEST_CASE("Training ends early where evaluations bring nothing any more, and is finished then")
{
    const TemporaryDirectory place;
    TrainingRequest patient = soonOver(place / "run");
    const Outcome outcome = runAll(*libTorchEngine().startTraining(std::move(patient), {}, {}));
    CHECK(outcome.summary.stoppedEarly);
    CHECK(outcome.summary.status == RunStatus::Finished);
    CHECK(outcome.evaluations.size() == 3); // the first is always the best so far
    CHECK(outcome.summary.steps == 15);
}

TEST_CASE("A run that ended early and was interrupted before its test texts were answered does not train on when it is resumed")
{
    const TemporaryDirectory place;
    TrainingRequest patient = soonOver(place / "run");
    patient.data.test = patient.data.validation;
    {
        const auto session = libTorchEngine().startTraining(std::move(patient), {}, {});
        for (int evaluations = 0; evaluations < 3;)
            evaluations += session->step().evaluation ? 1 : 0;
        REQUIRE_FALSE(session->finished());
        session->pause();
    }
    ResumeRequest again = resumption(place / "run");
    again.data.test = again.data.validation;
    const Outcome outcome = runAll(*libTorchEngine().resumeTraining(std::move(again), {}, {}));
    CHECK(outcome.steps.empty());
    CHECK(outcome.summary.steps == 15);
    CHECK(outcome.summary.stoppedEarly);
    CHECK(outcome.summary.status == RunStatus::Finished);
    REQUIRE(outcome.summary.test);
    CHECK(outcome.summary.test->samples == 32);
}

TEST_CASE("A kill between the state and the best model that it tells of costs nothing: resuming writes the model anew")
{
    const TemporaryDirectory place;
    const auto five = [&](const char* name) {
        TrainingRequest wanted = request(place / name);
        wanted.options.maxSteps = 5;
        return wanted;
    };
    runAll(*libTorchEngine().startTraining(five("whole"), {}, {}));
    {
        const auto session = libTorchEngine().startTraining(five("killed"), {}, {});
        while (!session->step().evaluation) { }
    }
    std::filesystem::remove_all(place / "killed" / "model");
    const Outcome outcome = runAll(*libTorchEngine().resumeTraining(resumption(place / "killed"), {}, {}));
    CHECK(outcome.steps.empty());
    CHECK(outcome.summary.status == RunStatus::Finished);
    CHECK(weightsOf(place / "killed") == weightsOf(place / "whole"));
    CHECK(readFile(place / "killed" / "model" / "config.json") == readFile(place / "whole" / "model" / "config.json"));
}

TEST_CASE("A run that was killed before it saved anything begins anew when it is resumed, to the same bits, from the same files alone")
{
    const TemporaryDirectory place;
    std::filesystem::copy(dataDirectory() / "classifier-safetensors", place / "checkpoint");
    std::ofstream(place / "rows.csv") << "rows";
    const auto recorded = [&](const char* name) {
        TrainingRequest wanted = request(place / name);
        wanted.checkpoint = wanted.sources.checkpoint = place / "checkpoint";
        wanted.sources.dataFile = place / "rows.csv";
        return wanted;
    };
    runAll(*libTorchEngine().startTraining(recorded("whole"), {}, {}));
    {
        const auto session = libTorchEngine().startTraining(recorded("killed"), {}, {});
        for (int i = 0; i < 3; ++i)
            session->step();
    }
    for (const auto& entry : std::filesystem::directory_iterator(place / "killed" / "checkpoint"))
        if (entry.path().extension() == ".safetensors")
            std::filesystem::remove(entry.path()); // as if the program had not even paused
    SECTION("from what it was begun with, though its own copy of the configuration was cut short")
    {
        const auto copy = place / "killed" / "checkpoint";
        if (GENERATE(true, false)) {
            std::filesystem::remove(copy / "vocab.txt");
            std::ofstream(copy / "config.json") << "{";
        } else {
            std::filesystem::remove_all(copy);
        }
        runAll(*libTorchEngine().resumeTraining(resumption(place / "killed"), {}, {}));
        CHECK(weightsOf(place / "killed") == weightsOf(place / "whole"));
        for (const char* file : {"vocab.txt", "config.json"})
            CHECK(readFile(copy / file) == readFile(place / "whole" / "checkpoint" / file));
    }
    SECTION("from what it was begun with")
    {
        runAll(*libTorchEngine().resumeTraining(resumption(place / "killed"), {}, {}));
        CHECK(weightsOf(place / "killed") == weightsOf(place / "whole"));
        CHECK(stepsOf(place / "killed") == stepsOf(place / "whole"));
    }
    SECTION("but not from a checkpoint or data that have changed")
    {
        const auto changed = GENERATE("checkpoint/config.json", "rows.csv");
        std::ofstream(place / changed, std::ios::app) << ' ';
        CHECK_THROWS_WITH(libTorchEngine().resumeTraining(resumption(place / "killed"), {}, {}), ContainsSubstring("is not as it was when the run was begun"));
    }
}
