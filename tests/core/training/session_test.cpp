#include "tests/core/training/small_run.h"

#include "core/error.h"
#include "core/training/engine.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

TEST_CASE("A training learns, keeps its best model and leaves a run that anyone can read")
{
    const TemporaryDirectory place;
    const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
    CHECK(session->plan().totalSteps == 20);
    CHECK(session->plan().warmupSteps == 2);
    CHECK(session->plan().stepsPerEpoch == 6);
    CHECK(session->plan().majorityAccuracy == 0.5);
    CHECK(session->plan().bestMetric == "accuracy");
    CHECK(session->plan().newlyInitialised == std::vector<std::string>{"classifier.weight", "classifier.bias"});
    const Outcome outcome = runAll(*session);

    CHECK(outcome.steps.size() == 20);
    CHECK(outcome.evaluations.size() == 4);
    CHECK(outcome.summary.status == RunStatus::Finished);
    CHECK(outcome.summary.best.accuracy > 0.9);
    CHECK(outcome.steps.back().loss < 0.8 * outcome.steps.front().loss);

    const auto run = readJson(place / "run" / "run.json");
    CHECK(run.at("status") == "finished");
    std::istringstream lines(readFile(place / "run" / "metrics.jsonl"));
    std::map<std::string, int> events;
    for (std::string line; std::getline(lines, line);)
        ++events[nlohmann::json::parse(line).at("event")];
    CHECK(events == std::map<std::string, int>{{"step", 20}, {"evaluation", 4}, {"finished", 1}});

    const auto classifier = libTorchEngine().openClassifier(checkpointOf(place / "run"), "cpu");
    CHECK(classifier->summary().maxLength == 32);
    CHECK(classifier->predict({"the film was bad"}, {}).labels == std::vector<std::string>{"negative", "positive"});
    CHECK(classifier->predict({"the film was bad"}, {}).label == 0);
    CHECK(classifier->predict({"the film was wonderful"}, {}).label == 1);
}

TEST_CASE("The same seed gives the same bits, whatever is predicted in between, and another seed other ones")
{
    const TemporaryDirectory place;
    TrainingRequest other = request(place / "c");
    other.options.seed = 7;
    const Outcome a = runAll(*libTorchEngine().startTraining(request(place / "a"), {}, {}));
    const Outcome b = runAll(*libTorchEngine().startTraining(request(place / "b"), {}, {}), true);
    const Outcome c = runAll(*libTorchEngine().startTraining(other, {}, {}));
    REQUIRE(a.steps.size() == b.steps.size());
    for (std::size_t i = 0; i < a.steps.size(); ++i) {
        CHECK(a.steps[i].loss == b.steps[i].loss);
        CHECK(a.steps[i].gradientNorm == b.steps[i].gradientNorm);
    }
    CHECK(weightsOf(place / "a") == weightsOf(place / "b"));
    CHECK(weightsOf(place / "a") != weightsOf(place / "c"));
}

TEST_CASE("Stopping before the first evaluation evaluates once and keeps that model")
{
    const TemporaryDirectory place;
    const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
    for (int i = 0; i < 2; ++i)
        session->step();
    session->stop();
    const Outcome outcome = runAll(*session);
    CHECK(outcome.summary.status == RunStatus::Stopped);
    CHECK(outcome.evaluations.size() == 1);
    CHECK(outcome.summary.best.samples == 32);
    CHECK(inspectCheckpoint(checkpointOf(place / "run")).hasClassifier);
    CHECK(readJson(place / "run" / "run.json").at("status") == "stopped");
}

TEST_CASE("Stopping after an evaluation ends at once with the best so far")
{
    const TemporaryDirectory place;
    const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
    while (!session->step().evaluation) { }
    const std::string best = weightsOf(place / "run");
    session->step();
    session->stop();
    CHECK(session->finished());
    CHECK(weightsOf(place / "run") == best);
}

TEST_CASE("Test texts are answered by the best model at the end, however the run ends")
{
    const TemporaryDirectory place;
    for (const bool stops : {false, true}) {
        TrainingRequest tested = request(place / (stops ? "stopped" : "finished"));
        tested.data.test = tested.data.validation;
        const auto session = libTorchEngine().startTraining(std::move(tested), {}, {});
        if (stops) {
            while (!session->step().evaluation) { }
            session->step();
            session->stop();
            CHECK_FALSE(session->finished());
        }
        const RunSummary summary = runAll(*session).summary;
        REQUIRE(summary.test);
        CHECK(summary.test->samples == 32);
        CHECK(summary.test->confusion == summary.best.confusion); // the same texts
        CHECK(summary.test->loss == Approx(summary.best.loss).epsilon(1e-6));
        CHECK(readJson(summary.directory / "run.json").at("summary").at("test").at("accuracy") == summary.test->accuracy);
    }
}

TEST_CASE("A full disk is told, and the training goes on with the same bits when there is room again")
{
    const TemporaryDirectory place;
    const auto tested = [&](const char* name) {
        TrainingRequest wanted = request(place / name);
        wanted.data.test = wanted.data.validation;
        return wanted;
    };
    const Outcome whole = runAll(*libTorchEngine().startTraining(tested("whole"), {}, {}));
    const int room = GENERATE(10, 5000); // bytes: for no line of metrics; for lines, but for no state and no model
    const auto session = libTorchEngine().startTraining(tested("run"), {}, {});

    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    int refusals = 0;
    std::size_t evaluations = 0;
    bool full = true; // until something was refused; the next call has all the room that it needs
    while (!session->finished()) {
        const rlimit limit = {full ? std::filesystem::file_size(place / "run" / "metrics.jsonl") + room : before.rlim_cur, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        try {
            evaluations += session->step().evaluation.has_value();
            full = true;
        } catch (const Error& error) {
            CHECK(full);
            CHECK_THAT(error.what(), ContainsSubstring("run/"));
            ++refusals;
            full = false;
        }
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(refusals >= (room == 10 ? 24 : 4)); // steps and evaluations; the states of the latter
    CHECK(evaluations == whole.evaluations.size());
    CHECK(session->summary().status == RunStatus::Finished);
    REQUIRE(session->summary().test);
    CHECK(session->summary().test->loss == whole.summary.test->loss);
    CHECK(session->summary().test->samples == 32);
    CHECK(weightsOf(place / "run") == weightsOf(place / "whole"));
    CHECK(stepsOf(place / "run") == stepsOf(place / "whole"));
    const auto state = [&](const char* run) { return tensorBytes(readFile(place / run / "checkpoint" / "state-000000020.safetensors")); };
    CHECK(state("run") == state("whole"));
    std::cout << "full disk: refused " << refusals << " times in 20 steps" << std::endl;
}

TEST_CASE("Frozen layers and embeddings keep their weights while the rest learns")
{
    const TemporaryDirectory place;
    TrainingRequest frozen = request(place / "run");
    frozen.options.freezeEmbeddings = true;
    frozen.options.freezeLayers = 1;
    runAll(*libTorchEngine().startTraining(std::move(frozen), {}, {}));
    const SafetensorsFile before(dataDirectory() / "classifier-safetensors" / "model.safetensors");
    const SafetensorsFile after(place / "run" / "model" / "model.safetensors");
    int kept = 0, changed = 0;
    for (const StoredTensor& tensor : after.tensors()) {
        const StoredTensor* old = before.find(tensor.name);
        if (!old || tensor.name.starts_with("classifier"))
            continue;
        const bool same = std::memcmp(old->bytes.data(), tensor.bytes.data(), tensor.bytes.size()) == 0;
        const bool isFrozen = tensor.name.starts_with("bert.embeddings.") || tensor.name.starts_with("bert.encoder.layer.0.");
        CAPTURE(tensor.name);
        CHECK(same == isFrozen);
        ++(same ? kept : changed);
    }
    CHECK(kept > 10);
    CHECK(changed > 10);
}

TEST_CASE("A loss that is no longer a number stops the run with a sentence and keeps the best model")
{
    const TemporaryDirectory place;
    // One word whose embedding is not a number, in one text that the second batch of the epoch or a later one holds.
    std::filesystem::copy(dataDirectory() / "classifier-safetensors", place / "sick", std::filesystem::copy_options::recursive);
    const Tokenizer tokenizer = Tokenizer::fromDirectory(place / "sick");
    const std::int32_t word = tokenizer.encode("better", 8).ids.at(1);
    {
        const SafetensorsFile healthy(dataDirectory() / "classifier-safetensors" / "model.safetensors");
        std::vector<StoredTensor> tensors = healthy.tensors();
        std::vector<float> embedding;
        for (StoredTensor& tensor : tensors) {
            if (!tensor.name.ends_with("word_embeddings.weight"))
                continue;
            embedding.resize(tensor.bytes.size() / sizeof(float));
            std::memcpy(embedding.data(), tensor.bytes.data(), tensor.bytes.size());
            embedding[static_cast<std::size_t>(word * tensor.shape[1])] = std::numeric_limits<float>::quiet_NaN();
            tensor.bytes = std::as_bytes(std::span<const float>(embedding));
        }
        REQUIRE_FALSE(embedding.empty());
        writeSafetensors(place / "sick" / "model.safetensors", tensors, healthy.metadata());
    }
    TrainingRequest bad = request(place / "run");
    bad.checkpoint = place / "sick";
    bad.options.evalSteps = 1;
    bad.data.train.examples[17].text = "better";
    const auto session = libTorchEngine().startTraining(std::move(bad), {}, {});
    while (!session->step().evaluation) { }
    REQUIRE(session->summary().best.samples > 0);
    const auto goOn = [&] {
        while (!session->finished())
            session->step();
    };
    CHECK_THROWS_WITH(goOn(), ContainsSubstring("The loss is no longer a number at step") && ContainsSubstring("learning rate")
                          && ContainsSubstring("The best model so far is kept"));
    CHECK(session->finished());
    CHECK(session->summary().status == RunStatus::Failed);
    CHECK(session->summary().best.samples > 0);
    CHECK(inspectCheckpoint(checkpointOf(place / "run")).hasClassifier);
    const auto run = readJson(place / "run" / "run.json");
    CHECK(run.at("status") == "failed");
    CHECK_THAT(run.dump(), ContainsSubstring("no longer a number"));
}

TEST_CASE("An output that exists, a maximum length beyond the positions, more frozen layers than there are and an unknown device are refused")
{
    const TemporaryDirectory place;
    const auto refusal = [](TrainingRequest bad) {
        try {
            libTorchEngine().startTraining(std::move(bad), {}, {});
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    std::filesystem::create_directory(place / "there");
    CHECK_THAT(refusal(request(place / "there")), ContainsSubstring("exists already"));
    TrainingRequest tooLong = request(place / "long");
    tooLong.options.maxSeqLength = 65;
    CHECK_THAT(refusal(tooLong), ContainsSubstring("max_seq_length") && ContainsSubstring("64"));
    TrainingRequest frozen = request(place / "frozen");
    frozen.options.freezeLayers = 99;
    CHECK_THAT(refusal(frozen), ContainsSubstring("freeze_layers is 99"));
    TrainingRequest strange = request(place / "strange");
    strange.options.device = "toaster";
    CHECK_THAT(refusal(strange), ContainsSubstring("toaster"));
    CHECK_FALSE(std::filesystem::exists(place / "long"));
    CHECK_FALSE(std::filesystem::exists(place / "frozen"));
    CHECK_FALSE(std::filesystem::exists(place / "strange"));
}

TEST_CASE("A start whose configuration the disk has no room for leaves no run, and the same name can be tried again")
{
    const TemporaryDirectory place;
    std::filesystem::copy(dataDirectory() / "classifier-safetensors", place / "checkpoint");
    std::istringstream words(readFile(place / "checkpoint" / "vocab.txt"));
    std::string longer; // than all that is written before it
    for (std::string word; std::getline(words, word);)
        longer += word + (word.starts_with('[') ? "" : std::string(400, 'x')) + '\n';
    std::ofstream(place / "checkpoint" / "vocab.txt") << longer;
    TrainingRequest wanted = request(place / "run");
    wanted.checkpoint = wanted.sources.checkpoint = place / "checkpoint";

    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {20'000, before.rlim_max};
    REQUIRE(longer.size() > 2 * limit.rlim_cur);
    setrlimit(RLIMIT_FSIZE, &limit);
    std::string refusal;
    try {
        libTorchEngine().startTraining(wanted, {}, {});
    } catch (const Error& error) {
        refusal = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK_THAT(refusal, ContainsSubstring("vocab.txt") && ContainsSubstring("File too large"));
    CHECK_FALSE(std::filesystem::exists(place / "run"));
    CHECK(runAll(*libTorchEngine().startTraining(wanted, {}, {})).summary.status == RunStatus::Finished);
}

TEST_CASE("A stop asked for while texts are tokenized ends the start without leaving a run")
{
    const TemporaryDirectory place;
    std::stop_source source;
    source.request_stop();
    CHECK_THROWS_AS(libTorchEngine().startTraining(request(place / "run"), {}, source.get_token()), Error);
    CHECK_FALSE(std::filesystem::exists(place / "run"));
}

TEST_CASE("A prediction's attention rows sum to 1 and its values do not change when asked again")
{
    const auto classifier = libTorchEngine().openClassifier(dataDirectory() / "classifier-safetensors", "cpu");
    const Prediction one = classifier->predict({"It could not be better."}, {0, true});
    const Prediction two = classifier->predict({"It could not be better."}, {0, true});
    CHECK(one.attention.values == two.attention.values);
    CHECK(one.logits == two.logits);
    REQUIRE(one.attention.tokens == one.tokens.size());
    for (std::size_t layer = 0; layer < one.attention.layers; ++layer)
        for (std::size_t head = 0; head < one.attention.heads; ++head)
            for (std::size_t from = 0; from < one.attention.tokens; ++from) {
                double sum = 0;
                for (std::size_t to = 0; to < one.attention.tokens; ++to)
                    sum += one.attention.at(layer, head, from, to);
                CHECK(sum == Approx(1).margin(1e-6));
            }
    CHECK(classifier->predict({std::string(500, 'x') + " the the the"}, {5, false}).tokens.size() == 5);
    CHECK_THROWS_AS(classifier->predict({"the"}, {65, false}), Error);
}

TEST_CASE("A new checkpoint is a HuggingFace directory, equal for equal seeds")
{
    const TemporaryDirectory place;
    NewCheckpoint checkpoint;
    checkpoint.vocabulary = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b"};
    checkpoint.config.hiddenSize = 16;
    checkpoint.config.numHiddenLayers = 1;
    checkpoint.config.numAttentionHeads = 2;
    checkpoint.config.intermediateSize = 32;
    checkpoint.config.maxPositionEmbeddings = 24;
    checkpoint.config.labels = {"LABEL_0", "LABEL_1"};
    for (const char* name : {"one", "two"})
        libTorchEngine().writeNewCheckpoint(checkpoint, place / name);
    const CheckpointSummary summary = inspectCheckpoint(place / "one");
    CHECK(summary.vocabularySize == 9);
    CHECK_FALSE(summary.hasClassifier);
    CHECK(summary.maxLength == 24);
    CHECK(readFile(place / "one" / "model.safetensors") == readFile(place / "two" / "model.safetensors"));
    CHECK_THROWS_AS(libTorchEngine().writeNewCheckpoint(checkpoint, place / "one"), Error);
}
