#pragma once

#include "core/runs/metrics.h"
#include "core/runs/run_history.h"
#include "ui/training/measure.h"

#include <array>
#include <optional>
#include <vector>

namespace attune::ui {

/// All metrics of one run, in the order in which they arrived, and what its charts draw of them.
class MetricHistory {
public:
    explicit MetricHistory(double smoothing = 0.95, Measure third = Measure::LearningRate);
    void clear();
    void append(const core::StepMetrics& step);
    void append(const core::EvaluationMetrics& evaluation);
    void append(core::RunHistory history); ///< of a run on the disk
    void addPause(std::int64_t step);
    void forgetAfter(std::int64_t step); ///< the run goes on from there
    using Clock = MeasureSeries::Clock;
    /// 0 <= smoothing < 1. The series are computed anew over all steps, unless that takes until after `until`: then they stay as they were, and
    /// smoothFurther() goes on with it. Both are true when all is done.
    bool setSmoothing(double smoothing, Clock::time_point until = Clock::time_point::max());
    bool smoothFurther(Clock::time_point until);
    double smoothing() const { return m_smoothing; } ///< that was asked for
    void setThird(Measure measure);

    const std::vector<core::StepMetrics>& steps() const { return m_steps; }
    const std::vector<core::EvaluationMetrics>& evaluations() const { return m_evaluations; }
    const std::vector<std::int64_t>& pauses() const { return m_pauses; } ///< after which steps the run was paused
    const MeasureSeries& loss() const { return m_loss; }
    const MeasureSeries& accuracy() const { return m_accuracy; }
    const MeasureSeries& third() const { return m_third; }
    const std::vector<double>& smoothedLoss() const { return m_loss.smoothed(); } ///< one for each of steps()
    const std::vector<double>& smoothedAccuracy() const { return m_accuracy.smoothed(); } ///< one for each of steps()
    const core::EvaluationMetrics* best() const;

    std::optional<std::size_t> stepAt(double key, ChartAxis axis = ChartAxis::Step) const; ///< index of the last entry at or before `key`
    const core::EvaluationMetrics* evaluationAt(double key, ChartAxis axis = ChartAxis::Step) const; ///< the last at or before it
    double keyOfStep(std::int64_t step, ChartAxis axis) const; ///< of the first entry at or after it, else of the last

    double highestLoss() const; ///< of the smoothed and validation lines
    double lowestLoss() const; ///< above 0, likewise
    double lowestAccuracy() const; ///< of the smoothed and validation lines

    double stepsPerSecond(std::size_t window) const; ///< over the last `window` steps, validations between them included
    double tokensPerSecond(std::size_t window) const;

private:
    void measureAnew();
    std::array<MeasureSeries*, 3> series() { return {&m_loss, &m_accuracy, &m_third}; }

    double m_smoothing;
    double m_underway; ///< the smoothing that is being computed, or was the last
    std::vector<core::StepMetrics> m_steps;
    std::vector<core::EvaluationMetrics> m_evaluations;
    std::vector<std::int64_t> m_pauses;
    MeasureSeries m_loss;
    MeasureSeries m_accuracy;
    MeasureSeries m_third;
    std::optional<std::size_t> m_best;
};

} // namespace attune::ui
