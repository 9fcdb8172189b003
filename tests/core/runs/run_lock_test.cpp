#include "core/runs/run_lock.h"

#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace attune;

TEST_CASE("A run is written by one at a time, and the next may as soon as the first lets go")
{
    const test::TemporaryDirectory run;
    CHECK_FALSE(core::RunLock::isHeld(run.path()));
    {
        const core::RunLock first(run.path());
        CHECK(core::RunLock::isHeld(run.path()));
        CHECK_THROWS_WITH(core::RunLock(run.path()),
                          ContainsSubstring(run.path().string()) && ContainsSubstring("is being trained by another window or program"));
        CHECK(core::RunLock::isHeld(run.path())); // asking, and being refused, took nothing from it
    }
    CHECK_FALSE(core::RunLock::isHeld(run.path()));
    const core::RunLock second(run.path());
}

TEST_CASE("A lock is handed on, and what it was taken from holds nothing")
{
    const test::TemporaryDirectory run;
    core::RunLock kept;
    {
        core::RunLock taken(run.path());
        kept = std::move(taken);
    }
    CHECK(core::RunLock::isHeld(run.path()));
    kept = core::RunLock();
    CHECK_FALSE(core::RunLock::isHeld(run.path()));
}

TEST_CASE("A program that is killed leaves its run free")
{
    const test::TemporaryDirectory run;
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    const pid_t child = fork();
    if (child == 0) {
        const core::RunLock lock(run.path());
        const char byte = 1;
        if (write(ready[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    char byte = 0;
    REQUIRE(read(ready[0], &byte, 1) == 1);
    CHECK(core::RunLock::isHeld(run.path()));
    CHECK_THROWS_AS(core::RunLock(run.path()), core::Error);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    close(ready[0]);
    close(ready[1]);
    CHECK(WIFSIGNALED(status));
    CHECK_FALSE(core::RunLock::isHeld(run.path()));
    const core::RunLock mine(run.path());
}

TEST_CASE("A folder that cannot be written says so")
{
    CHECK_THROWS_WITH(core::RunLock("/nowhere/at/all"), ContainsSubstring("Cannot write /nowhere/at/all/lock"));
    CHECK_FALSE(core::RunLock::isHeld("/nowhere/at/all"));
}
