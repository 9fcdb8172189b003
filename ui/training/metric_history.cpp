#include "ui/training/metric_history.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

double MovingAverage::push(double value)
{
    if (std::isfinite(value)) {
        m_sum = m_smoothing * m_sum + (1 - m_smoothing) * value;
        m_weight = m_smoothing * m_weight + (1 - m_smoothing);
    }
    return m_weight > 0 ? m_sum / m_weight : std::nan("");
}

MetricHistory::MetricHistory(double smoothing)
    : m_smoothing(smoothing)
    , m_lossAverage(smoothing)
    , m_accuracyAverage(smoothing)
{
}

void MetricHistory::clear()
{
    *this = MetricHistory(m_smoothing);
}

void MetricHistory::append(const core::StepMetrics& step)
{
    m_steps.push_back(step);
    smooth(step);
}

void MetricHistory::append(const core::EvaluationMetrics& evaluation)
{
    if (evaluation.best)
        m_best = m_evaluations.size();
    m_evaluations.push_back(evaluation);
    include(evaluation.loss, std::min(evaluation.accuracy, evaluation.macroF1));
}

void MetricHistory::setSmoothing(double smoothing)
{
    m_smoothing = std::clamp(smoothing, 0.0, 0.999);
    m_lossAverage = MovingAverage(m_smoothing);
    m_accuracyAverage = MovingAverage(m_smoothing);
    m_smoothedLoss.clear();
    m_smoothedAccuracy.clear();
    m_highestLoss = 0;
    m_lowestAccuracy = 1;
    for (const auto& step : m_steps)
        smooth(step);
    for (const auto& evaluation : m_evaluations)
        include(evaluation.loss, std::min(evaluation.accuracy, evaluation.macroF1));
}

void MetricHistory::smooth(const core::StepMetrics& step)
{
    m_smoothedLoss.push_back(m_lossAverage.push(step.loss));
    m_smoothedAccuracy.push_back(m_accuracyAverage.push(step.accuracy));
    include(m_smoothedLoss.back(), m_smoothedAccuracy.back());
}

void MetricHistory::include(double loss, double accuracy)
{
    if (std::isfinite(loss))
        m_highestLoss = std::max(m_highestLoss, loss);
    if (std::isfinite(accuracy))
        m_lowestAccuracy = std::min(m_lowestAccuracy, accuracy);
}

const core::EvaluationMetrics* MetricHistory::best() const
{
    return m_best ? &m_evaluations[*m_best] : nullptr;
}

std::optional<std::size_t> MetricHistory::stepAt(double step) const
{
    const auto after =
        std::partition_point(m_steps.begin(), m_steps.end(), [&](const auto& entry) { return double(entry.step) <= step; });
    if (after == m_steps.begin())
        return std::nullopt;
    return std::size_t(after - m_steps.begin()) - 1;
}

const core::EvaluationMetrics* MetricHistory::evaluationAt(double step) const
{
    const auto after = std::partition_point(
        m_evaluations.begin(), m_evaluations.end(), [&](const auto& entry) { return double(entry.step) <= step; });
    return after == m_evaluations.begin() ? nullptr : &*(after - 1);
}

double MetricHistory::stepsPerSecond(std::size_t window) const
{
    if (m_steps.empty())
        return 0;
    const std::size_t last = m_steps.size() - 1;
    const std::size_t first = last > window ? last - window : 0;
    const double seconds = m_steps[last].seconds - (first == 0 ? 0 : m_steps[first].seconds);
    const double made = double(m_steps[last].step - (first == 0 ? 0 : m_steps[first].step));
    return seconds > 0 ? made / seconds : 0;
}

double MetricHistory::tokensPerSecond(std::size_t window) const
{
    double tokens = 0;
    double seconds = 0;
    for (std::size_t i = m_steps.size(); i-- > 0 && m_steps.size() - i <= window;) {
        const auto& step = m_steps[i];
        if (step.samplesPerSecond <= 0)
            continue;
        tokens += double(step.tokens);
        seconds += double(step.samples) / step.samplesPerSecond;
    }
    return seconds > 0 ? tokens / seconds : 0;
}

} // namespace attune::ui
