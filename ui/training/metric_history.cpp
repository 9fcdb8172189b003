#include "ui/training/metric_history.h"

#include <algorithm>

namespace attune::ui {

MetricHistory::MetricHistory(double smoothing, Measure third)
    : m_smoothing(smoothing)
    , m_underway(smoothing)
    , m_loss(Measure::Loss, smoothing)
    , m_accuracy(Measure::Accuracy, smoothing)
    , m_third(third, smoothing)
{
}

void MetricHistory::clear()
{
    *this = MetricHistory(m_smoothing, m_third.measure());
}

void MetricHistory::append(const core::StepMetrics& step)
{
    m_steps.push_back(step);
    for (MeasureSeries* one : series())
        one->push(step);
}

void MetricHistory::append(const core::EvaluationMetrics& evaluation)
{
    if (evaluation.best)
        m_best = m_evaluations.size();
    m_evaluations.push_back(evaluation);
}

void MetricHistory::append(core::RunHistory history)
{
    m_steps.reserve(m_steps.size() + history.steps.size());
    for (const auto& step : history.steps)
        append(step);
    for (const auto& evaluation : history.evaluations)
        append(evaluation);
    for (const auto pause : history.pauses)
        addPause(pause);
}

void MetricHistory::addPause(std::int64_t step)
{
    if (m_pauses.empty() || m_pauses.back() != step)
        m_pauses.push_back(step);
}

void MetricHistory::forgetAfter(std::int64_t step)
{
    const auto after = [step](const auto& entry) { return entry.step > step; };
    const auto before = m_steps.size() + m_evaluations.size();
    std::erase_if(m_steps, after);
    std::erase_if(m_evaluations, after);
    if (m_steps.size() + m_evaluations.size() == before)
        return;
    m_best.reset();
    for (std::size_t i = 0; i < m_evaluations.size(); ++i)
        if (m_evaluations[i].best)
            m_best = i;
    measureAnew();
}

void MetricHistory::measureAnew()
{
    m_underway = m_smoothing;
    for (MeasureSeries* one : series()) {
        *one = MeasureSeries(one->measure(), m_smoothing);
        for (const auto& step : m_steps)
            one->push(step);
    }
}

bool MetricHistory::setSmoothing(double smoothing, Clock::time_point until)
{
    m_smoothing = std::clamp(smoothing, 0.0, 0.999);
    return smoothFurther(until);
}

bool MetricHistory::smoothFurther(Clock::time_point until)
{
    for (;;) {
        for (MeasureSeries* one : series())
            if (!one->smoothFurther(m_steps, m_underway, until))
                return false;
        if (m_underway == m_smoothing)
            return true;
        // What is underway is brought to its end first: or else a hand that drags on would see nothing happen.
        m_underway = m_smoothing;
    }
}

void MetricHistory::setThird(Measure measure)
{
    if (measure == m_third.measure())
        return;
    m_third = MeasureSeries(measure, m_underway);
    for (const auto& step : m_steps)
        m_third.push(step);
}

const core::EvaluationMetrics* MetricHistory::best() const
{
    return m_best ? &m_evaluations[*m_best] : nullptr;
}

std::optional<std::size_t> MetricHistory::stepAt(double key, ChartAxis axis) const
{
    const auto after =
        std::partition_point(m_steps.begin(), m_steps.end(), [&](const auto& entry) { return keyOf(entry, axis) <= key; });
    if (after == m_steps.begin())
        return std::nullopt;
    return std::size_t(after - m_steps.begin()) - 1;
}

const core::EvaluationMetrics* MetricHistory::evaluationAt(double key, ChartAxis axis) const
{
    const auto after = std::partition_point(
        m_evaluations.begin(), m_evaluations.end(), [&](const auto& entry) { return keyOf(entry, axis) <= key; });
    return after == m_evaluations.begin() ? nullptr : &*(after - 1);
}

double MetricHistory::keyOfStep(std::int64_t step, ChartAxis axis) const
{
    if (axis == ChartAxis::Step || m_steps.empty())
        return double(step);
    const auto found = std::partition_point(m_steps.begin(), m_steps.end(), [&](const auto& entry) { return entry.step < step; });
    return keyOf(found == m_steps.end() ? m_steps.back() : *found, axis);
}

double MetricHistory::highestLoss() const
{
    double highest = std::max(0.0, m_loss.highest());
    for (const auto& evaluation : m_evaluations)
        if (std::isfinite(evaluation.loss))
            highest = std::max(highest, evaluation.loss);
    return highest;
}

double MetricHistory::lowestLoss() const
{
    double lowest = m_loss.lowest();
    for (const auto& evaluation : m_evaluations)
        if (evaluation.loss > 0)
            lowest = std::min(lowest, evaluation.loss);
    return lowest;
}

double MetricHistory::lowestAccuracy() const
{
    double lowest = std::min(1.0, m_accuracy.lowest());
    for (const auto& evaluation : m_evaluations)
        lowest = std::min({lowest, evaluation.accuracy, evaluation.macroF1});
    return lowest;
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
