#include "tests/cli/command.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <fstream>

using namespace attune::test;

namespace {

std::string checkpoint() { return (dataDirectory() / "classifier-safetensors").string(); }

std::string printed(const std::vector<std::string>& arguments, const std::string& input)
{
    Command command(arguments, input);
    CHECK(command.exitCode() == 0);
    return command.out();
}

std::string failure(const std::vector<std::string>& arguments, const std::string& input = {})
{
    Command command(arguments, input);
    CHECK(command.exitCode() == 1);
    return command.err();
}

} // namespace

TEST_CASE("tokenize prints a pair's ids, a tab and its segment ids")
{
    Command pairs({"tokenize", checkpoint(), "--pairs", "--ids"}, "the food was great\tthe service was not\n\t\n");
    CHECK(pairs.exitCode() == 0);
    CHECK(pairs.out() == "12 184 309 195 264 13 184 315 195 189 13\t0 0 0 0 0 0 1 1 1 1 1\n12 13 13\t0 0 1\n");
    CHECK(printed({"tokenize", checkpoint(), "--pairs", "-"}, "the food\tthe service") == "[CLS] the food [SEP] the service [SEP]\n");
}

TEST_CASE("tokenize reads a file and prints an object for each line with --json")
{
    const TemporaryDirectory place;
    std::ofstream(place / "texts.txt") << "the food was great\n\nthe";
    Command command({"tokenize", checkpoint(), (place / "texts.txt").string(), "--json", "--max-length", "4"});
    REQUIRE(command.exitCode() == 0);
    const auto lines = command.jsonLines();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == nlohmann::json::parse(R"({"ids": [12, 184, 309, 13], "tokens": ["[CLS]", "the", "food", "[SEP]"],
        "token_type_ids": [0, 0, 0, 0], "truncated": true})"));
    CHECK(lines[1].at("ids").size() == 2);
    CHECK(lines[2].at("truncated") == false);
    Command pair({"tokenize", checkpoint(), "--json", "--pairs"}, "the\tfood");
    REQUIRE(pair.exitCode() == 0);
    CHECK(pair.jsonLines().at(0).at("token_type_ids") == std::vector<int>{0, 0, 0, 1, 1});
}

TEST_CASE("tokenize keeps the part and cuts the text that it is told to")
{
    const std::string text = "the food was great the service was not";
    CHECK(printed({"tokenize", checkpoint(), "--max-length", "4", "--keep", "tail"}, text) == "[CLS] was not [SEP]\n");
    CHECK(printed({"tokenize", checkpoint(), "--max-length", "6", "--keep", "head+tail"}, text) == "[CLS] the service was not [SEP]\n");
    CHECK(printed({"tokenize", checkpoint(), "--pairs", "--max-length", "6", "--truncation", "only_first"}, "the food was\tthe service") == "[CLS] the [SEP] the service [SEP]\n");
    CHECK(printed({"tokenize", checkpoint(), "--pairs", "--max-length", "6", "--truncation", "only_second"}, "the food\tthe service was") == "[CLS] the food [SEP] the [SEP]\n");
}

TEST_CASE("tokenize gives every line of a large input in its order")
{
    std::string input;
    while (input.size() < (std::size_t{9} << 20)) {
        input += "the food was great\n" + std::string(input.size() % 3 ? "" : "the\n");
    }
    std::size_t longLines = 0, shortLines = 0;
    for (std::size_t at = 0; at < input.size(); at = input.find('\n', at) + 1)
        ++(input.compare(at, 4, "the\n") == 0 ? shortLines : longLines);
    Command command({"tokenize", checkpoint(), "--ids"}, input);
    REQUIRE(command.exitCode() == 0);
    const std::string out = command.out();
    CHECK(out.size() == longLines * 22 + shortLines * 10);
    std::size_t different = 0;
    for (std::size_t at = 0, line = 0; at < input.size(); at = input.find('\n', at) + 1) {
        const bool isShort = input.compare(at, 4, "the\n") == 0;
        const std::string_view wanted = isShort ? "12 184 13\n" : "12 184 309 195 264 13\n";
        different += out.compare(line, wanted.size(), wanted) != 0;
        line += wanted.size();
    }
    CHECK(different == 0);
}

TEST_CASE("tokenize names the line that is at fault")
{
    CHECK_THAT(failure({"tokenize", checkpoint(), "--pairs"}, "a\tb\nthe food\n"), ContainsSubstring("Line 2 of standard input") && ContainsSubstring("tab"));
    CHECK_THAT(failure({"tokenize", checkpoint(), "--pairs", "--max-length", "6", "--truncation", "only_first"}, "the\tfood\nthe\tthe the the the\n"),
        ContainsSubstring("Line 2") && ContainsSubstring("only_first"));
    CHECK_THAT(failure({"tokenize", checkpoint(), "/nowhere/texts.txt"}), ContainsSubstring("/nowhere/texts.txt"));
    CHECK_THAT(failure({"tokenize", "/nowhere"}), ContainsSubstring("vocab.txt"));
    const TemporaryDirectory place;
    CHECK_THAT(failure({"tokenize", checkpoint(), place.path().string()}), ContainsSubstring(place.path().string()));
}

TEST_CASE("tokenize refuses a maximum length that has no room for a pair")
{
    CHECK_THAT(failure({"tokenize", checkpoint(), "--pairs", "--max-length", "2"}, "the\tfood"), ContainsSubstring("--max-length 2"));
    CHECK(printed({"tokenize", checkpoint(), "--pairs", "--max-length", "3"}, "the\tfood") == "[CLS] [SEP] [SEP]\n");
}

TEST_CASE("tokenize takes options together only where they mean something")
{
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--keep", "middle"}, {"--truncation", "only_first"},
             {"--pairs", "--keep", "tail"}, {"--json", "--ids"}, {"--max-length", "1"}}) {
        std::vector<std::string> arguments{"tokenize", checkpoint()};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        Command command(arguments);
        CAPTURE(arguments);
        CHECK(command.exitCode() == 2);
    }
}
