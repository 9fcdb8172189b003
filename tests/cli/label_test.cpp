#include "tests/cli/command.h"
#include "tests/cli/files.h"

#include "core/checkpoint/checkpoint.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace attune;
using namespace attune::test;
using Labels = std::vector<std::string>;

namespace {

/// Reviews of four labels, some of which no command line can name without care.
std::string reviews(int rows)
{
    std::string csv = "review;label\n";
    const char* const labels[] = {"great, really", "a=b", "C\\D", "--my_odd"};
    for (int i = 0; i < rows; ++i)
        csv += std::string(i % 2 ? "the film was wonderful" : "the film was bad") + " " + std::to_string(i) + ";" + labels[i % 4] + "\n";
    return csv;
}

const Labels kNames{"--rename-label", "great\\, really=good", "--rename-label", "a\\=b=bad", "--leave-out-label", "C\\D"};

Labels operator+(Labels first, const Labels& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace

TEST_CASE("train renames, leaves out and orders labels, records that, and a run that goes on keeps it")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", reviews(80)), run = (place / "run").string();
    Command train(Labels{"train", "--data", data, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "2", "--json",
                      "--leave-out-label=--my_odd", "--label-order", "good,bad"}
        + kNames);
    CAPTURE(train.err());
    REQUIRE(train.exitCode() == 0);
    CHECK(train.err().find("problem") == std::string::npos); // left out by choice
    CHECK(core::inspectCheckpoint(place / "run" / "model").config.labels == Labels{"good", "bad"});
    const core::SavedRun saved = core::readRun(run);
    CHECK(saved.plan.trainExamples + saved.plan.validationExamples == 40);
    CHECK(saved.sources.labels
        == core::LabelMap{{{"great, really", "good"}, {"a=b", "bad"}, {"C\\D", std::nullopt}, {"--my_odd", std::nullopt}}, {"good", "bad"}});

    Command resumed({"train", "--resume", run, "--max-steps", "4", "--json"});
    CAPTURE(resumed.err());
    REQUIRE(resumed.exitCode() == 0);
    CHECK(resumed.jsonLines().back().at("steps") == 4);
    CHECK(core::readRun(run).sources.labels == saved.sources.labels);
    CHECK(core::inspectCheckpoint(place / "run" / "model").config.labels == Labels{"good", "bad"});

    // What the run made of its labels holds for the file that it is measured on; the command line goes before it.
    Command evaluate({"evaluate", run, "--data", data, "--json"});
    CAPTURE(evaluate.err());
    REQUIRE(evaluate.exitCode() == 0);
    const auto measured = evaluate.jsonLines().at(0);
    CHECK(measured.at("samples") == 40);
    CHECK(measured.at("problems") == 0);
    CHECK(measured.at("labels") == nlohmann::json({"good", "bad"}));
    Command otherwise({"evaluate", run, "--data", data, "--json", "--rename-label", "C\\D=good", "--leave-out-label", "a\\=b"});
    REQUIRE(otherwise.exitCode() == 0);
    CHECK(otherwise.jsonLines().at(0).at("per_class").at(0).at("support") == 40);
    CHECK(otherwise.jsonLines().at(0).at("samples") == 40);
    Command strange({"evaluate", run, "--data", data, "--rename-label", "C\\D=odd"}, {}, {kNoEngine});
    CHECK(strange.exitCode() == 1);
    CHECK_THAT(strange.err(), ContainsSubstring("no label “odd”") && ContainsSubstring("“good”, “bad”"));
}

TEST_CASE("A label that stands in the validation file alone is renamed there")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(40)), check = write(place / "check.csv", smallCsv(20, "BAD", "good"));
    const Labels train{"train", "--data", data, "--validation", check, "--checkpoint", checkpoint(), "--max-steps", "1", "--json", "--output"};
    Command apart(train + Labels{(place / "apart").string()});
    REQUIRE(apart.exitCode() == 0);
    CHECK(apart.event("evaluation").at("samples") == 10);
    Command renamed(train + Labels{(place / "renamed").string(), "--rename-label", "BAD=bad"});
    REQUIRE(renamed.exitCode() == 0);
    CHECK(renamed.event("evaluation").at("samples") == 20);
}

TEST_CASE("Labels that are not there, or of which too few are left, are told before anything is trained")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(40));
    for (const auto& [options, cause, wayOut] : std::vector<std::tuple<Labels, std::string, std::string>>{
             {{"--rename-label", "Bad=poor"}, "has the label “Bad” that is to be renamed", "“bad”, “good”"},
             {{"--leave-out-label", "odd"}, "has the label “odd” that is to be left out", "“bad”, “good”"},
             {{"--label-order", "good,poor"}, "“poor”, which is none of the labels", "“good”, “bad”"},
             {{"--leave-out-label", "bad"}, "single label, “good”, after what was renamed, merged and left out", "fewer"},
             {{"--rename-label", "bad=good"}, "single label, “good”, after", "fewer"},
             {{"--leave-out-label", "bad", "--leave-out-label", "good"}, "every label of column “label” is left out", "fewer"}}) {
        Command command(Labels{"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / "run").string()} + options, {}, {kNoEngine});
        CAPTURE(options, command.err());
        CHECK(command.exitCode() == 1);
        CHECK_THAT(command.err(), ContainsSubstring(cause) && ContainsSubstring(wayOut));
        CHECK_FALSE(std::filesystem::exists(place / "run"));
    }
    for (const auto& [options, told] : std::vector<std::pair<Labels, std::string>>{{{"--rename-label", "bad"}, "OLD=NEW"}, {{"--rename-label", "a=b=c"}, "\\="},
             {{"--rename-label", "=bad"}, "before the ="}, {{"--rename-label", "bad="}, "after the ="}, {{"--leave-out-label", ""}, "empty"},
             {{"--rename-label", "bad=a", "--rename-label", "bad=b"}, "renamed twice"}, {{"--label-order", "bad,,good"}, "\\,"},
             {{"--label-order", "bad,bad"}, "twice"}, {{"--rename-label", "bad=poor", "--leave-out-label", "bad"}, "one or the other"}}) {
        Command command(Labels{"train", "--data", data, "--checkpoint", checkpoint(), "--output", (place / "run").string()} + options, {}, {kNoEngine});
        CAPTURE(options, command.err());
        CHECK(command.exitCode() == 2);
        CHECK_THAT(command.err(), ContainsSubstring(told) && ContainsSubstring(options[options.size() - 2]));
    }
}

TEST_CASE("dataset shows and exports labels as they are made")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", reviews(80)), exported = (place / "out.jsonl").string();
    Command command(Labels{"dataset", data, "--json", "--export", exported, "--label-order=--my_odd"} + kNames, {}, {kNoEngine});
    CAPTURE(command.err());
    REQUIRE(command.exitCode() == 0);
    const auto told = nlohmann::ordered_json::parse(command.out());
    CHECK(told.at("labels") == nlohmann::ordered_json({{"--my_odd", 20}, {"bad", 20}, {"good", 20}}));
    CHECK(told.at("report").at("labels_left_out") == 20);
    CHECK(told.at("problems").empty());
    CHECK_THAT(readFile(exported), ContainsSubstring("\"label\":\"good\"") && !ContainsSubstring("C\\\\D"));
    Command words(Labels{"dataset", data} + kNames, {}, {kNoEngine});
    REQUIRE(words.exitCode() == 0);
    CHECK_THAT(words.out(), ContainsSubstring("20 rows by label, as you asked"));
}
