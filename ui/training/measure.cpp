#include "ui/training/measure.h"

#include <algorithm>

namespace attune::ui {

double valueOf(const core::StepMetrics& step, Measure measure)
{
    switch (measure) {
    case Measure::Loss:
        return step.loss;
    case Measure::Accuracy:
        return step.accuracy;
    case Measure::LearningRate:
        return step.learningRate;
    case Measure::GradientNorm:
        return step.gradientNorm;
    case Measure::Throughput:
        return step.samplesPerSecond;
    case Measure::Memory:
        break;
    }
    return double(step.memory) / 1e9;
}

double MovingAverage::push(double value)
{
    if (std::isfinite(value)) {
        m_sum = m_smoothing * m_sum + (1 - m_smoothing) * value;
        m_weight = m_smoothing * m_weight + (1 - m_smoothing);
    }
    return m_weight > 0 ? m_sum / m_weight : std::nan("");
}

/// A learning rate is what it was set to, and memory what was taken: neither has noise to smooth away.
MeasureSeries::MeasureSeries(Measure measure, double smoothing)
    : m_measure(measure)
    , m_average(measure == Measure::LearningRate || measure == Measure::Memory ? 0 : smoothing)
{
}

void MeasureSeries::push(const core::StepMetrics& step)
{
    const double value = valueOf(step, m_measure);
    const double average = m_average.push(value);
    m_smoothed.push_back(average);
    m_rawPoints.push(value);
    m_smoothedPoints.push(average);
    if (std::isfinite(value))
        m_highestRaw = std::max(m_highestRaw, value);
    if (!std::isfinite(average))
        return;
    m_lowest = std::min(m_lowest, average);
    m_highest = std::max(m_highest, average);
}

} // namespace attune::ui
