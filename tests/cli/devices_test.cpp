#include "tests/cli/command.h"
#include "tests/support/catch.h"

using namespace attune::test;

TEST_CASE("devices names LibTorch, BLAS and threads")
{
    Command command({"devices"});
    CHECK(command.exitCode() == 0);
    CHECK_THAT(command.out(), ContainsSubstring("LibTorch") && ContainsSubstring("BLAS") && ContainsSubstring("threads"));
}

TEST_CASE("devices as JSON lists what --device takes, with memory in bytes")
{
    Command command({"devices", "--json"});
    REQUIRE(command.exitCode() == 0);
    const auto answer = command.jsonLines().at(0);
    const auto& devices = answer.at("devices");
    REQUIRE_FALSE(devices.empty());
    CHECK(devices[0].at("name") == "cpu");
    CHECK(devices[0].at("precisions")[0] == "fp32");
    CHECK(devices[0].at("memory_bytes").get<std::uint64_t>() > answer.at("process_memory_bytes").get<std::uint64_t>());
    bool automatic = false;
    for (const auto& device : devices)
        automatic = automatic || device.at("name") == answer.at("auto");
    CHECK(automatic);
    CHECK(answer.at("threads").get<int>() >= 1);
}
