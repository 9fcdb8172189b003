#include "tests/support/catch.h"
#include "ui/training/metric_history.h"

#include <cmath>
#include <limits>

using namespace attune;
using ui::MetricHistory;

namespace {

core::StepMetrics stepWith(std::int64_t step, double loss, double accuracy = 0.5)
{
    core::StepMetrics metrics;
    metrics.step = step;
    metrics.loss = loss;
    metrics.accuracy = accuracy;
    metrics.seconds = double(step) * 0.5;
    metrics.samples = 32;
    metrics.tokens = 640;
    metrics.samplesPerSecond = 64;
    return metrics;
}

core::EvaluationMetrics evaluationWith(std::int64_t step, double loss, double accuracy, bool best)
{
    core::EvaluationMetrics metrics;
    metrics.step = step;
    metrics.loss = loss;
    metrics.accuracy = accuracy;
    metrics.macroF1 = accuracy - 0.05;
    metrics.best = best;
    return metrics;
}

} // namespace

TEST_CASE("The smoothed series is the de-biased exponential moving average")
{
    // With smoothing 0.9: 0.1/0.1, (0.09 + 0.2)/0.19, (0.261 + 0.3)/0.271.
    MetricHistory history(0.9);
    for (int i = 1; i <= 3; ++i)
        history.append(stepWith(i, i));
    REQUIRE(history.smoothedLoss().size() == 3);
    CHECK(history.smoothedLoss()[0] == Approx(1.0));
    CHECK(history.smoothedLoss()[1] == Approx(0.29 / 0.19));
    CHECK(history.smoothedLoss()[2] == Approx(0.561 / 0.271));
}

TEST_CASE("Another smoothing computes the series anew over all points")
{
    MetricHistory changed(0.95);
    MetricHistory straight(0.5);
    for (int i = 1; i <= 40; ++i) {
        changed.append(stepWith(i, std::sin(i), std::cos(i)));
        straight.append(stepWith(i, std::sin(i), std::cos(i)));
    }
    changed.setSmoothing(0.5);
    CHECK(changed.smoothedLoss() == straight.smoothedLoss());
    CHECK(changed.smoothedAccuracy() == straight.smoothedAccuracy());
    changed.append(stepWith(41, 7));
    straight.append(stepWith(41, 7));
    CHECK(changed.smoothedLoss().back() == straight.smoothedLoss().back());
}

TEST_CASE("Another smoothing of a long run is computed in short turns, and is no other than at once")
{
    MetricHistory changed(0.95);
    MetricHistory straight(0.5);
    const auto append = [&](int i) {
        changed.append(stepWith(i, std::sin(i), std::cos(i)));
        straight.append(stepWith(i, std::sin(i), std::cos(i)));
    };
    for (int i = 1; i <= 50'000; ++i)
        append(i);
    const std::vector<double> before = changed.smoothedLoss();
    const auto past = MetricHistory::Clock::now();
    REQUIRE_FALSE(changed.setSmoothing(0.9, past));
    CHECK(changed.smoothedLoss() == before);
    append(50'001); // a run that is in progress
    CHECK(changed.smoothedLoss().size() == 50'001);
    int turns = 1;
    REQUIRE_FALSE(changed.setSmoothing(0.5, past)); // the slider is dragged on
    while (!changed.smoothFurther(past))
        ++turns;
    CHECK(turns > 2 * 2 * 20); // two smoothings of two series of more than twenty stretches; the learning rate is not smoothed
    CHECK(changed.smoothedLoss() == straight.smoothedLoss());
    CHECK(changed.smoothedAccuracy() == straight.smoothedAccuracy());
    CHECK(changed.loss().smoothedPoints().pick(0, 50'001, 100) == straight.loss().smoothedPoints().pick(0, 50'001, 100));
    CHECK(changed.highestLoss() == straight.highestLoss());
}

TEST_CASE("Without smoothing the smoothed series is the raw one")
{
    MetricHistory history(0);
    history.append(stepWith(1, 3));
    history.append(stepWith(2, 1));
    CHECK(history.smoothedLoss() == std::vector<double>{3, 1});
}

TEST_CASE("A loss that is no number does not spoil the average")
{
    MetricHistory history(0.9);
    history.append(stepWith(1, 2));
    history.append(stepWith(2, std::numeric_limits<double>::quiet_NaN()));
    CHECK(history.smoothedLoss().back() == Approx(2));
    CHECK(history.highestLoss() == Approx(2));
}

TEST_CASE("The history finds what stood at a step")
{
    MetricHistory history;
    CHECK_FALSE(history.stepAt(10));
    CHECK(history.evaluationAt(10) == nullptr);
    for (int i = 1; i <= 5; ++i)
        history.append(stepWith(i * 10, i));
    history.append(evaluationWith(20, 0.5, 0.7, true));
    history.append(evaluationWith(40, 0.6, 0.6, false));
    CHECK_FALSE(history.stepAt(9));
    CHECK(history.stepAt(10) == std::size_t(0));
    CHECK(history.stepAt(39) == std::size_t(2));
    CHECK(history.stepAt(1e9) == std::size_t(4));
    CHECK(history.evaluationAt(19) == nullptr);
    CHECK(history.evaluationAt(39)->step == 20);
    CHECK(history.best()->step == 20);
    history.append(evaluationWith(50, 0.4, 0.8, true));
    CHECK(history.best()->step == 50);
}

TEST_CASE("Speed is that of the recent steps")
{
    MetricHistory history;
    double seconds = 0;
    for (int i = 1; i <= 100; ++i) {
        seconds += i <= 50 ? 10.0 : 0.25;
        auto step = stepWith(i, 1);
        step.seconds = seconds;
        history.append(step);
    }
    CHECK(history.stepsPerSecond(50) == Approx(4));
    CHECK(history.tokensPerSecond(50) == Approx(1280));
}
