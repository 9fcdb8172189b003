#include "core/atomic_file.h"

#include "core/error.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace attune;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const TemporaryDirectory& directory)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory.path()), {}));
}

} // namespace

TEST_CASE("A file that is written atomically replaces the old one and leaves nothing beside it")
{
    const TemporaryDirectory directory;
    core::writeFileAtomically(directory / "file", "old");
    core::writeFileAtomically(directory / "file", std::string("new\0bytes", 9));
    CHECK(test::readFile(directory / "file") == std::string("new\0bytes", 9));
    CHECK(entries(directory) == 1);
}

TEST_CASE("Until it is committed a file is the old one")
{
    const TemporaryDirectory directory;
    core::writeFileAtomically(directory / "file", "old");
    {
        core::AtomicFile file(directory / "file");
        file.write("half of the n");
        CHECK(test::readFile(directory / "file") == "old");
    }
    CHECK(test::readFile(directory / "file") == "old");
    CHECK(entries(directory) == 1);
}

TEST_CASE("Two writers of one file do not disturb each other: the last to commit wins")
{
    const TemporaryDirectory directory;
    core::AtomicFile first(directory / "file"), second(directory / "file");
    first.write("first");
    second.write("second");
    second.commit();
    first.commit();
    CHECK(test::readFile(directory / "file") == "first");
    CHECK(entries(directory) == 1);
}

TEST_CASE("A new file has the permissions that the user's mask leaves")
{
    const TemporaryDirectory directory;
    const mode_t before = umask(027);
    core::writeFileAtomically(directory / "file", "x");
    umask(before);
    CHECK((fs::status(directory / "file").permissions() & fs::perms::mask) == fs::perms(0640));
}

TEST_CASE("A write that fails names the file and leaves the old one")
{
    const TemporaryDirectory directory;
    CHECK_THROWS_WITH(core::writeFileAtomically(directory / "absent" / "file", "x"), ContainsSubstring((directory / "absent" / "file").string()));

    core::writeFileAtomically(directory / "file", "old");
    // A limit on file sizes fails a write as a full disk does.
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {1000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
        core::writeFileAtomically(directory / "file", std::string(5000, 'x'));
    } catch (const core::Error& error) {
        message = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK_THAT(message, ContainsSubstring((directory / "file").string()));
    CHECK(test::readFile(directory / "file") == "old");
    CHECK(entries(directory) == 1);
}
