#pragma once

#include "core/runs/metrics.h"
#include "ui/plotting/decimator.h"

#include <cmath>
#include <limits>
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

private:
    double m_smoothing;
    double m_sum = 0;
    double m_weight = 0;
};

/// One measure of all steps: as it was and smoothed, and which of the points are worth drawing.
class MeasureSeries {
public:
    MeasureSeries(Measure measure, double smoothing);
    void push(const core::StepMetrics& step);
    Measure measure() const { return m_measure; }

    const std::vector<double>& smoothed() const { return m_smoothed; }
    const Decimator& rawPoints() const { return m_rawPoints; }
    const Decimator& smoothedPoints() const { return m_smoothedPoints; }
    double lowest() const { return m_lowest; } ///< of the smoothed line; infinite before the first number
    double highest() const { return m_highest; }
    double highestRaw() const { return m_highestRaw; }

private:
    Measure m_measure;
    MovingAverage m_average;
    std::vector<double> m_smoothed;
    Decimator m_rawPoints;
    Decimator m_smoothedPoints;
    double m_lowest = std::numeric_limits<double>::infinity();
    double m_highest = -std::numeric_limits<double>::infinity();
    double m_highestRaw = -std::numeric_limits<double>::infinity();
};

} // namespace attune::ui
