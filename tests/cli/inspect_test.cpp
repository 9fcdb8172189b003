#include "core/checkpoint/checkpoint.h"
#include "tests/cli/command.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

using namespace attune;
using namespace attune::test;

namespace {

const std::string kNoEngine = "ATTUNE_ENGINE=/nowhere/libattune-engine.so";

std::string checkpoint(const std::string& name)
{
    return (dataDirectory() / name).string();
}

nlohmann::json inspected(const std::string& directory)
{
    Command command({"inspect", directory, "--json"}, {}, {kNoEngine});
    INFO(command.err());
    REQUIRE(command.exitCode() == 0);
    REQUIRE(command.jsonLines().size() == 1);
    return command.jsonLines().front();
}

/// The value beside `key` in the plain output.
std::string valueOf(const std::string& out, const std::string& key)
{
    const auto begin = (("\n" + out).find("\n" + key + " "));
    REQUIRE(begin != std::string::npos);
    const std::string line = out.substr(begin, out.find('\n', begin) - begin);
    return line.substr(line.find_first_not_of(' ', key.size()));
}

} // namespace

TEST_CASE("inspect tells architecture, tokenizer, labels and files without an engine")
{
    Command command({"inspect", checkpoint("classifier-sharded-bin")}, {}, {kNoEngine});
    REQUIRE(command.exitCode() == 0);
    const std::string out = command.out();
    CHECK_THAT(valueOf(out, "checkpoint"), ContainsSubstring("classifier-sharded-bin"));
    CHECK(valueOf(out, "architecture") == "BERT: 2 layers, hidden size 24, 3 heads of 8, feed-forward 48, gelu");
    CHECK(valueOf(out, "embeddings") == "64 positions, 2 token types, layer_norm_eps 1e-12");
    CHECK_THAT(valueOf(out, "tokenizer"), ContainsSubstring("462 tokens, lower-cased, at most 64"));
    CHECK_THAT(valueOf(out, "special"), ContainsSubstring("[CLS] 12"));
    CHECK(valueOf(out, "labels") == "3: negative, neutral, positive");
    CHECK(valueOf(out, "problem") == "single_label_classification");
    CHECK_THAT(valueOf(out, "weights"), ContainsSubstring("sharded PyTorch zip, F32, "));
    CHECK_THAT(valueOf(out, "files"), ContainsSubstring("pytorch_model.bin.index.json"));
    CHECK_THAT(out, ContainsSubstring("pytorch_model-00003-of-00003.bin"));
    CHECK(valueOf(out, "missing") == "none");
    CHECK(valueOf(out, "unused") == "none");
    CHECK(command.err().empty());
}

TEST_CASE("inspect says what is newly initialised and what goes unused")
{
    Command command({"inspect", checkpoint("pretraining-heads")}, {}, {kNoEngine});
    REQUIRE(command.exitCode() == 0);
    CHECK_THAT(valueOf(command.out(), "labels"), ContainsSubstring("no classifier is stored"));
    CHECK_THAT(
        valueOf(command.out(), "missing"), ContainsSubstring("classifier.weight") && ContainsSubstring("newly initialised"));
    CHECK_THAT(valueOf(command.out(), "unused"), ContainsSubstring("cls.predictions"));
}

TEST_CASE("inspect --json has the same facts under stable keys, for every checkpoint of tests/data")
{
    std::size_t compared = 0;
    for (const auto& directory : subdirectories(dataDirectory())) {
        if (!std::filesystem::exists(directory / "config.json") || directory.filename().string().starts_with("refuse-"))
            continue;
        INFO(directory.string());
        const auto told = inspected(directory.string());
        const auto summary = core::inspectCheckpoint(directory);
        CHECK(told.at("name") == summary.name);
        CHECK(told.at("architecture").at("model_type") == "bert");
        CHECK(told.at("architecture").at("hidden_size") == summary.config.hiddenSize);
        CHECK(told.at("architecture").at("num_hidden_layers") == summary.config.numHiddenLayers);
        CHECK(told.at("parameters") == summary.parameters);
        CHECK(told.at("tokenizer").at("vocabulary_size") == summary.vocabularySize);
        CHECK(told.at("tokenizer").at("do_lower_case") == summary.lowerCase);
        CHECK(told.at("tokenizer").at("max_length") == summary.maxLength);
        CHECK(told.at("tokenizer").at("special_tokens").at("unk_token").at("token") == "[UNK]");
        CHECK(told.at("labels") == summary.config.labels);
        CHECK(told.at("has_classifier") == summary.hasClassifier);
        CHECK(told.at("problem_type") == "single_label_classification");
        CHECK(told.at("weights").at("format") == summary.format);
        CHECK(told.at("weights").at("dtype") == summary.dtype);
        CHECK(told.at("weights").at("tensors") == summary.storedTensors);
        CHECK(told.at("missing") == summary.missing);
        CHECK(told.at("unused") == summary.unused);
        std::uint64_t bytes = 0;
        for (const auto& file : told.at("weights").at("files"))
            bytes += file.at("bytes").get<std::uint64_t>();
        CHECK(bytes == told.at("weights").at("bytes"));
        CHECK(bytes == summary.weightBytes);
        ++compared;
    }
    std::cout << "inspect: " << compared << " checkpoints told" << std::endl;
    CHECK(compared > 0);
}

TEST_CASE("inspect commands no terminal, whatever the labels are")
{
    const TemporaryDirectory place;
    std::filesystem::copy(checkpoint("classifier-fp16"), place / "model");
    auto config = readJson(place / "model" / "config.json");
    config["id2label"] = {{"0", "\x1B]0;owned\x07"}, {"1", "\u009B2J"}, {"2", "\u202Eevitisop"}};
    std::filesystem::remove(place / "model" / "config.json");
    std::ofstream(place / "model" / "config.json") << config.dump();
    Command command({"inspect", (place / "model").string()}, {}, {kNoEngine});
    REQUIRE(command.exitCode() == 0);
    CHECK(valueOf(command.out(), "labels") == "3: ?]0;owned?, ?2J, ?evitisop");
}

TEST_CASE("inspect finds the model in a run's folder")
{
    const TemporaryDirectory place;
    std::filesystem::create_directories(place / "run");
    std::filesystem::copy(checkpoint("classifier-fp16"), place / "run" / "model");
    std::ofstream(place / "run" / "run.json") << "{}";
    const auto told = inspected((place / "run").string());
    CHECK(told.at("name") == "model");
    CHECK(told.at("weights").at("dtype") == "F16");
}

TEST_CASE("inspect refuses with exit code 1 and one sentence, wrong usage with 2")
{
    for (const auto& [name, named] : {std::pair{"refuse-malicious-pickle", "asks to run"},
             {"refuse-relative-positions", "position_embedding_type"}, {"nowhere", "nowhere"}}) {
        Command command({"inspect", checkpoint(name)}, {}, {kNoEngine});
        CHECK(command.exitCode() == 1);
        CHECK(command.out().empty());
        CHECK_THAT(command.err(), ContainsSubstring(named));
        CHECK(std::ranges::count(command.err(), '\n') == 1);
    }
    CHECK(Command({"inspect"}).exitCode() == 2);
    CHECK(Command({"inspect", checkpoint("no-prefix"), "--yaml"}).exitCode() == 2);
    Command help({"inspect", "--help"});
    CHECK(help.exitCode() == 0);
    CHECK_THAT(help.out(), ContainsSubstring("attune-cli inspect bert-base-uncased"));
}

TEST_CASE("inspect refuses every broken checkpoint of the reference pack with exit code 1 and one sentence")
{
    const auto pack = referencePack("inspect of broken checkpoints");
    if (!pack)
        return;
    std::size_t refused = 0;
    double slowest = 0;
    for (const auto& entry : readJson(*pack / "models_bad" / "expected.json")) {
        const auto start = std::chrono::steady_clock::now();
        Command command({"inspect", (*pack / "models_bad" / entry["dir"].get<std::string>()).string()}, {}, {kNoEngine});
        CHECK(command.exitCode() == 1);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        INFO(command.err());
        slowest = std::max(slowest, taken.count());
        CHECK(std::ranges::count(command.err(), '\n') == 1);
        ++refused;
    }
    std::cout << "inspect: " << refused << " broken checkpoints refused, the slowest in " << slowest << " s" << std::endl;
    CHECK(refused > 0);
    for (const char* trace : {"attune-was-here", "pwned"})
        CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("inspect --data forecasts memory and time of a training on that file")
{
    const std::string data = (resourcesDirectory() / "sample" / "reviews.csv").string();
    Command told({"inspect", (resourcesDirectory() / "starter").string(), "--data", data, "--json"});
    REQUIRE(told.exitCode() == 0);
    const auto forecast = told.jsonLines().front().at("forecast");
    CHECK(forecast.at("steps") > 100);
    CHECK(forecast.at("seconds") > 0.5);
    CHECK(forecast.at("seconds") < 600);
    CHECK(forecast.at("fits") == true);
    const auto& memory = forecast.at("memory");
    std::uint64_t sum = 0;
    for (const char* part : {"weights", "gradients", "optimizer", "activations", "working"})
        sum += memory.at(part).get<std::uint64_t>();
    CHECK(memory.at("total").get<double>() == Approx(static_cast<double>(sum)).margin(10));
    CHECK(told.jsonLines().front().at("licence") == "GPL-3.0");

    Command words({"inspect", (resourcesDirectory() / "starter").string(), "--data", data});
    REQUIRE(words.exitCode() == 0);
    CHECK_THAT(valueOf(words.out(), "time"), ContainsSubstring("about ") && ContainsSubstring(" steps in "));
    CHECK_THAT(valueOf(words.out(), "memory"), ContainsSubstring(" free: weights "));
    Command missing({"inspect", (resourcesDirectory() / "starter").string(), "--data", "/nowhere/reviews.csv"});
    CHECK(missing.exitCode() == 1);
}
