#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

const std::string kText = "It could not be better.";

nlohmann::json explanation(std::vector<std::string> more)
{
    std::vector<std::string> arguments{"explain", checkpoint(), "--text", kText, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Command command(arguments);
    CHECK(command.err() == "");
    REQUIRE(command.exitCode() == 0);
    return command.jsonLines().at(0);
}

double sum(const nlohmann::json& values)
{
    double sum = 0;
    for (const auto& value : values)
        sum += value.get<double>();
    return sum;
}

} // namespace

TEST_CASE("explain gives tokens, class, attributions, convergence delta and logits as JSON, by each of the methods")
{
    Command predict({"predict", checkpoint(), "--text", kText, "--json"});
    REQUIRE(predict.exitCode() == 0);
    const auto prediction = predict.jsonLines().at(0);
    std::vector<nlohmann::json> attributions;
    for (const std::string method : {"integrated-gradients", "gradient-x-input", "rollout", "leave-one-out"}) {
        CAPTURE(method);
        const auto answer = explanation({"--method", method});
        CHECK(answer.at("tokens") == prediction.at("tokens"));
        CHECK(answer.at("class") == prediction.at("label"));
        CHECK(answer.at("attributions").size() == 8);
        REQUIRE(answer.at("logits").size() == 3);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(answer.at("logits")[i].get<double>() == Approx(prediction.at("logits")[i].get<double>()).margin(1e-6));
        CHECK(answer.at("convergence_delta").is_number() == (method == "integrated-gradients"));
        attributions.push_back(answer.at("attributions"));
        if (method == "rollout")
            CHECK(sum(answer.at("attributions")) == Approx(1).margin(1e-6));
    }
    for (std::size_t i = 0; i < attributions.size(); ++i)
        for (std::size_t other = 0; other < i; ++other)
            CHECK(attributions[i] != attributions[other]);
    CHECK(explanation({}).at("attributions") == attributions.front());
}

TEST_CASE("explain takes a class by its label or its index, and more steps bring the attributions nearer to what they share out")
{
    const auto byLabel = explanation({"--class", "negative"}), byIndex = explanation({"--class", "0"}), other = explanation({"--class", "neutral"});
    CHECK(byLabel == byIndex);
    CHECK(byLabel.at("class") == "negative");
    CHECK(byLabel.at("attributions") != other.at("attributions"));
    const double coarse = explanation({"--steps", "2"}).at("convergence_delta"), fine = explanation({"--steps", "400"}).at("convergence_delta");
    CHECK(std::abs(fine) < std::abs(coarse));
    CHECK(std::abs(fine) < 1e-4);
}

TEST_CASE("explain draws a row with a bar for each token and says what the rows are, and what was cut off")
{
    Command command({"explain", checkpoint(), "--text", "the film", "--text-pair", "was bad"});
    REQUIRE(command.exitCode() == 0);
    for (const char* part : {"integrated gradients in 50 steps", "  film", "  bad ", "raises the score", "convergence delta"})
        CHECK_THAT(command.out(), ContainsSubstring(part));
    CHECK_THAT(command.out(), !ContainsSubstring("trust these rows little"));
    Command rollout({"explain", checkpoint(), "--text", "the film was bad", "--method", "rollout", "--max-length", "4"});
    REQUIRE(rollout.exitCode() == 0);
    CHECK_THAT(rollout.out(), ContainsSubstring("not what moved its answer") && ContainsSubstring("6 tokens; of them 4") && !ContainsSubstring("raises"));
    Command masked({"explain", checkpoint(), "--text", "the film was bad", "--method", "leave-one-out"});
    REQUIRE(masked.exitCode() == 0);
    CHECK_THAT(masked.out(), ContainsSubstring("replaced by [MASK]"));
}

TEST_CASE("explain refuses a class that the model does not know with those it knows, before the engine is loaded")
{
    for (const std::string wrong : {"3", "splendid"}) {
        Command command({"explain", checkpoint(), "--text", kText, "--class", wrong}, {}, {kNoEngine});
        CHECK(command.exitCode() == 1);
        CHECK_THAT(command.err(), ContainsSubstring(wrong) && ContainsSubstring("negative") && ContainsSubstring("0 to 2"));
    }
}

TEST_CASE("explain refuses unknown methods, steps out of range, empty texts and models without classifier, each with its reason")
{
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--text", kText, "--method", "shap"}, {"--text", kText, "--steps", "0"},
             {"--text", kText, "--steps", "10001"}, {"--text", kText, "--steps", "-5"}, {"--text", kText, "--steps", "many"}, {"--text", ""}, {}}) {
        std::vector<std::string> arguments{"explain", checkpoint()};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        Command command(arguments, {}, {kNoEngine});
        CAPTURE(wrong);
        CHECK(command.exitCode() == 2);
        CHECK(command.out().empty());
    }
    Command method({"explain", checkpoint(), "--text", kText, "--method", "shap"});
    CHECK(method.exitCode() == 2);
    CHECK_THAT(method.err(), ContainsSubstring("shap") && ContainsSubstring("integrated-gradients"));
    Command blank({"explain", checkpoint(), "--text", "  "});
    CHECK(blank.exitCode() == 1);
    CHECK_THAT(blank.err(), ContainsSubstring("no word"));
    Command headless({"explain", checkpoint("no-prefix"), "--text", kText});
    CHECK(headless.exitCode() == 1);
    CHECK_THAT(headless.err(), ContainsSubstring("no classifier"));
}
