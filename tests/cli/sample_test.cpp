#include "tests/cli/command.h"

#include "tests/support/catch.h"

#include <iostream>

using namespace attune::test;

TEST_CASE("With --output alone the starter learns the sample to 75 % or more, words in order and all")
{
    const TemporaryDirectory place;
    Command command({"train", "--output", (place / "run").string(), "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto best = command.jsonLines().back().at("best");
    std::cout << "starter on the sample: accuracy " << best.at("accuracy") << ", macro-F1 " << best.at("macro_f1") << std::endl;
    CHECK(best.at("accuracy") >= 0.75);
}
