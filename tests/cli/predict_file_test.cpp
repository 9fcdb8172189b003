#include "core/data/csv.h"
#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

using namespace attune;
using namespace attune::test;

namespace {

std::vector<std::string> fieldsOf(const core::Table& table, std::size_t row)
{
    return {table.rows[row].fields.begin(), table.rows[row].fields.end()};
}

/// Whether a directory holds nothing else.
bool holdsOnly(const TemporaryDirectory& place, const std::string& file)
{
    const std::filesystem::directory_iterator entries(place.path());
    return std::all_of(begin(entries), end(entries), [&](const auto& entry) { return entry.path().filename() == file; });
}

} // namespace

TEST_CASE("predict writes a table anew with the prediction behind all its columns, as predict says of each text")
{
    const TemporaryDirectory place;
    const std::string input = write(place / "in.csv", "id;review;stars\n1;\"It could not be better; really.\";5\n2;the film was bad;1.0\n3;;2\n4;too few\n");
    const std::string output = (place / "out.csv").string();
    Command command({"predict", checkpoint(), "--input", input, "--text-column", "review", "--output", output});
    REQUIRE(command.exitCode() == 0);
    CHECK_THAT(command.out(), ContainsSubstring("2 texts of column review predicted; 4 rows written to " + output));
    CHECK_THAT(command.err(), ContainsSubstring("line 4: no text in column") && ContainsSubstring("line 5: 2 fields instead of 3 (written without a prediction)"));
    const core::Table out = core::readCsv(output);
    CHECK(out.columns == std::vector<std::string>{"id", "review", "stars", "prediction", "probability", "probability_negative", "probability_neutral", "probability_positive"});
    REQUIRE(out.rows.size() == 4);
    Command one({"predict", checkpoint(), "--text", "It could not be better; really.", "--json"});
    REQUIRE(one.exitCode() == 0);
    const auto answer = one.jsonLines().at(0);
    const auto first = fieldsOf(out, 0);
    CHECK(first[1] == "It could not be better; really.");
    CHECK(first[3] == answer.at("label"));
    CHECK(std::stod(first[7]) == Approx(answer.at("probabilities").at("positive").get<double>()).margin(1e-5));
    CHECK(fieldsOf(out, 1)[2] == "1.0");
    CHECK(fieldsOf(out, 2) == std::vector<std::string>{"3", "", "2", "", "", "", "", ""});
    CHECK(fieldsOf(out, 3)[0] == "4");

    // The output is a table like any other, and is replaced as other outputs of files are.
    Command again({"predict", checkpoint(), "--input", output, "--text-column", "review", "--output", (place / "again.csv").string(), "--json"});
    REQUIRE(again.exitCode() == 0);
    const auto summary = again.jsonLines().at(0);
    CHECK(summary.at("rows") == 4);
    CHECK(summary.at("predicted") == 3); // the short row is a whole one now
    CHECK(summary.at("problem_count") == 1);
    CHECK(summary.at("problems").at(0).at("kind") == "empty_text");
    CHECK(summary.at("added_columns").at(0) == "prediction_2");
    CHECK(summary.at("text_column") == "review");
    CHECK(summary.at("labels").at("positive").get<int>() + summary.at("labels").at("neutral").get<int>() + summary.at("labels").at("negative").get<int>() == 3);
    Command replaced({"predict", checkpoint(), "--input", input, "--text-column", "review", "--output", (place / "again.csv").string()});
    CHECK(replaced.exitCode() == 0);
    CHECK(core::readCsv(place / "again.csv").columns.size() == 8);
}

TEST_CASE("predict reads a table in any dialect, from standard input too, and guesses the text column where none is named")
{
    const TemporaryDirectory place;
    const std::string output = (place / "out.csv").string();
    Command piped({"predict", checkpoint(), "--input", "-", "--header", "no", "--delimiter", "pipe", "--text-column", "1", "--output", output, "--json"},
        "7|the film was bad\n8|caf\xE9 was wonderful\n");
    REQUIRE(piped.exitCode() == 0);
    CHECK(piped.jsonLines().at(0).at("encoding") == "windows-1252");
    const core::Table out = core::readCsv(output, {.header = true});
    REQUIRE(out.rows.size() == 2);
    CHECK(fieldsOf(out, 1)[1] == "caf\xC3\xA9 was wonderful");

    Command guessed({"predict", checkpoint(), write(place / "in.csv", "n,opinion\n1,the film was bad\n2,it could not be better\n3,the film was wonderful\n"), "--output",
        output, "--json"});
    REQUIRE(guessed.exitCode() == 0);
    CHECK(guessed.jsonLines().at(0).at("text_column") == "opinion");

    Command toOutput({"predict", checkpoint(), write(place / "in.jsonl", "{\"text\": \"the film\"}\n{\"text\": \"bad\", \"id\": 3}\n"), "--text-column", "text", "--output",
        (place / "json.csv").string()});
    REQUIRE(toOutput.exitCode() == 0);
    CHECK(core::readCsv(place / "json.csv").columns.at(1) == "id");

    Command onward({"predict", checkpoint(), "-", "--text-column", "text", "--output", "-", "--json"}, "text,id\nthe film,1\nit was bad,2\n");
    REQUIRE(onward.exitCode() == 0);
    CHECK_THAT(onward.out(), Catch::Matchers::StartsWith("text,id,prediction,probability,") && ContainsSubstring("\nthe film,1,") && ContainsSubstring("\nit was bad,2,"));
    CHECK(nlohmann::json::parse(onward.err()).at("predicted") == 2);
}

TEST_CASE("predict reads a table as dataset does, also where its first quote comes behind a megabyte")
{
    const TemporaryDirectory place;
    std::string bytes = "text;label\n";
    while (bytes.size() < (1u << 20) + 1000)
        bytes += std::string(2000, ' ') + "fine;pos\n";
    const std::string input = write(place / "in.csv", bytes + "\"it was bad; and\nso on\";neg\nle caf\xE9;pos\n"), output = (place / "out.csv").string();
    const std::string examples = (place / "examples.jsonl").string();
    Command dataset({"dataset", input, "--json", "--export", examples});
    REQUIRE(dataset.exitCode() == 0);
    Command command({"predict", checkpoint(), "--input", input, "--text-column", "text", "--max-length", "8", "--output", output, "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto summary = command.jsonLines().at(0);
    CHECK(summary.at("rows") == dataset.jsonLines().at(0).at("rows"));
    CHECK(summary.at("encoding") == "windows-1252");
    CHECK(summary.at("problem_count") == 0);
    const core::Table out = core::readCsv(output);
    REQUIRE(out.rows.size() > 2);
    CHECK(fieldsOf(out, out.rows.size() - 2)[0] == "it was bad; and\nso on");
    CHECK(fieldsOf(out, out.rows.size() - 1)[0] == "le caf\xC3\xA9");
}

TEST_CASE("predict of a table tells what is wrong before it writes, and leaves nothing behind")
{
    const TemporaryDirectory place;
    const std::string input = write(place / "in.csv", "id,review\n1,the film was bad\n"), output = (place / "out.csv").string();
    struct Case {
        std::vector<std::string> arguments;
        int exitCode;
        std::string told;
    };
    for (const Case& wrong : std::vector<Case>{
             {{"--input", input, "--text-column", "opinion", "--output", output}, 1, "“id”, “review”"},
             {{"--input", input, "--text-column", "review", "--output", input}, 1, "is the file that is read"},
             {{"--input", input, "--text-column", "review", "--output", place.path().string()}, 1, "is a folder"},
             {{"--input", input, "--text-column", "review", "--output", (place / "no" / "out.csv").string()}, 1, "No such file"},
             {{"--input", (place / "absent.csv").string(), "--text-column", "review", "--output", output}, 1, "absent.csv"},
             {{"--input", place.path().string(), "--text-column", "review", "--output", output}, 1, "folder"},
             {{"--input", input, "--text-column", "review"}, 2, "--output"},
             {{"--input", input, "--delimiter", "tab"}, 2, "--output"},
             {{"--text", "x", "--output", output}, 2, "--input"},
             {{"--input", input, "--pairs", "--output", output}, 2, "--pairs"}}) {
        std::vector<std::string> arguments{"predict", checkpoint()};
        arguments.insert(arguments.end(), wrong.arguments.begin(), wrong.arguments.end());
        Command command(arguments);
        CAPTURE(wrong.arguments, command.err());
        CHECK(command.exitCode() == wrong.exitCode);
        CHECK_THAT(command.err(), ContainsSubstring(wrong.told));
        CHECK(command.out().empty());
        CHECK(holdsOnly(place, "in.csv"));
        CHECK(readFile(input) == "id,review\n1,the film was bad\n");
    }
}

TEST_CASE("Ctrl-C ends the prediction of a table, and leaves nothing behind")
{
    const TemporaryDirectory place;
    std::string rows = "text\n";
    for (int i = 0; i < 400000; ++i)
        rows += "the film was bad it was wonderful the film was bad it was wonderful\n";
    const std::string input = write(place / "in.csv", rows);
    Command command({"predict", checkpoint(), "--input", input, "--output", (place / "out.csv").string()});
    for (int i = 0; i < 3000 && holdsOnly(place, "in.csv"); ++i)
        usleep(10000); // until it writes beside its output
    REQUIRE_FALSE(holdsOnly(place, "in.csv"));
    usleep(200000);
    command.interrupt();
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("nothing was written"));
    CHECK(holdsOnly(place, "in.csv"));
}

TEST_CASE("A full disk is told, and leaves nothing behind")
{
    if (!std::filesystem::exists("/dev/full")) {
        std::puts("skipped: there is no /dev/full");
        return;
    }
    const TemporaryDirectory place;
    std::string rows = "text\n";
    for (int i = 0; i < 2000; ++i)
        rows += "the film was bad it was wonderful\n";
    Command command({"predict", checkpoint(), "--input", write(place / "in.csv", rows), "--output", "/dev/full"});
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("/dev/full"));
}
