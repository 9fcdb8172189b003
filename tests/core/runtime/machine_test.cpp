#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runtime/machine.h"
#include "core/training/engine.h"
#include "tests/support/catch.h"

#include <cstdlib>

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
    CHECK_THROWS_AS(chooseDevice("gpu"), Error);
    if (!torch::cuda::is_available())
        CHECK_THROWS_WITH(chooseDevice("cuda"), ContainsSubstring("--device cpu or auto"));
}
