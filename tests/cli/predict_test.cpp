#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/stored_weights.h"
#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::test;

namespace {

double largestDifference(const nlohmann::json& a, const nlohmann::json& b)
{
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(a[i].get<double>() - b[i].get<double>()));
    return largest;
}

/// A copy of a checkpoint whose config.json is changed.
void copyWithConfig(const std::string& source, const std::filesystem::path& target, const nlohmann::json& changes)
{
    std::filesystem::copy(source, target, std::filesystem::copy_options::recursive);
    nlohmann::json config = readJson(target / "config.json");
    config.update(changes);
    std::filesystem::remove(target / "config.json");
    write(target / "config.json", config.dump());
}

} // namespace

TEST_CASE("predict gives label, probabilities by label, logits and tokens as JSON")
{
    Command command({"predict", checkpoint(), "--text", "It could not be better.", "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto answer = command.jsonLines().at(0);
    CHECK(answer.at("label") == "positive");
    CHECK(answer.at("tokens").size() == 8);
    CHECK(answer.at("logits").size() == 3);
    double sum = 0;
    for (const auto& [label, probability] : answer.at("probabilities").items())
        sum += probability.get<double>();
    CHECK(answer.at("probabilities").size() == 3);
    CHECK(sum == Approx(1).margin(1e-6));

    Command cut({"predict", checkpoint(), "--text", "It could not be better.", "--max-length", "5", "--json"});
    REQUIRE(cut.exitCode() == 0);
    CHECK(cut.jsonLines().at(0).at("tokens").size() == 5);
}

TEST_CASE("predict answers every line of a file and of standard input, an empty one among them, in their order and whatever the batch size")
{
    const TemporaryDirectory place;
    const std::string texts = "It could not be better.\n\nthe film was bad\r\nthe";
    const std::string file = write(place / "texts.txt", texts);
    Command fromFile({"predict", checkpoint(), "--input", file, "--json"});
    Command fromInput({"predict", checkpoint(), "-", "--batch-size", "1", "--json"}, texts);
    REQUIRE(fromFile.exitCode() == 0);
    REQUIRE(fromInput.exitCode() == 0);
    const auto answers = fromFile.jsonLines(), same = fromInput.jsonLines();
    REQUIRE(answers.size() == 4);
    REQUIRE(same.size() == 4);
    CHECK(answers[1].at("tokens") == nlohmann::json({"[CLS]", "[SEP]"}));
    CHECK(answers[2].at("tokens").size() == 6);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        CHECK(answers[i].at("tokens") == same[i].at("tokens"));
        CHECK(largestDifference(answers[i].at("logits"), same[i].at("logits")) < 2e-5);
    }

    Command plain({"predict", checkpoint(), file});
    REQUIRE(plain.exitCode() == 0);
    const std::string printed = plain.out();
    CHECK_THAT(printed, Catch::Matchers::StartsWith(answers[0].at("label").get<std::string>() + "\t0."));
    CHECK(std::count(printed.begin(), printed.end(), '\n') == 4);
}

TEST_CASE("predict reads pairs, as two options or with a tab between them")
{
    Command options({"predict", checkpoint(), "--text", "the film", "--text-pair", "it was bad", "--json"});
    Command lines({"predict", checkpoint(), "-", "--pairs", "--json"}, "the film\tit was bad\n");
    REQUIRE(options.exitCode() == 0);
    REQUIRE(lines.exitCode() == 0);
    CHECK(options.jsonLines().at(0) == lines.jsonLines().at(0));
    CHECK(options.jsonLines().at(0).at("tokens").size() == 8);

    Command broken({"predict", checkpoint(), "-", "--pairs"}, "a\tb\nno tab here\n");
    CHECK(broken.exitCode() == 1);
    CHECK_THAT(broken.err(), ContainsSubstring("Line 2 of standard input") && ContainsSubstring("tab"));
}

TEST_CASE("A model with several labels a text gives each its own probability")
{
    const TemporaryDirectory place;
    copyWithConfig(checkpoint(), place / "model", {{"problem_type", "multi_label_classification"}});
    Command command({"predict", (place / "model").string(), "--text", "It could not be better.", "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto answer = command.jsonLines().at(0);
    std::vector<std::string> expected;
    std::size_t i = 0;
    for (const char* label : {"negative", "neutral", "positive"}) {
        const double logit = answer.at("logits").at(i++).get<double>();
        CHECK(answer.at("probabilities").at(label).get<double>() == Approx(1 / (1 + std::exp(-logit))).margin(1e-6));
        if (logit >= 0)
            expected.push_back(label);
    }
    CHECK(answer.at("labels").get<std::vector<std::string>>() == expected);
}

TEST_CASE("A model that gives a number instead of a label is refused")
{
    const TemporaryDirectory place;
    copyWithConfig(checkpoint(), place / "model", {{"problem_type", "regression"}});
    Command command({"predict", (place / "model").string(), "--text", "x"});
    CHECK(command.exitCode() == 1);
    CHECK_THAT(command.err(), ContainsSubstring("regression"));
}

TEST_CASE("predict in bf16 is near fp32 and is not fp32, and fp16 is refused on the processor")
{
    const std::string text = "It could not be better.";
    Command full({"predict", checkpoint(), "--text", text, "--device", "cpu", "--json"});
    Command half({"predict", checkpoint(), "--text", text, "--device", "cpu", "--precision", "bf16", "--json"});
    REQUIRE(full.exitCode() == 0);
    REQUIRE(half.exitCode() == 0);
    const double difference = largestDifference(full.jsonLines().at(0).at("logits"), half.jsonLines().at(0).at("logits"));
    CHECK(difference > 1e-5);
    CHECK(difference < 0.1);
    Command refused({"predict", checkpoint(), "--text", text, "--device", "cpu", "--precision", "fp16"});
    CHECK(refused.exitCode() == 1);
    CHECK_THAT(refused.err(), ContainsSubstring("fp16"));
}

TEST_CASE("predict wants one source of texts, and tells what is broken before the engine is loaded")
{
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
             {"predict", checkpoint()}, {"predict", checkpoint(), "-", "--text", "x"}, {"predict", checkpoint(), "--text-pair", "x"}}) {
        Command command(wrong, {}, {kNoEngine});
        CHECK(command.exitCode() == 2);
    }
    Command broken({"predict", checkpoint("refuse-relative-positions"), "--text", "x"}, {}, {kNoEngine});
    CHECK(broken.exitCode() == 1);
    CHECK_THAT(broken.err(), ContainsSubstring("position_embedding_type"));
    Command absent({"predict", checkpoint(), "--input", "/nowhere/texts.txt"});
    CHECK(absent.exitCode() == 1);
    CHECK_THAT(absent.err(), ContainsSubstring("/nowhere/texts.txt"));
    Command device({"predict", checkpoint(), "--text", "x", "--device", "cuda:99"});
    CHECK(device.exitCode() == 1);
    CHECK_THAT(device.err(), ContainsSubstring("cuda:99") || ContainsSubstring("CUDA device"));
}

TEST_CASE("A pair that does not fit, and an answer that is no number, are told instead of a label")
{
    Command pair({"predict", checkpoint(), "--text", "a", "--text-pair", "b", "--max-length", "2"});
    CHECK(pair.exitCode() == 1);
    CHECK_THAT(pair.err(), ContainsSubstring("does not fit into 2 tokens"));

    const TemporaryDirectory place;
    const std::filesystem::path damaged = place / "damaged";
    std::filesystem::copy(checkpoint(), damaged);
    const auto weights = core::StoredWeights::open(checkpoint());
    auto tensors = weights.tensors();
    const std::vector<float> nothing(3, std::numeric_limits<float>::quiet_NaN());
    for (auto& tensor : tensors)
        if (tensor.name == "classifier.bias")
            tensor.bytes = std::as_bytes(std::span(nothing));
    std::filesystem::remove(damaged / "model.safetensors");
    core::writeSafetensors(damaged / "model.safetensors", tensors, {{"format", "pt"}});
    Command answer({"predict", damaged.string(), "--text", "It could not be better."});
    CHECK(answer.exitCode() == 1);
    CHECK(answer.out().empty());
    CHECK_THAT(answer.err(), ContainsSubstring("not a number"));
}

TEST_CASE("What the command line alone shows to be wrong is wrong usage, an empty value where a script left a variable unset among it")
{
    const TemporaryDirectory place;
    const std::string output = (place / "run").string();
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"predict", checkpoint(), "--text", "x", "--precision", "fp8"},
             {"predict", checkpoint(), "--text", "x", "--device", "gpu"}, {"predict", checkpoint(), "--input", ""}, {"predict", checkpoint(), ""},
             {"predict", "", "--text", "x"}, {"attend", checkpoint(), "--text", "x", "--layer", "-1"},
             {"attend", checkpoint(), "--text", "x", "--output", ""}, {"train", "--output", output, "--max-steps", "-3"},
             {"train", "--output", output, "--validation-split", "7"}, {"train", "--output", output, "--seed", "-1"},
             {"train", "--output", output, "--data", ""}, {"train", "--output", ""}, {"train", "--output", output, "--device", "cuda:"},
             {"train", "--output", output, "--data", "-", "--validation", "-"}}) {
        Command command(wrong, {}, {kNoEngine});
        CAPTURE(wrong);
        CHECK(command.exitCode() == 2);
        CHECK(command.out().empty());
    }
    CHECK_FALSE(std::filesystem::exists(output));
}
