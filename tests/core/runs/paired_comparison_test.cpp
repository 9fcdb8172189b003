#include "core/runs/paired_comparison.h"

#include "tests/support/catch.h"

using namespace attune;

// The expected figures are sums of binomial coefficients, computed exactly.

TEST_CASE("Two models are told apart by the texts that only one of them gets right")
{
    CHECK(core::chanceOfDifference({700, 9, 14, 80}) == Approx(0.4048728942871094));
    CHECK(core::chanceOfDifference({0, 9, 14, 0}) == core::chanceOfDifference({700, 14, 9, 80}));
    CHECK(core::chanceOfDifference({10, 1, 12, 10}) == Approx(0.00341796875));
    CHECK(core::chanceOfDifference({10, 0, 5, 0}) == Approx(0.0625));
    CHECK(core::chanceOfDifference({10, 600, 400, 0}) == Approx(2.7284641560660184e-10).epsilon(1e-6));
}

TEST_CASE("Models that are right and wrong alike cannot be told apart")
{
    CHECK(core::chanceOfDifference({500, 0, 0, 20}) == 1);
    CHECK(core::chanceOfDifference({500, 7, 7, 20}) == 1);
    CHECK(core::chanceOfDifference({0, 100000, 100000, 0}) == 1);
}
