#pragma once

#include "core/runs/metrics.h"
#include "ui/plotting/decimator.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace attune::ui {

/// What a step is measured by.
enum class Measure { Loss, Accuracy, LearningRate, GradientNorm, Throughput, Memory };
double valueOf(const core::StepMetrics& step, Measure measure); ///< memory in GB

/// What the bottom axis of the charts counts.
enum class ChartAxis { Step, Epoch, Time };

template <typename Metrics> double keyOf(const Metrics& metrics, ChartAxis axis)
{
    return axis == ChartAxis::Step ? double(metrics.step) : axis == ChartAxis::Epoch ? metrics.epoch : metrics.seconds;
}

/// An exponential moving average without the pull towards its start: after n values the weights are divided by 1 - smoothing^n.
class MovingAverage {
public:
    explicit MovingAverage(double smoothing)
        : m_smoothing(smoothing)
    {
    }
    double push(double value); ///< the average including `value`; a value that is no number is passed over
    double smoothing() const { return m_smoothing; }

private:
    double m_smoothing;
    double m_sum = 0;
    double m_weight = 0;
};

/// A smoothed series, one value for each step, and which of its points are worth drawing.
struct SmoothedLine {
    explicit SmoothedLine(double smoothing)
        : average(smoothing)
    {
    }
    void push(double value);

    MovingAverage average;
    std::vector<double> values;
    Decimator points;
    double lowest = std::numeric_limits<double>::infinity(); ///< infinite before the first number
    double highest = -std::numeric_limits<double>::infinity();
};

/// One measure of all steps: as it was and smoothed.
class MeasureSeries {
public:
    using Clock = std::chrono::steady_clock;

    MeasureSeries(Measure measure, double smoothing);
    void push(const core::StepMetrics& step);
    /// Computes the line over all of `steps` again with another smoothing, in as many calls as `until` makes necessary: each goes a little way at
    /// least. True when that line has taken the place of the one before.
    bool smoothFurther(const std::vector<core::StepMetrics>& steps, double smoothing, Clock::time_point until);
    Measure measure() const { return m_measure; }

    const std::vector<double>& smoothed() const { return m_line.values; }
    const Decimator& rawPoints() const { return m_rawPoints; }
    const Decimator& smoothedPoints() const { return m_line.points; }
    double lowest() const { return m_line.lowest; } ///< of the smoothed line; infinite before the first number
    double highest() const { return m_line.highest; }
    double highestRaw() const { return m_highestRaw; }

private:
    Measure m_measure;
    SmoothedLine m_line;
    std::optional<SmoothedLine> m_next; ///< not yet as long as the steps are many
    Decimator m_rawPoints;
    double m_highestRaw = -std::numeric_limits<double>::infinity();
};

} // namespace attune::ui
