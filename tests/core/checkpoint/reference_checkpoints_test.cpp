#include "core/checkpoint/checkpoint.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <set>

using namespace attune;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

Names sorted(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

long peakMegabytes()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// Of "truncated / size" one is enough.
bool names(const std::string& message, const std::string& alternatives)
{
    std::size_t begin = 0;
    for (;;) {
        const auto end = alternatives.find(" / ", begin);
        if (message.find(alternatives.substr(begin, end - begin)) != std::string::npos)
            return true;
        if (end == std::string::npos)
            return false;
        begin = end + 3;
    }
}

} // namespace

TEST_CASE("Every broken checkpoint of the reference pack is refused by name and in little memory")
{
    const auto pack = test::referencePack("broken checkpoints");
    if (!pack)
        return;

    std::size_t refused = 0, named = 0;
    double slowest = 0;
    const long before = peakMegabytes();
    for (const auto& entry : test::readJson(*pack / "models_bad" / "expected.json")) {
        const std::string name = entry["dir"];
        const fs::path directory = *pack / "models_bad" / name;
        std::string message;
        const auto start = std::chrono::steady_clock::now();
        try {
            core::inspectCheckpoint(directory);
        } catch (const core::Error& error) {
            message = error.what();
        }
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        INFO(name << ": " << message);
        REQUIRE_FALSE(message.empty());
        CHECK_THROWS_AS(core::Checkpoint::open(directory), core::Error);
        slowest = std::max(slowest, taken.count());
        ++refused;
        for (const std::string word : entry["message_should_name"]) {
            const bool said = names(message, word);
            INFO("should name " << word);
            CHECK(said);
            named += said;
        }
    }
    const long grown = peakMegabytes() - before;
    std::cout << "broken checkpoints: " << refused << " refused, " << named << " words named, the slowest in " << slowest << " s, peak memory grew by " << grown << " MB" << std::endl;
    CHECK(grown < 100);
    CHECK(named > 0);
    for (const char* trace : {"attune-was-here", "pwned"})
        CHECK_FALSE(fs::exists(trace));
}

TEST_CASE("Checkpoints of the reference pack lack and leave unused what HuggingFace reports")
{
    const auto pack = test::referencePack("missing and unused parameters");
    if (!pack)
        return;

    std::size_t compared = 0, keys = 0;
    for (const auto& file : fs::directory_iterator(*pack / "goldens")) {
        if (file.path().extension() != ".json")
            continue;
        const auto golden = test::readJson(file.path());
        const fs::path directory = *pack / "models" / golden["model"].get<std::string>();
        INFO(directory.string());
        const core::CheckpointSummary summary = core::inspectCheckpoint(directory);
        const auto& expected = golden["expected_loading"];
        CHECK(sorted(summary.missing) == sorted(expected["missing_keys"]));
        CHECK(sorted(summary.unused) == sorted(expected["unexpected_keys"]));
        keys += summary.missing.size() + summary.unused.size();
        ++compared;
    }
    std::cout << "missing and unused parameters: " << compared << " checkpoints agree with transformers, " << keys << " names compared" << std::endl;
    CHECK(compared > 0);
}
