#include "tests/cli/command.h"
#include "tests/cli/files.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <random>

using namespace attune::test;
using Words = std::vector<std::string>;

namespace {

Words operator+(Words first, const Words& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// Rows of which no two are alike, three of one label to one of the other.
Words differentRows(int rows)
{
    const Words words{"film", "movie", "story", "plot", "acting", "book", "song", "food", "soup", "tea", "room", "phone", "dull", "sad", "warm", "fine"};
    std::mt19937 random(7);
    Words lines;
    for (int i = 0; i < rows; ++i) {
        std::string text = i % 4 ? "it was bad" : "it was good";
        for (int word = 0; word < 5; ++word)
            text += " " + words[random() % words.size()];
        lines.push_back(text + " " + std::to_string(i) + (i % 4 ? ",negative" : ",positive") + "\n");
    }
    return lines;
}

std::string csvOf(const Words& lines)
{
    std::string csv = "review,label\n";
    for (const std::string& line : lines)
        csv += line;
    return csv;
}

nlohmann::json runFile(const std::string& run) { return readJson(run + "/run.json"); }

/// The loss on the rows held back, of a model that has learned next to nothing: it tells which rows these are.
double lossHeldBack(const std::string& run, const std::string& data, const Words& options)
{
    Command command(Words{"train", "--data", data, "--checkpoint", checkpoint("classifier-safetensors"), "--output", run, "--max-steps", "1", "--learning-rate",
                        "1e-12", "--precision", "fp32", "--validation-split", "0.2", "--json"}
        + options);
    CAPTURE(options, command.err());
    REQUIRE(command.exitCode() == 0);
    return command.event("evaluation").at("loss");
}

} // namespace

TEST_CASE("The option --split-by-content holds back the same rows whatever their order in the file")
{
    const TemporaryDirectory place;
    Words rows = differentRows(200);
    const std::string one = write(place / "one.csv", csvOf(rows));
    std::shuffle(rows.begin(), rows.end(), std::mt19937(3));
    const std::string other = write(place / "other.csv", csvOf(rows));
    const auto loss = [&](const char* name, const std::string& data, const Words& options) { return lossHeldBack((place / name).string(), data, options); };
    CHECK(loss("content", one, {"--split-by-content"}) == Approx(loss("shuffled", other, {"--split-by-content"})).epsilon(1e-5));
    CHECK(std::abs(loss("file", one, {}) - loss("file-shuffled", other, {})) > 1e-4);
    CHECK(runFile((place / "content").string()).at("sources").at("split_order") == "content");
    CHECK(runFile((place / "file").string()).at("sources").at("split_order") == "file");
}

TEST_CASE("The option --split-seed alone draws the rows held back, and --seed does where it is left out")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", csvOf(differentRows(200)));
    const auto loss = [&](const char* name, const Words& options) { return lossHeldBack((place / name).string(), data, options); };
    const double five = loss("five", {"--split-seed", "5", "--seed", "42"});
    CHECK(five == Approx(loss("again", {"--split-seed", "5", "--seed", "42"})).epsilon(1e-6));
    CHECK(std::abs(five - loss("six", {"--split-seed", "6", "--seed", "42"})) > 1e-4);
    CHECK(loss("left-out", {"--seed", "42"}) == Approx(loss("said", {"--seed", "42", "--split-seed", "42"})).epsilon(1e-6));
    CHECK(runFile((place / "five").string()).at("sources").at("split_seed") == 5);
    CHECK(runFile((place / "five").string()).at("seed") == 42);
    CHECK(runFile((place / "left-out").string()).at("sources").at("split_seed") == 42);
}

TEST_CASE("The option --text-pair-column makes the second text of that column, and no other, part of what is learned")
{
    const TemporaryDirectory place;
    std::string csv = "review,answer,remark,label\n";
    const Words rows = differentRows(120);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string text = rows[i].substr(0, rows[i].find(',')), label = rows[i].substr(rows[i].find(',') + 1);
        csv += text + ",we like it " + std::to_string(i) + ",they never came back to the hotel room " + std::to_string(i) + "," + label;
    }
    const std::string data = write(place / "data.csv", csv);
    const auto train = [&](const std::string& name, const Words& options) {
        Command command(Words{"train", "--data", data, "--text-column", "review", "--label-column", "label", "--checkpoint", checkpoint(), "--output",
                            (place / name).string(), "--max-steps", "2", "--precision", "fp32", "--json"}
            + options);
        CAPTURE(name, command.err());
        REQUIRE(command.exitCode() == 0);
        return command.event("step").at("loss").get<double>();
    };
    const double single = train("single", {}), answer = train("answer", {"--text-pair-column", "answer"}), remark = train("remark", {"--text-pair-column", "remark"});
    CHECK(answer != single);
    CHECK(remark != single);
    CHECK(remark != answer);
    const auto run = [&](const char* name) { return runFile((place / name).string()); };
    CHECK(run("single").at("sources").at("columns").at("text_pair").is_null());
    CHECK(run("answer").at("sources").at("columns").at("text_pair") == "answer");
    CHECK(run("remark").at("sources").at("columns").at("text_pair") == "remark");
    CHECK(run("remark").at("plan").at("max_length").get<int>() > run("answer").at("plan").at("max_length").get<int>());
    CHECK(run("answer").at("plan").at("max_length").get<int>() > run("single").at("plan").at("max_length").get<int>());

    Command unknown({"train", "--data", data, "--text-pair-column", "second", "--checkpoint", checkpoint(), "--output", (place / "x").string()}, {}, {kNoEngine});
    CHECK(unknown.exitCode() == 1);
    CHECK_THAT(unknown.err(), ContainsSubstring("second") && ContainsSubstring("remark"));
}

TEST_CASE("Class weights, label smoothing, optimiser and layer-wise decay go from the command line into the run and change what is learned")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", csvOf(differentRows(120)));
    const auto weights = [&](const std::string& name, const Words& options) {
        Command command(Words{"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / name).string(), "--max-steps", "4", "--learning-rate",
                            "1e-3", "--dropout", "0", "--precision", "fp32", "--quiet"}
            + options);
        CAPTURE(name, command.err());
        REQUIRE(command.exitCode() == 0);
        return readFile(place / name / "model" / "model.safetensors");
    };
    const std::string usual = weights("usual", {});
    CHECK(weights("again", {}) == usual);
    const auto before = runFile((place / "usual").string()).at("options");
    for (const auto& [option, value, recorded] : std::vector<std::tuple<std::string, std::string, nlohmann::json>>{{"class_weights", "balanced", "balanced"},
             {"class_weights", "1,3.5", "1,3.5"}, {"label_smoothing_factor", "0.2", 0.2}, {"optim", "sgd", "sgd"}, {"optim", "adam", "adam"},
             {"layerwise_lr_decay", "0.5", 0.5}}) {
        std::string dashes = "--" + option;
        std::replace(dashes.begin(), dashes.end(), '_', '-');
        CAPTURE(option, value);
        CHECK(weights(option + value, {dashes, value}) != usual);
        auto expected = before;
        expected[option] = recorded;
        CHECK(runFile((place / (option + value)).string()).at("options") == expected);
        CHECK(before.at(option) != recorded);
    }
}

TEST_CASE("train tells of texts to check and to test with that it learns from, in words and as an event")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", "review,label\nthe film was bad,bad\nthe film was good,good\nthe plot was bad,bad\nthe plot was good,good\n");
    const std::string check = write(place / "check.csv", "review,label\nthe film was bad,bad\nthe film was good,bad\nthe song was good,good\n");
    const std::string test = write(place / "test.csv", "review,label\nthe plot was bad,bad\nthe tea was good,good\n");
    const std::string other = write(place / "other.csv", "review,label\nthe soup was bad,bad\nthe tea was good,good\n");
    const auto train = [&](const char* name, const Words& options) {
        return Words{"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / name).string(), "--max-steps", "1"} + options;
    };
    Command events(train("events", {"--validation", check, "--test", test, "--json"}));
    REQUIRE(events.exitCode() == 0);
    std::vector<nlohmann::json> overlaps;
    for (const auto& line : events.jsonLines())
        if (line.at("event") == "overlap")
            overlaps.push_back(line);
    REQUIRE(overlaps.size() == 2);
    const std::string sentence = overlaps[0].at("text");
    CHECK_THAT(sentence, ContainsSubstring("2 of 3 validation texts are learned from, too, 1 of them with another label: the figures of the validation data"));
    overlaps[0].erase("text");
    CHECK(overlaps[0] == nlohmann::json({{"event", "overlap"}, {"part", "validation"}, {"examples", 3}, {"rows", 2}, {"with_another_label", 1}}));
    CHECK(overlaps[1].at("part") == "test");
    CHECK(overlaps[1].at("rows") == 1);

    Command words(train("words", {"--validation", check}));
    REQUIRE(words.exitCode() == 0);
    CHECK_THAT(words.err(), ContainsSubstring(sentence));
    Command none(train("none", {"--validation", other}));
    REQUIRE(none.exitCode() == 0);
    CHECK(none.err().find("learned from, too") == std::string::npos);

    const std::string split = write(place / "split.csv",
        "review,label,split\nthe film was bad,bad,train\nthe film was good,good,train\nthe plot was bad,bad,train\nthe film was bad,bad,validation\nthe tea was good,good,validation\n");
    Command column({"train", "--data", split, "--checkpoint", checkpoint(), "--output", (place / "column").string(), "--max-steps", "1", "--json"});
    REQUIRE(column.exitCode() == 0);
    CHECK(column.event("overlap").at("rows") == 1);
}
