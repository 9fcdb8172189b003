#include "core/hub/places.h"

#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
using test::EnvironmentVariable;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

void makeCheckpoint(const fs::path& directory)
{
    fs::create_directories(directory);
    std::ofstream(directory / "config.json") << "{}";
}

} // namespace

TEST_CASE("The program's directory is that of the running executable")
{
    CHECK(fs::exists(core::programDirectory() / fs::read_symlink("/proc/self/exe").filename()));
    CHECK(core::resourceDirectory() == core::programDirectory().parent_path() / "share" / "attune");
    CHECK(core::sampleFile() == core::resourceDirectory() / "sample" / "reviews.csv");
    CHECK(core::starterCheckpoint() == core::resourceDirectory() / "starter");
}

TEST_CASE("Data lie where XDG_DATA_HOME says, if it is absolute")
{
    const EnvironmentVariable home("HOME", "/home/someone");
    {
        const EnvironmentVariable data("XDG_DATA_HOME", "/data");
        CHECK(core::dataHome() == "/data/attune");
        CHECK(core::fetchedCheckpoints() == "/data/attune/checkpoints");
        CHECK(core::runsDirectory() == "/data/attune/runs");
    }
    for (const std::optional<std::string>& value : {std::optional<std::string>(), std::optional<std::string>(""), std::optional<std::string>("data")}) {
        const EnvironmentVariable data("XDG_DATA_HOME", value);
        CHECK(core::dataHome() == "/home/someone/.local/share/attune");
    }
}

TEST_CASE("Without HOME the data lie in the home that the system knows")
{
    const EnvironmentVariable data("XDG_DATA_HOME", std::nullopt);
    const EnvironmentVariable home("HOME", std::nullopt);
    CHECK(core::dataHome().is_absolute());
    CHECK(core::dataHome().string().ends_with(".local/share/attune"));
}

TEST_CASE("Known checkpoints are the fetched directories that hold a configuration, by name, and the starter last")
{
    const TemporaryDirectory data;
    const EnvironmentVariable variable("XDG_DATA_HOME", data.path().string());
    const auto fetched = [] {
        auto known = core::knownCheckpoints();
        std::erase_if(known, [](const auto& checkpoint) { return checkpoint.bundled; });
        return known;
    };
    CHECK(fetched().empty());

    makeCheckpoint(core::fetchedCheckpoints() / "minilm");
    makeCheckpoint(core::fetchedCheckpoints() / "bert-tiny");
    fs::create_directories(core::fetchedCheckpoints() / "half-fetched");
    std::ofstream(core::fetchedCheckpoints() / "notes.txt") << "no directory";
    REQUIRE(fetched().size() == 2);
    CHECK(fetched()[0].name == "bert-tiny");
    CHECK(fetched()[0].directory == core::fetchedCheckpoints() / "bert-tiny");
    CHECK(fetched()[1].name == "minilm");

    const auto all = core::knownCheckpoints();
    const bool starter = fs::exists(core::starterCheckpoint() / "config.json");
    CHECK(all.size() == (starter ? 3 : 2));
    CHECK(all.back().bundled == starter);
}

TEST_CASE("A new run is numbered one above the highest")
{
    const TemporaryDirectory data;
    const EnvironmentVariable variable("XDG_DATA_HOME", data.path().string());
    CHECK(core::nextRunDirectory() == core::runsDirectory() / "run-0001");
    fs::create_directories(core::runsDirectory() / "run-0001");
    CHECK(core::nextRunDirectory() == core::runsDirectory() / "run-0002");
    for (const char* name : {"run-0041", "run-x", "run-0099x", "run-", "walk-0100"})
        fs::create_directories(core::runsDirectory() / name);
    CHECK(core::nextRunDirectory() == core::runsDirectory() / "run-0042");
    fs::create_directories(core::runsDirectory() / "run-9999");
    CHECK(core::nextRunDirectory() == core::runsDirectory() / "run-10000");
}

TEST_CASE("Another folder of the runs holds until the default is asked for again")
{
    const fs::path before = core::runsDirectory();
    core::useRunsDirectory("/elsewhere/my runs");
    CHECK(core::runsDirectory() == "/elsewhere/my runs");
    CHECK(core::nextRunDirectory() == "/elsewhere/my runs/run-0001");
    core::useRunsDirectory({});
    CHECK(core::runsDirectory() == before);
}
