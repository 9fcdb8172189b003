#include "tests/cli/command.h"
#include "tests/cli/files.h"

#include "core/checkpoint/checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

using namespace attune;
using namespace attune::test;

namespace {

std::size_t lines(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

/// Texts over the goldens' vocabulary, told apart by their words.
std::string smallCsv(int rows, const char* first = "bad", const char* second = "good")
{
    std::string csv = "review,label\n";
    for (int i = 0; i < rows; ++i)
        csv += std::string(i % 2 ? "the film was wonderful" : "the film was bad") + (i % 3 ? " it was" : "") + ","
            + (i % 2 ? second : first) + "\n";
    return csv;
}

} // namespace

TEST_CASE("Version and help succeed without an engine, wrong usage exits with 2")
{
    Command version({"--version"}, {}, {kNoEngine});
    CHECK(version.exitCode() == 0);
    CHECK_THAT(version.out(), ContainsSubstring("attune-cli 0."));
    for (const char* command : {"train", "predict", "attend", "inspect", "tokenize", "new-checkpoint", "devices"}) {
        Command help({command, "--help"}, {}, {kNoEngine});
        CAPTURE(command);
        CHECK(help.exitCode() == 0);
        CHECK_THAT(help.out(), ContainsSubstring("Example") && ContainsSubstring("attune-cli " + std::string(command)) && ContainsSubstring("--json"));
    }
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
             {}, {"fly"}, {"predict"}, {"predict", checkpoint()}, {"train"}, {"train", "--output", "x", "--max-steps", "many"}, {"tokenize", "--nonsense"}}) {
        Command command(wrong);
        CHECK(command.exitCode() == 2);
        CHECK_FALSE(command.err().empty());
    }
}

TEST_CASE("tokenize prints ids for each line, an empty one among them, and needs the tokenizer's files only")
{
    const TemporaryDirectory place;
    for (const char* file : {"vocab.txt", "tokenizer_config.json"})
        std::filesystem::copy(std::filesystem::path(checkpoint()) / file, place / file);
    Command command({"tokenize", place.path().string(), "--ids"}, "it could not be better.\n\nthe", {kNoEngine});
    CHECK(command.exitCode() == 0);
    CHECK(command.out() == "12 193 348 189 197 266 28 13\n12 13\n12 184 13\n");
    Command cut({"tokenize", place.path().string(), "--ids", "--max-length", "4"}, "it could not be better.\n");
    CHECK(cut.exitCode() == 0);
    CHECK(cut.out() == "12 193 348 13\n");
}

TEST_CASE("A failure exits with 1 and one sentence that names what is at fault")
{
    const TemporaryDirectory place;
    const std::string oneClass = write(place / "one.csv", smallCsv(20, "good", "good"));
    std::string hundreds = "text,label\n";
    for (int i = 0; i < 900; ++i)
        hundreds += "the film was number " + std::to_string(i) + " of them,label " + std::to_string(i / 2) + "\n";
    const std::string many = write(place / "many.csv", hundreds);
    const std::string output = (place / "run").string();
    struct Case {
        std::vector<std::string> arguments;
        std::string named;
    };
    for (const Case& failing : std::vector<Case>{
             {{"predict", (place / "nowhere").string(), "--text", "x"}, "nowhere"},
             {{"predict", checkpoint("no-prefix"), "--text", "x"}, "no classifier"},
             {{"predict", checkpoint("refuse-relative-positions"), "--text", "x"}, "position"},
             {{"predict", checkpoint("refuse-malicious-pickle"), "--text", "x"}, "pytorch_model.bin"},
             {{"train", "--data", (place / "absent.csv").string(), "--checkpoint", checkpoint(), "--output", output}, "absent.csv"},
             {{"train", "--data", oneClass, "--checkpoint", checkpoint(), "--output", output}, "label"},
             {{"train", "--data", many, "--checkpoint", checkpoint(), "--label-column", "label", "--output", output}, "label"},
             {{"train", "--data", oneClass, "--text-column", "opinion", "--checkpoint", checkpoint(), "--output", output}, "opinion"},
             {{"train", "--data", oneClass, "--checkpoint", checkpoint(), "--output", place.path().string()}, "exists already"},
             {{"attend", checkpoint(), "--text", "x", "--output", (place / "no" / "such" / "folder").string()}, "folder"},
             {{"new-checkpoint", "--shape", "tiny", "--vocabulary-from", (place / "none.csv").string(), "--output", output}, "none.csv"}}) {
        Command command(failing.arguments);
        CAPTURE(failing.arguments, command.err());
        CHECK(command.exitCode() == 1);
        CHECK(lines(command.err()) == 1);
        CHECK_THAT(command.err(), ContainsSubstring(failing.named));
        CHECK(command.out().empty());
        CHECK_FALSE(std::filesystem::exists(output));
    }
    CHECK_FALSE(std::filesystem::exists("attune-was-here"));
}

TEST_CASE("An engine that is missing is named, with the way out")
{
    Command command({"devices"}, {}, {kNoEngine});
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("/nowhere/libattune-engine.so") && ContainsSubstring("ATTUNE_ENGINE"));
}

TEST_CASE("train prints an event for each step and evaluation and ends with the best model, which predicts")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(80)), validation = write(place / "check.csv", smallCsv(20));
    const std::string run = (place / "run").string();
    Command command({"train", "--data", data, "--validation", validation, "--checkpoint", checkpoint("no-prefix"), "--output", run, "--max-steps", "20",
                     "--eval-steps", "5", "--learning-rate", "3e-3", "--per-device-train-batch-size", "16", "--max-seq-length", "24", "--seed", "3",
                     "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto events = command.jsonLines();
    const auto count = [&](const char* name) {
        return std::count_if(events.begin(), events.end(), [&](const auto& event) { return event.at("event") == name; });
    };
    CHECK(count("step") == 20);
    CHECK(count("evaluation") == 4);
    CHECK(events.at(0).at("learning_rate") == 0);
    CHECK(events.at(0).at("loss") > 0);
    const auto& last = events.back();
    CHECK(last.at("event") == "finished");
    CHECK(last.at("best").at("accuracy") > 0.9);
    CHECK(last.at("best").contains("macro_f1"));
    CHECK(last.at("best").contains("loss"));

    Command predict({"predict", run, "--text", "the film was wonderful", "--json"});
    REQUIRE(predict.exitCode() == 0);
    CHECK(predict.jsonLines().at(0).at("label") == "good");
    const auto config = readJson(place / "run" / "model" / "tokenizer_config.json");
    CHECK(config.at("model_max_length") == 24);
}

TEST_CASE("A label that only the validation file has is told, and its rows are left out")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(40));
    const std::string validation = write(place / "check.csv", smallCsv(20) + "the film was,strange\n");
    Command command({"train", "--data", data, "--validation", validation, "--checkpoint", checkpoint(), "--output", (place / "run").string(),
                     "--max-steps", "2", "--json"});
    REQUIRE(command.exitCode() == 0);
    CHECK_THAT(command.err(), ContainsSubstring("strange") && ContainsSubstring("22"));
    CHECK(command.jsonLines().back().at("event") == "finished");
}

TEST_CASE("Columns are chosen by 0-based index where the file has no header")
{
    const TemporaryDirectory place;
    std::string tsv;
    for (int i = 0; i < 60; ++i)
        tsv += std::string(i % 2 ? "1" : "0") + "\t" + (i % 2 ? "the film was wonderful and it was" : "the film was bad and it was not") + "\n";
    const std::string data = write(place / "data.tsv", tsv);
    Command command({"train", "--data", data, "--text-column", "1", "--label-column", "0", "--checkpoint", checkpoint(), "--output",
                     (place / "run").string(), "--max-steps", "2", "--json"});
    CAPTURE(command.err());
    REQUIRE(command.exitCode() == 0);
    CHECK(core::inspectCheckpoint(place / "run" / "model").config.labels == std::vector<std::string>{"0", "1"});
}

TEST_CASE("A split column is used unless a share is asked for, also where text and label are named")
{
    const TemporaryDirectory place;
    std::string csv = "review,label,split\n";
    for (int i = 0; i < 60; ++i)
        csv += std::string(i % 2 ? "the film was wonderful" : "the film was bad") + (i % 3 ? " it was" : "") + (i % 2 ? ",good," : ",bad,")
            + (i < 20 ? "validation\n" : "train\n");
    const std::string data = write(place / "data.csv", csv);
    const std::vector<std::string> common{"train", "--data", data, "--checkpoint", checkpoint(), "--max-steps", "1", "--json"};
    for (const auto& [more, samples] : std::vector<std::pair<std::vector<std::string>, int>>{
             {{}, 20}, {{"--text-column", "review", "--label-column", "label"}, 20}, {{"--validation-split", "0.1"}, 6}}) {
        std::vector<std::string> arguments = common;
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), {"--output", (place / ("run" + std::to_string(more.size()) + std::to_string(samples))).string()});
        Command command(arguments);
        CAPTURE(more, command.err());
        REQUIRE(command.exitCode() == 0);
        CHECK(command.jsonLines().at(1).at("samples") == samples);
    }
}

TEST_CASE("Ctrl-C ends a training with the best model so far")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400));
    Command command({"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / "run").string(), "--max-steps", "1000000",
                     "--eval-steps", "10", "--json"});
    REQUIRE(command.waitForOutput("\"event\":\"evaluation\"", 60)); // each event is flushed at once
    command.interrupt();
    CHECK(command.exitCode() == 0);
    const auto last = command.jsonLines().back();
    CHECK(last.at("event") == "finished");
    CHECK(last.at("status") == "stopped");
    CHECK(core::inspectCheckpoint(place / "run" / "model").hasClassifier);
    CHECK(readJson(place / "run" / "run.json").at("status") == "stopped");
}

TEST_CASE("train and new-checkpoint read standard input by the name of -")
{
    const TemporaryDirectory place;
    const std::string made = (place / "made").string(), run = (place / "run").string();
    Command checkpoint({"new-checkpoint", "--vocabulary-from", "-", "--output", made}, smallCsv(60));
    REQUIRE(checkpoint.exitCode() == 0);
    Command train({"train", "--data", "-", "--checkpoint", made, "--output", run, "--max-steps", "2"}, smallCsv(60));
    REQUIRE(train.exitCode() == 0);
    const auto file = readJson(place / "run" / "run.json");
    CHECK(file.at("sources").at("data").at("path") == "/dev/stdin");
    CHECK(file.at("plan").at("train_examples") == 54);
}

TEST_CASE("new-checkpoint learns a vocabulary and writes a BERT that can be trained")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(60)), made = (place / "made").string();
    Command command({"new-checkpoint", "--shape", "tiny", "--vocabulary-from", data, "--output", made});
    REQUIRE(command.exitCode() == 0);
    const auto summary = core::inspectCheckpoint(made);
    CHECK(summary.config.numHiddenLayers == 2);
    CHECK(summary.config.hiddenSize == 128);
    Command told({"new-checkpoint", "--vocabulary-from", data, "--output", (place / "told").string(), "--json"});
    REQUIRE(told.exitCode() == 0);
    const auto answer = nlohmann::json::parse(told.out());
    CHECK(answer.at("vocabulary_size") == summary.vocabularySize);
    CHECK(answer.at("parameters") == summary.config.parameterCount());
    CHECK(core::inspectCheckpoint(answer.at("directory").get<std::string>()).vocabularySize == summary.vocabularySize);
    Command ids({"tokenize", made, "--ids"}, "the film was wonderful\n");
    CHECK(ids.exitCode() == 0);
    CHECK(ids.out().find(" 1 ") == std::string::npos); // nothing is [UNK]
    Command train({"train", "--data", data, "--checkpoint", made, "--output", (place / "run").string(), "--max-steps", "2"});
    CHECK(train.exitCode() == 0);
    CHECK_THAT(train.out(), ContainsSubstring("Finished after 2 steps"));
}
