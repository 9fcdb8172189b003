#include "core/engine/loader.h"

#include "core/engine/engine_library.h"
#include "core/error.h"
#include "core/hub/places.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <set>
#include <thread>

using namespace attune;
using core::Error;
using test::EnvironmentVariable;

namespace {

Error refusal(const std::filesystem::path& library)
{
    try {
        core::openEngineLibrary(library);
    } catch (const Error& error) {
        return error;
    }
    return Error("accepted");
}

} // namespace

TEST_CASE("The engine lies beside the program unless ATTUNE_ENGINE names another")
{
    {
        const EnvironmentVariable chosen("ATTUNE_ENGINE", "/somewhere/libother.so");
        CHECK(core::enginePath() == "/somewhere/libother.so");
    }
    for (const std::optional<std::string>& none : {std::optional<std::string>(), std::optional<std::string>("")}) {
        const EnvironmentVariable chosen("ATTUNE_ENGINE", none);
        CHECK(core::enginePath() == core::programDirectory() / "libattune-engine.so");
    }
}

TEST_CASE("An absent engine is named with the way to get one")
{
    const test::TemporaryDirectory directory;
    const Error error = refusal(directory / "libattune-engine.so");
    CHECK_THAT(error.cause(), ContainsSubstring((directory / "libattune-engine.so").string()) && ContainsSubstring("absent"));
    CHECK_THAT(error.wayOut(), ContainsSubstring("attune-engine") && ContainsSubstring("ATTUNE_ENGINE"));
    CHECK_THAT(refusal(directory.path()).cause(), ContainsSubstring("absent"));
}

TEST_CASE("An engine that is no library is refused with the loader's reason")
{
    const test::TemporaryDirectory directory;
    std::ofstream(directory / "text.so") << "no library";
    const Error error = refusal(directory / "text.so");
    CHECK_THAT(error.cause(), ContainsSubstring((directory / "text.so").string()) && ContainsSubstring("cannot be loaded"));
    CHECK_FALSE(error.details().empty());
}

TEST_CASE("A library that is no engine is refused")
{
    CHECK_THAT(refusal(ATTUNE_FAKE_ENGINE_FOREIGN).cause(), ContainsSubstring(ATTUNE_FAKE_ENGINE_FOREIGN) && ContainsSubstring(core::kEngineSymbol));
}

TEST_CASE("An engine of another interface is refused with both numbers")
{
    const Error error = refusal(ATTUNE_FAKE_ENGINE_OLD);
    CHECK_THAT(error.cause(), ContainsSubstring("interface 0") && ContainsSubstring("needs " + std::to_string(core::kEngineInterface)));
    CHECK_FALSE(error.wayOut().empty());
}

TEST_CASE("A file name without a directory means a file here, not one of the system's libraries")
{
    CHECK_THAT(refusal("libc.so.6").cause(), ContainsSubstring("absent"));
}

TEST_CASE("The engine is loaded once a process, whoever asks first, after failures too")
{
    CHECK_THROWS_AS(core::loadEngine("/nowhere/libattune-engine.so"), Error);

    std::vector<core::Engine*> found(4);
    std::vector<std::thread> threads;
    for (auto& engine : found)
        threads.emplace_back([&engine] { engine = &core::loadEngine(ATTUNE_FAKE_ENGINE_GOOD); });
    for (auto& thread : threads)
        thread.join();
    CHECK(std::set(found.begin(), found.end()).size() == 1);
    CHECK(&core::loadEngine("/nowhere/libattune-engine.so") == found[0]);
    CHECK(found[0]->runtime().torchVersion == "fake");
    CHECK_THROWS_WITH(found[0]->openClassifier({}, "cpu"), ContainsSubstring("computes nothing")); // core::Error crosses the border
}
