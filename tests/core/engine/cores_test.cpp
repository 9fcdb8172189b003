#include "core/engine/cores.h"

#include "core/engine/loader.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_directory.h"

#include <sched.h>

#include <fstream>
#include <thread>

using namespace attune;
using core::cpuQuota;
using test::EnvironmentVariable;
using test::TemporaryDirectory;

namespace {

void write(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

} // namespace

TEST_CASE("A control group of version 2 grants its cpu.max, or less where one above it grants less")
{
    const TemporaryDirectory root;
    CHECK_FALSE(cpuQuota("0::/a/b\n", root.path()));
    write(root / "a/b/cpu.max", "max 100000\n");
    CHECK_FALSE(cpuQuota("0::/a/b\n", root.path()));
    write(root / "a/b/cpu.max", "150000 100000\n");
    CHECK(cpuQuota("0::/a/b\n", root.path()) == 1.5);
    write(root / "a/cpu.max", "50000 100000\n");
    CHECK(cpuQuota("0::/a/b\n", root.path()) == 0.5);
    CHECK(cpuQuota("0::/a\n", root.path()) == 0.5);
    CHECK_FALSE(cpuQuota("0::/elsewhere\n", root.path()));
    write(root / "cpu.max", "200000 100000\n");
    CHECK(cpuQuota("0::/elsewhere\n", root.path()) == 2); // in a container the mount is the container's own group
    CHECK(cpuQuota("0::/", root.path()) == 2);
}

TEST_CASE("A control group of version 1 grants quota divided by period")
{
    const TemporaryDirectory root;
    const std::string membership = "9:name=systemd:/\n3:cpuset:/\n2:cpu,cpuacct:/box\n1:memory:/box\n";
    CHECK_FALSE(cpuQuota(membership, root.path()));
    write(root / "cpu,cpuacct/box/cpu.cfs_period_us", "100000\n");
    write(root / "cpu,cpuacct/box/cpu.cfs_quota_us", "-1\n");
    CHECK_FALSE(cpuQuota(membership, root.path()));
    write(root / "cpu,cpuacct/box/cpu.cfs_quota_us", "300000\n");
    CHECK(cpuQuota(membership, root.path()) == 3);
}

TEST_CASE("Control groups that make no sense grant everything")
{
    const TemporaryDirectory root;
    for (const char* text : {"", "x y", "0 100000", "-1 100000", "100000", "100000 0", "nan 1"}) {
        write(root / "cpu.max", text);
        CHECK_FALSE(cpuQuota("0::/\n", root.path()));
    }
    CHECK_FALSE(cpuQuota("nonsense\n::\n:\n\n", root.path()));
}

TEST_CASE("A process that is bound to one processor may use one core")
{
    const int all = core::allowedCores();
    CHECK(all >= 1);
    CHECK(all <= static_cast<int>(std::thread::hardware_concurrency()));

    cpu_set_t before, one;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    CPU_ZERO(&one);
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu)
        if (CPU_ISSET(cpu, &before))
            CPU_SET(cpu, &one);
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    const int bound = core::allowedCores();
    sched_setaffinity(0, sizeof before, &before);
    CHECK(bound == 1);
}

TEST_CASE("Preparing the process sets thread counts where the user set none")
{
    const EnvironmentVariable openMp("OMP_NUM_THREADS", std::nullopt), mkl("MKL_NUM_THREADS", std::nullopt);
    const EnvironmentVariable openBlas("OPENBLAS_NUM_THREADS", "7"), waiting("OMP_WAIT_POLICY", std::nullopt);
    const EnvironmentVariable core("OPENBLAS_CORETYPE", "Haswell");
    core::prepareProcess();
    const std::string cores = std::to_string(core::allowedCores());
    CHECK(std::getenv("OMP_NUM_THREADS") == cores);
    CHECK(std::getenv("MKL_NUM_THREADS") == cores);
    CHECK(std::getenv("OPENBLAS_NUM_THREADS") == std::string("7"));
    CHECK(std::getenv("OPENBLAS_CORETYPE") == std::string("Haswell"));
    CHECK(std::getenv("OMP_WAIT_POLICY") == std::string("passive"));
}

TEST_CASE("A chosen number of threads goes to every pool")
{
    const EnvironmentVariable openMp("OMP_NUM_THREADS", std::nullopt), mkl("MKL_NUM_THREADS", std::nullopt);
    const EnvironmentVariable openBlas("OPENBLAS_NUM_THREADS", std::nullopt);
    core::prepareProcess(1);
    for (const char* name : {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"})
        CHECK(std::getenv(name) == std::string("1"));
}

TEST_CASE("OpenBLAS is told of AVX-512 where the processor has it, and nowhere else")
{
    const EnvironmentVariable variable("OPENBLAS_CORETYPE", std::nullopt);
    core::prepareProcess();
    std::ifstream processors("/proc/cpuinfo");
    const std::string listed((std::istreambuf_iterator<char>(processors)), {});
    const bool all = listed.find("avx512f") != std::string::npos && listed.find("avx512bw") != std::string::npos
        && listed.find("avx512dq") != std::string::npos && listed.find("avx512vl") != std::string::npos;
    const char* chosen = std::getenv("OPENBLAS_CORETYPE");
    CHECK((chosen != nullptr) == all);
    if (chosen)
        CHECK(chosen == std::string("SkylakeX"));
}
