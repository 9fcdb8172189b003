#include "tests/cli/command.h"
#include "tests/cli/files.h"

#include "core/data/csv.h"
#include "tests/support/catch.h"

using namespace attune;
using namespace attune::test;

TEST_CASE("evaluate measures a run on other rows, in words, as JSON and row by row")
{
    const TemporaryDirectory place;
    const std::string data = write(place / "data.csv", smallCsv(200)), other = write(place / "other.csv", smallCsv(30)), run = (place / "run").string();
    Command train({"train", "--data", data, "--validation", other, "--test", other, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "20",
                   "--precision", "fp32", "--json"});
    REQUIRE(train.exitCode() == 0);
    const auto finished = train.jsonLines().back();
    const std::string answers = (place / "answers.csv").string();
    Command command({"evaluate", run, "--data", other, "--json", "--predictions", answers});
    REQUIRE(command.exitCode() == 0);
    const auto measured = command.jsonLines().at(0);
    CHECK(measured.at("samples") == 30);
    CHECK(measured.at("accuracy") == finished.at("test").at("accuracy"));
    CHECK(measured.at("loss").get<double>() == Approx(finished.at("test").at("loss").get<double>()).epsilon(1e-5));
    for (const char* key : {"accuracy_interval", "macro_f1", "matthews", "ece", "labels", "confusion", "per_class"})
        CHECK(measured.contains(key));
    const core::Table rows = core::readCsv(answers);
    CHECK(rows.columns == std::vector<std::string>{"line", "text", "label", "prediction", "probability_bad", "probability_good", "loss"});
    REQUIRE(rows.rows.size() == 30);
    double right = 0;
    for (const core::Row& row : rows.rows)
        right += row.fields[2] == row.fields[3];
    CHECK(right / 30 == Approx(measured.at("accuracy").get<double>()));
    Command words({"evaluate", run, "--data", other});
    CHECK(words.exitCode() == 0);
    CHECK_THAT(words.out(), ContainsSubstring("30 texts") && ContainsSubstring("macro-F1"));
    CHECK(words.err().find("problem") == std::string::npos);
    // One row without a text, and one that is read though it is odd.
    const std::string odd = write(place / "odd.csv", smallCsv(30) + ",good\n\"a good film\" indeed,good\n");
    Command told({"evaluate", run, "--data", odd, "--json"});
    CHECK(told.exitCode() == 0);
    CHECK(told.jsonLines().at(0).at("samples") == 31);
    CHECK(told.jsonLines().at(0).at("problems") == 1);
    CHECK_THAT(told.err(), ContainsSubstring("2 rows of " + odd + " have a problem; the first, at line 32"));
    Command wrong({"evaluate", run});
    CHECK(wrong.exitCode() == 2);
}
