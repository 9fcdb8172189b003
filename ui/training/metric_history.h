#pragma once

#include "core/runs/metrics.h"

#include <optional>
#include <vector>

namespace attune::ui {

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

/// All metrics of the run on display, in the order in which they arrived, and the smoothed series over all of them.
class MetricHistory {
public:
    explicit MetricHistory(double smoothing = 0.95);
    void clear();
    void append(const core::StepMetrics& step);
    void append(const core::EvaluationMetrics& evaluation);
    void setSmoothing(double smoothing); ///< 0 <= smoothing < 1; computes the smoothed series anew
    double smoothing() const { return m_smoothing; }

    const std::vector<core::StepMetrics>& steps() const { return m_steps; }
    const std::vector<core::EvaluationMetrics>& evaluations() const { return m_evaluations; }
    const std::vector<double>& smoothedLoss() const { return m_smoothedLoss; } ///< one for each of steps()
    const std::vector<double>& smoothedAccuracy() const { return m_smoothedAccuracy; } ///< one for each of steps()
    const core::EvaluationMetrics* best() const;

    std::optional<std::size_t> stepAt(double step) const; ///< index of the last entry at or before `step`
    const core::EvaluationMetrics* evaluationAt(double step) const; ///< the last at or before `step`

    double highestLoss() const { return m_highestLoss; } ///< of the smoothed and validation lines
    double lowestAccuracy() const { return m_lowestAccuracy; } ///< of the smoothed and validation lines

    double stepsPerSecond(std::size_t window) const; ///< over the last `window` steps, validations between them included
    double tokensPerSecond(std::size_t window) const;

private:
    void smooth(const core::StepMetrics& step);
    void include(double loss, double accuracy);

    double m_smoothing;
    std::vector<core::StepMetrics> m_steps;
    std::vector<core::EvaluationMetrics> m_evaluations;
    std::vector<double> m_smoothedLoss;
    std::vector<double> m_smoothedAccuracy;
    MovingAverage m_lossAverage;
    MovingAverage m_accuracyAverage;
    std::optional<std::size_t> m_best;
    double m_highestLoss = 0;
    double m_lowestAccuracy = 1;
};

} // namespace attune::ui
