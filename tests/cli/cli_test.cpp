#include "tests/cli/command.h"
#include "tests/cli/files.h"

#include "core/checkpoint/checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <thread>
#include <tuple>

using namespace attune;
using namespace attune::test;

namespace {

std::size_t lines(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

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
    CHECK(events.at(0).at("event") == "overlap"); // both files repeat the same few texts
    CHECK(events.at(1).at("learning_rate") == 0);
    CHECK(events.at(1).at("loss") > 0);
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
        tsv += std::string(i % 2 ? "1" : "0") + "\t" + (i % 2 ? "the film was wonderful and it was" : "the film was bad and it was not") + " " + std::to_string(i) + "\n";
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
        csv += std::string(i % 2 ? "the film was wonderful" : "the film was bad") + " " + std::to_string(i) + (i % 2 ? ",good," : ",bad,")
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
        CHECK(command.event("evaluation").at("samples") == samples);
    }
}

TEST_CASE("A run that goes on takes no other data or columns")
{
    for (const auto& [option, value] : std::vector<std::pair<std::string, std::string>>{
             {"--validation", "x"}, {"--test", "x"}, {"--validation-split", "0.2"}, {"--split-column", "x"}, {"--split-seed", "1"}, {"--text-column", "x"}, {"--delimiter", ";"},
             {"--rename-label", "a=b"}, {"--leave-out-label", "a"}, {"--label-order", "a,b"}}) {
        Command command({"train", "--resume", "run", option, value}, {}, {kNoEngine});
        CAPTURE(option, command.err());
        CHECK(command.exitCode() == 2);
        CHECK_THAT(command.err(), ContainsSubstring("--resume excludes " + option));
    }
}

TEST_CASE("Every real dataset goes through train with nothing but file and checkpoint given")
{
    const auto pack = referencePack("real datasets to learn from");
    if (!pack)
        return;
    const TemporaryDirectory place;
    std::set<std::string> tried;
    std::size_t files = 0;
    for (const auto& golden : readJson(*pack / "datasets/golden.json")) {
        const std::filesystem::path file = golden.at("file").get<std::string>();
        if (!tried.insert(file.begin()->string()).second)
            continue; // another part of the same set
        const std::string run = (place / std::to_string(++files)).string();
        Command command({"train", "--data", (*pack / "datasets" / file).string(), "--checkpoint", checkpoint(), "--output", run, "--max-steps", "2", "--json"});
        INFO(file.string());
        CAPTURE(command.err());
        REQUIRE(command.exitCode() == 0);
        CHECK(command.jsonLines().back().at("event") == "finished");
        CHECK(core::inspectCheckpoint(run + "/model").config.labels.size() == golden.at("label_counts").size());
    }
    std::cout << "real datasets to learn from: " << files << " tried" << std::endl;
    CHECK(files > 0);
}

TEST_CASE("A full disk ends train with the way to go on, and the run goes on where there is room again")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400)), run = (place / "run").string();
    const auto handler = std::signal(SIGXFSZ, SIG_IGN); // the program inherits it: writing fails then, as on a full disk
    Command command({"train", "--data", data, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "1000000", "--eval-steps", "10", "--json"});
    std::signal(SIGXFSZ, handler);
    REQUIRE(command.waitForOutput("\"event\":\"evaluation\"", 60));
    // Room for the output and for metrics, not for a saved state.
    const rlimit limit = {command.out().size() + 50'000, RLIM_INFINITY};
    REQUIRE(prlimit(command.process(), RLIMIT_FSIZE, &limit, nullptr) == 0);
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("run/checkpoint"));
    const auto last = command.jsonLines().back();
    CHECK(last.at("event") == "failed");
    CHECK(last.at("can_go_on") == true);
    CHECK_THAT(last.at("reason").get<std::string>(), ContainsSubstring("run/checkpoint"));

    Command resumed({"train", "--resume", run, "--max-steps", "40", "--quiet"});
    CAPTURE(resumed.err());
    CHECK(resumed.exitCode() == 0);
    CHECK(readJson(place / "run" / "run.json").at("status") == "finished");
}

TEST_CASE("Ctrl-C pauses a training, which --resume then ends")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400)), run = (place / "run").string();
    Command command({"train", "--data", data, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "1000000", "--eval-steps", "10", "--json"});
    REQUIRE(command.waitForOutput("\"event\":\"evaluation\"", 60)); // each event is flushed at once
    command.interrupt();
    CHECK(command.exitCode() == 0);
    const auto last = command.jsonLines().back();
    CHECK(last.at("event") == "paused");
    CHECK(last.at("status") == "paused");
    CHECK(core::inspectCheckpoint(place / "run" / "model").hasClassifier);
    CHECK(readJson(place / "run" / "run.json").at("status") == "paused");

    const int steps = last.at("steps").get<int>() + 3;
    Command resumed({"train", "--resume", run, "--max-steps", std::to_string(steps), "--json"});
    REQUIRE(resumed.exitCode() == 0);
    CHECK_THAT(resumed.err(), ContainsSubstring("max_steps: " + std::to_string(steps) + " instead of 1000000"));
    CHECK(resumed.jsonLines().back().at("event") == "finished");
    CHECK(resumed.jsonLines().back().at("steps") == steps);
    CHECK(readJson(place / "run" / "run.json").at("status") == "finished");
}

TEST_CASE("A training that is killed again and again, also while it saves, ends with the same bits as one that is not")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(400)), whole = (place / "whole").string(), killed = (place / "killed").string();
    const std::vector<std::string> options{"--data", data, "--checkpoint", checkpoint(), "--max-steps", "120", "--eval-steps", "20", "--save-steps", "1",
                                           "--precision", "fp32", "--json"};
    const auto train = [&](const std::string& output) {
        std::vector<std::string> arguments{"train", "--output", output};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return arguments;
    };
    REQUIRE(Command(train(whole)).exitCode() == 0);

    // A state is saved after every step, which takes as long as the step: about every second kill meets a file half written.
    std::size_t kills = 0;
    {
        Command first(train(killed));
        REQUIRE(first.waitForOutput("\"step\":9,", 60));
        first.kill();
        CHECK(first.exitCode() == 128 + 9);
        ++kills;
    }
    for (int step = 20; step < 120; step += 13) {
        Command next({"train", "--resume", killed, "--json"});
        REQUIRE(next.waitForOutput("\"step\":" + std::to_string(step) + ",", 60));
        std::this_thread::sleep_for(std::chrono::microseconds(300 * (step % 7)));
        next.kill();
        kills += next.exitCode() == 128 + 9;
    }
    Command last({"train", "--resume", killed, "--json"});
    REQUIRE(last.exitCode() == 0);
    CHECK(last.jsonLines().back().at("steps") == 120);
    CHECK(readFile(place / "killed" / "model" / "model.safetensors") == readFile(place / "whole" / "model" / "model.safetensors"));
    std::vector<int> steps;
    std::istringstream lines(readFile(place / "killed" / "metrics.jsonl"));
    for (std::string line; std::getline(lines, line);)
        if (const auto event = nlohmann::json::parse(line); event.at("event") == "step")
            steps.push_back(event.at("step"));
    REQUIRE(steps.size() == 120);
    for (int i = 0; i < 120; ++i)
        CHECK(steps[static_cast<std::size_t>(i)] == i + 1);
    std::cout << "killed " << kills << " times in 120 steps" << std::endl;
    CHECK(kills > 5);
}

TEST_CASE("A value that an option cannot have is told in its words before anything is read")
{
    for (const auto& [option, value, told] : std::vector<std::tuple<std::string, std::string, std::string>>{{"--learning-rate", "abc", "\"abc\" is no number"},
             {"--save-steps", "2.5", "\"2.5\" is no whole number"}, {"--max-steps", "many", "no whole number, nor none"}, {"--max-grad-norm", "-1", "at least 0"},
             {"--lr-scheduler-type", "steep", "cosine_with_restarts"}, {"--warmup-ratio", "2", "between 0 and 1"}, {"--optim", "lion", "adamw_torch"}}) {
        Command command({"train", "--data", "absent.csv", option, value}, {}, {kNoEngine});
        CAPTURE(option, command.err());
        CHECK(command.exitCode() == 2);
        CHECK_THAT(command.err(), ContainsSubstring(option) && ContainsSubstring(told));
    }
}

TEST_CASE("Without --output a run gets a folder of its own among the window's, and is told where; without --data and --output nothing is done")
{
    const TemporaryDirectory place;
    const std::string home = "XDG_DATA_HOME=" + place.path().string(), data = write(place / "data.csv", smallCsv(60));
    const std::vector<std::string> train{"train", "--data", data, "--checkpoint", checkpoint(), "--max-steps", "1"};
    for (const char* name : {"run-0001", "run-0002"}) {
        const auto run = place / "attune" / "runs" / name;
        Command command(train, {}, {home});
        REQUIRE(command.exitCode() == 0);
        CHECK_THAT(command.err(), ContainsSubstring("The run is written to " + run.string()));
        CHECK(readJson(run / "run.json").at("status") == "finished");
    }
    std::vector<std::string> json = train;
    json.push_back("--json");
    Command events(json, {}, {home});
    REQUIRE(events.exitCode() == 0);
    CHECK(events.jsonLines().back().at("output") == (place / "attune" / "runs" / "run-0003").string());

    Command nothing({"train"}, {}, {home, kNoEngine});
    CHECK(nothing.exitCode() == 2);
    CHECK_THAT(nothing.err(), ContainsSubstring("--data") && ContainsSubstring("--output") && ContainsSubstring("--resume"));
    Command broken({"train", "--data", (place / "absent.csv").string(), "--checkpoint", checkpoint()}, {}, {home});
    CHECK(broken.exitCode() == 1);
    CHECK_FALSE(std::filesystem::exists(place / "attune" / "runs" / "run-0004"));
}

TEST_CASE("Options come from a file, and the command line goes before it")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(60)), config = write(place / "options.json", R"({"max_steps": 2, "learning_rate": 1e-4})");
    const auto optionsOf = [&](const std::string& name, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / name).string(), "--config"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Command command(arguments);
        CHECK(command.exitCode() == 0);
        return readJson(place / name / "run.json").at("options");
    };
    const auto first = optionsOf("first", {config, "--max-steps", "3", "--lr-scheduler-type", "cosine", "--freeze-embeddings"});
    CHECK(first.at("max_steps") == 3);
    CHECK(first.at("learning_rate") == 1e-4);
    CHECK(first.at("lr_scheduler_type") == "cosine");
    CHECK(first.at("freeze_embeddings") == true);
    CHECK(optionsOf("second", {(place / "first" / "run.json").string()}) == first);
    const auto third = optionsOf("third", {(place / "first" / "run.json").string(), "--no-freeze-embeddings", "--max_steps", "none", "--num_train_epochs=1"});
    CHECK(third.at("freeze_embeddings") == false);
    CHECK(third.at("max_steps").is_null());
    CHECK(third.at("lr_scheduler_type") == "cosine");
    Command unknown({"train", "--output", (place / "x").string(), "--config", write(place / "bad.json", R"({"learning_rte": 1})")});
    CHECK(unknown.exitCode() == 1);
    CHECK_THAT(unknown.err(), ContainsSubstring("learning_rte") && ContainsSubstring("bad.json"));
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
    CHECK(file.at("plan").at("train_examples").get<int>() + file.at("plan").at("validation_examples").get<int>() == 60);
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

TEST_CASE("A training of one step that cuts one text tells both in the singular")
{
    const TemporaryDirectory place;
    const auto data = (place / "data.csv").string();
    {
        std::ofstream out(data);
        out << "text,label\n";
        for (int i = 0; i < 20; ++i)
            out << "it " << (i % 2 ? "is " : "was ") << i << (i == 0 ? " and better and better and better and better" : "") << ',' << (i % 2 ? "good" : "bad") << '\n';
    }
    Command train({"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / "run").string(), "--max-steps", "1", "--max-seq-length", "8"});
    CAPTURE(train.out(), train.err());
    REQUIRE(train.exitCode() == 0);
    CHECK_THAT(train.out(), ContainsSubstring(", 1 step in ") && ContainsSubstring("18 texts to learn from, 2 to check; 1 step on "));
    CHECK_THAT(train.out(), ContainsSubstring("1 text is longer than max_seq_length and is cut.\n"));
    CHECK_THAT(train.out(), ContainsSubstring("Finished after 1 step in "));
}
