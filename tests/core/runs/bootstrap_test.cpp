#include "core/runs/bootstrap.h"

#include "tests/support/catch.h"

using namespace attune;

namespace {

const std::vector<std::int64_t> kConfusion = {376, 10, 25, 8, 231, 15, 21, 21, 95};

std::vector<std::int64_t> times(std::vector<std::int64_t> confusion, std::int64_t factor)
{
    for (std::int64_t& cell : confusion)
        cell *= factor;
    return confusion;
}

Approx about(double value, double margin) { return Approx(value).epsilon(0).margin(margin); }

} // namespace

// The expected ends come from drawing the single texts anew 4,000 times, in Python.

TEST_CASE("Bootstrap intervals are those of drawing the texts themselves")
{
    const core::BootstrapIntervals intervals = core::bootstrapIntervals(kConfusion);
    CHECK(intervals.macroF1.low == about(0.8082, 0.004));
    CHECK(intervals.macroF1.high == about(0.8660, 0.004));
    CHECK(intervals.matthews.low == about(0.7586, 0.005));
    CHECK(intervals.matthews.high == about(0.8305, 0.005));
}

TEST_CASE("A hundred times the texts have intervals a tenth as wide")
{
    const core::BootstrapIntervals intervals = core::bootstrapIntervals(times(kConfusion, 100));
    CHECK(intervals.macroF1.low == about(0.83550, 0.0004));
    CHECK(intervals.macroF1.high == about(0.84138, 0.0004));
    CHECK(intervals.matthews.low == about(0.79160, 0.0005));
    CHECK(intervals.matthews.high == about(0.79910, 0.0005));
}

TEST_CASE("Of a dozen texts the bootstrap says how little they tell")
{
    const std::vector<std::int64_t> dozen = {5, 1, 2, 4};
    const core::BootstrapIntervals intervals = core::bootstrapIntervals(dozen, 7, 4000);
    CHECK(intervals.macroF1.low == about(0.4375, 0.03));
    CHECK(intervals.macroF1.high == 1);
    CHECK(intervals.matthews.low == about(-0.0286, 0.05));
    CHECK(intervals.matthews.high == 1);
}

TEST_CASE("One seed gives one interval, and flawless answers give a point")
{
    CHECK(core::bootstrapIntervals(kConfusion, 1).macroF1 == core::bootstrapIntervals(kConfusion, 1).macroF1);
    CHECK_FALSE(core::bootstrapIntervals(kConfusion, 1).macroF1 == core::bootstrapIntervals(kConfusion, 2).macroF1);
    const std::vector<std::int64_t> flawless = {40, 0, 0, 60};
    CHECK(core::bootstrapIntervals(flawless).macroF1 == core::Interval{1, 1});
    CHECK(core::bootstrapIntervals(flawless).matthews == core::Interval{1, 1});
}

TEST_CASE("Without texts nothing is known")
{
    const std::vector<std::int64_t> empty(4);
    CHECK(core::bootstrapIntervals(empty).macroF1 == core::Interval{0, 1});
    CHECK(core::bootstrapIntervals(empty).matthews == core::Interval{-1, 1});
}
