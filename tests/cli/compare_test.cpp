#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"

#include <cmath>
#include <filesystem>

using namespace attune;
using namespace attune::test;

namespace {

const std::string kText = "the film was bad";

/// A short run from the goldens' checkpoint, which examines kText.
std::string trained(const TemporaryDirectory& place)
{
    std::string rows = "text,label\n";
    for (int i = 0; i < 20; ++i)
        rows += "the film was good " + std::to_string(i) + ",positive\nthe film was bad " + std::to_string(i) + ",negative\n";
    const std::string data = write(place / "films.csv", rows), run = (place / "run").string();
    Command command({"train", "--data", data, "--checkpoint", checkpoint(), "--output", run, "--max-steps", "8", "--eval-steps", "4", "--per-device-train-batch-size", "8",
                     "--learning-rate", "0.01", "--examine", kText, "--quiet"});
    const int exitCode = command.exitCode();
    INFO(command.err());
    REQUIRE(exitCode == 0);
    return run;
}

} // namespace

TEST_CASE("compare shows what a run's training changed, and train --examine keeps a text's attention at each evaluation")
{
    const TemporaryDirectory place;
    const std::string run = trained(place);
    std::vector<std::string> kept;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(run) / "examinations"))
        kept.push_back(entry.path().filename().string());
    std::sort(kept.begin(), kept.end());
    CHECK(kept == std::vector<std::string>{"step-00000004.safetensors", "step-00000008.safetensors"});

    Command compared({"compare", run, "--text", kText, "--json"});
    CHECK(compared.err() == "");
    REQUIRE(compared.exitCode() == 0);
    const auto answer = compared.jsonLines().at(0);
    Command predict({"predict", run, "--text", kText, "--json"});
    REQUIRE(predict.exitCode() == 0);
    for (std::size_t i = 0; i < 2; ++i) // which computes no attention, and so rounds otherwise
        CHECK(answer.at("after").at("logits")[i].get<double>() == Approx(predict.jsonLines().at(0).at("logits")[i].get<double>()).margin(1e-5));
    CHECK(answer.at("tokens") == predict.jsonLines().at(0).at("tokens"));
    CHECK(answer.at("before").at("labels") == answer.at("after").at("labels"));
    CHECK(answer.at("before").at("logits") != answer.at("after").at("logits"));
    CHECK(answer.at("incomparable").is_null());
    std::size_t heads = 0;
    double largest = 0;
    for (const auto& layer : answer.at("head_changes"))
        for (const auto& change : layer) {
            largest = std::max(largest, change.get<double>());
            ++heads;
        }
    CHECK(heads > 1);
    CHECK(largest > 1e-4);
    CHECK(largest <= 1);

    Command table({"compare", run, "--text", kText, "--heads", "2"});
    REQUIRE(table.exitCode() == 0);
    CHECK_THAT(table.out(), ContainsSubstring("before  after") && ContainsSubstring("negative") && ContainsSubstring("layer"));
    std::size_t lines = 0;
    for (std::size_t at = table.out().find("\n  layer "); at != std::string::npos; at = table.out().find("\n  layer ", at + 1))
        ++lines;
    CHECK(lines == 2);
    char first[16];
    std::snprintf(first, sizeof first, "%.2f", 100 * largest);
    CHECK_THAT(table.out(), ContainsSubstring(first)); // the largest is among the two

    Command itself({"compare", run, run, "--text", kText, "--json"});
    REQUIRE(itself.exitCode() == 0);
    for (const auto& layer : itself.jsonLines().at(0).at("head_changes"))
        for (const auto& change : layer)
            CHECK(change.get<double>() == 0);
}

TEST_CASE("compare tells of models whose layers differ that their attention cannot be compared, and still gives both answers")
{
    const TemporaryDirectory place;
    const std::string run = trained(place);
    Command command({"compare", run, checkpoint("classifier-relu"), "--text", kText});
    REQUIRE(command.exitCode() == 0);
    CHECK_THAT(command.out(), ContainsSubstring("built differently") && ContainsSubstring("positive") && ContainsSubstring("    -"));
    CHECK_THAT(command.out(), !ContainsSubstring("layer  0"));
    Command json({"compare", run, checkpoint("classifier-relu"), "--text", kText, "--json"});
    REQUIRE(json.exitCode() == 0);
    const auto answer = json.jsonLines().at(0);
    CHECK(answer.at("head_changes").is_null());
    CHECK_THAT(answer.at("incomparable").get<std::string>(), ContainsSubstring("built differently"));
    CHECK(answer.at("before").at("labels") != answer.at("after").at("labels"));
}

TEST_CASE("compare refuses what is no run, in words and before the engine is loaded")
{
    Command command({"compare", checkpoint(), "--text", kText}, {}, {kNoEngine});
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("no run"));
    for (const std::vector<std::string>& wrong :
         std::vector<std::vector<std::string>>{{"compare"}, {"compare", checkpoint()}, {"compare", checkpoint(), "--text", kText, "--heads", "-1"}}) {
        Command usage(wrong, {}, {kNoEngine});
        CHECK(usage.exitCode() == 2);
    }
}
