#include "core/checkpoint/safetensors.h"
#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"

#include <cstring>

using namespace attune;
using namespace attune::test;

TEST_CASE("attend writes attention, hidden states, pooled output and ids, also for a checkpoint without classifier")
{
    const TemporaryDirectory place;
    const std::string file = (place / "attention.safetensors").string();
    for (const char* name : {"classifier-safetensors", "no-prefix"}) {
        Command command({"attend", checkpoint(name), "--text", "It could not be better.", "--output", file});
        REQUIRE(command.exitCode() == 0);
        const core::SafetensorsFile written(file);
        const auto& attention = *written.find("attention");
        const auto shape = attention.shape;
        REQUIRE(shape.size() == 4);
        CHECK(shape[2] == 8);
        CHECK(shape[3] == 8);
        std::vector<float> values(attention.bytes.size() / sizeof(float));
        std::memcpy(values.data(), attention.bytes.data(), attention.bytes.size());
        for (std::size_t row = 0; row < values.size(); row += 8) {
            double sum = 0;
            for (std::size_t to = 0; to < 8; ++to)
                sum += values[row + to];
            REQUIRE(sum == Approx(1).margin(1e-6));
        }
        CHECK(written.find("last_hidden_state")->shape == std::vector<std::int64_t>{8, 24});
        CHECK(written.find("pooled")->shape == std::vector<std::int64_t>{24});
        CHECK(written.find("input_ids")->shape == std::vector<std::int64_t>{8});
        CHECK(written.find("input_ids")->dtype == "I64");
    }
}

TEST_CASE("attend gives the values of one head, of a layer, or all as JSON")
{
    const std::vector<std::string> common{"attend", checkpoint(), "--text", "It could not be better.", "--json"};
    const auto answerTo = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments = common;
        arguments.insert(arguments.end(), more.begin(), more.end());
        Command command(arguments);
        REQUIRE(command.exitCode() == 0);
        return command.jsonLines().at(0);
    };
    const auto all = answerTo({}), layer = answerTo({"--layer", "1"}), head = answerTo({"--head", "2"}), one = answerTo({"--layer", "1", "--head", "2"});
    CHECK(all.at("tokens").size() == 8);
    CHECK(all.at("layers") == 2);
    CHECK(all.at("heads") == 3);
    REQUIRE(all.at("attention").size() == 2);
    REQUIRE(all.at("attention")[0].size() == 3);
    CHECK(layer.at("attention") == all.at("attention")[1]);
    CHECK(head.at("attention")[0] == all.at("attention")[0][2]);
    CHECK(one.at("attention") == all.at("attention")[1][2]);
    CHECK(one.at("layer") == 1);
    CHECK(all.at("layer").is_null());
    double sum = 0;
    for (const auto& value : one.at("attention")[3])
        sum += value.get<double>();
    CHECK(sum == Approx(1).margin(1e-6));
}

TEST_CASE("attend draws a row for each token in the terminal, and tells the two texts of a pair")
{
    Command command({"attend", checkpoint(), "--text", "the film", "--text-pair", "was bad", "--layer", "0"});
    REQUIRE(command.exitCode() == 0);
    for (const char* row : {"0  [CLS]", "1  the", "2  film", "3  [SEP]", "4  was", "5  bad", "6  [SEP]", "layer 0", "adds up to 1"})
        CHECK_THAT(command.out(), ContainsSubstring(row));

    // Too wide for a table: every row has its strongest tokens, and none is left out.
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += "film ";
    Command wide({"attend", checkpoint(), "--text", text});
    REQUIRE(wide.exitCode() == 0);
    CHECK_THAT(wide.out(), ContainsSubstring("51  [SEP]") && !ContainsSubstring("adds up to 1"));
}

TEST_CASE("A layer or head that the model does not have is refused with how many there are, before the engine is loaded")
{
    Command layer({"attend", checkpoint(), "--text", "x", "--layer", "2"}, {}, {kNoEngine});
    CHECK(layer.exitCode() == 1);
    CHECK_THAT(layer.err(), ContainsSubstring("--layer 2") && ContainsSubstring("2 layers"));
    Command head({"attend", checkpoint(), "--text", "x", "--head", "3"}, {}, {kNoEngine});
    CHECK(head.exitCode() == 1);
    CHECK_THAT(head.err(), ContainsSubstring("3 heads"));
    Command both({"attend", checkpoint(), "--text", "x", "--layer", "0", "--output", "x.safetensors"}, {}, {kNoEngine});
    CHECK(both.exitCode() == 2);
}
