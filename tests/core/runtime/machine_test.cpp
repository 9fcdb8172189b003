#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runtime/machine.h"
#include "core/engine/memory.h"
#include "core/training/engine.h"
#include "tests/support/catch.h"

#include <cstdlib>
#include <sstream>

using namespace attune::core;

TEST_CASE("The report names LibTorch, BLAS and the threads, which are those that OMP_NUM_THREADS asks for")
{
    const RuntimeReport report = libTorchEngine().runtime();
    CHECK(report.torchVersion.find('.') != std::string::npos);
    CHECK(report.blas != "unknown");
    const char* asked = std::getenv("OMP_NUM_THREADS"); // the user's, or set by prepareProcess to the cores there are
    REQUIRE(asked);
    CHECK(report.threads == std::atoi(asked));
    CHECK(report.coresAllowed == allowedCores());
    CHECK(report.devices.front().name == "cpu");
    // A warning exactly when the BLAS is the slow one.
    CHECK(report.warning.empty() == (report.blas != "reference BLAS"));
}

TEST_CASE("Devices are chosen by name, and what is not there is refused with what there is")
{
    CHECK(chooseDevice("cpu").is_cpu());
    CHECK(chooseDevice("auto").is_cuda() == torch::cuda::is_available());
    for (const char* name : {"gpu", "", "cuda:", "cuda:x", "cuda:-1", "cuda:0x", "cuda0"})
        CHECK_THROWS_AS(chooseDevice(name), Error);
    if (torch::cuda::is_available()) {
        CHECK(chooseDevice("cuda") == torch::Device(torch::kCUDA, 0));
        CHECK_THROWS_WITH(chooseDevice("cuda:99"), ContainsSubstring("There is no CUDA device 99"));
    } else {
        CHECK_THROWS_WITH(chooseDevice("cuda"), ContainsSubstring("the device cpu or auto"));
        CHECK_THROWS_WITH(chooseDevice("cuda:1"), ContainsSubstring("cuda:1") || ContainsSubstring("no CUDA device"));
    }
}

TEST_CASE("Every device of the report can be chosen, and the automatic one is among them")
{
    const RuntimeReport report = runtimeReport();
    CHECK(report.device(report.chosenDevice) != nullptr);
    CHECK(report.device("abacus") == nullptr);
    for (const DeviceReport& device : report.devices) {
        CAPTURE(device.name);
        CHECK(deviceName(chooseDevice(device.name)) == device.name);
        CHECK_FALSE(device.model.empty());
        REQUIRE_FALSE(device.precisions.empty());
        CHECK(device.precisions.front() == Precision::Fp32);
    }
}

TEST_CASE("Memory of the process and of the computer is told in bytes")
{
    const RuntimeReport report = runtimeReport();
    CHECK(report.processMemory > 10'000'000); // LibTorch alone takes more
    CHECK(report.processMemory < report.devices.front().memory);
    CHECK(report.devices.front().freeMemory <= report.devices.front().memory);

    std::istringstream table("MemTotal:       24 kB\nMemTotalSwap: 9 kB\nMemFree: none\n");
    CHECK(kilobytesOf(table, "MemTotal") == 24 * 1024);
    CHECK(kilobytesOf(table, "MemFree") == std::nullopt);
    CHECK(kilobytesOf(table, "MemAvailable") == std::nullopt);
}
