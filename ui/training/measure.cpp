#include "ui/training/measure.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kStepsBetweenGlances = 2048; // at the clock

/// A learning rate is what it was set to, and memory what was taken: neither has noise to smooth away.
double smoothingOf(Measure measure, double smoothing)
{
    return measure == Measure::LearningRate || measure == Measure::Memory ? 0 : smoothing;
}

} // namespace

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

void SmoothedLine::push(double value)
{
    const double smooth = average.push(value);
    values.push_back(smooth);
    points.push(smooth);
    if (!std::isfinite(smooth))
        return;
    lowest = std::min(lowest, smooth);
    highest = std::max(highest, smooth);
}

MeasureSeries::MeasureSeries(Measure measure, double smoothing)
    : m_measure(measure)
    , m_line(smoothingOf(measure, smoothing))
{
}

void MeasureSeries::push(const core::StepMetrics& step)
{
    const double value = valueOf(step, m_measure);
    m_line.push(value);
    m_rawPoints.push(value);
    if (std::isfinite(value))
        m_highestRaw = std::max(m_highestRaw, value);
}

bool MeasureSeries::smoothFurther(const std::vector<core::StepMetrics>& steps, double smoothing, Clock::time_point until)
{
    smoothing = smoothingOf(m_measure, smoothing);
    if (m_line.average.smoothing() == smoothing)
        return true;
    if (!m_next || m_next->average.smoothing() != smoothing) {
        m_next.emplace(smoothing);
        m_next->values.reserve(steps.size());
        m_next->points.reserve(steps.size());
    }
    while (m_next->values.size() < steps.size()) {
        const std::size_t end = std::min(steps.size(), m_next->values.size() + kStepsBetweenGlances);
        for (std::size_t i = m_next->values.size(); i < end; ++i)
            m_next->push(valueOf(steps[i], m_measure));
        if (end < steps.size() && Clock::now() >= until)
            return false;
    }
    m_line = std::move(*m_next);
    m_next.reset();
    return true;
}

} // namespace attune::ui
