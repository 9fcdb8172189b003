#pragma once

#include "core/runs/run_directory.h"

#include <cstdint>

namespace attune::cli {

/// What `attune-cli train` prints while it goes: JSON lines, a bar that rewrites itself on a terminal, or plain lines elsewhere.
class TrainProgress {
public:
    enum class Style { Words, Quiet, Json };
    explicit TrainProgress(Style style);

    void started(const core::TrainingPlan& plan);
    void stepped(const core::StepMetrics& step);
    void evaluated(const core::EvaluationMetrics& evaluation);
    void noticed(const std::string& notice); ///< on standard error in words, an event in JSON
    void finished(const core::RunSummary& summary);
    /// What an error left of the run; the error itself is told elsewhere, but in JSON.
    void failed(const std::string& reason, const core::RunSummary& summary);

private:
    void clearBar();
    void steppedInLines(const core::StepMetrics& step);

    Style m_style;
    bool m_terminal;
    core::TrainingPlan m_plan;
    std::optional<double> m_smoothedLoss, m_smoothedAccuracy; ///< of this process: a run that goes on begins anew
    bool m_barShown = false;
    double m_lastLine = 0; ///< s of training, when a line was last printed
};

} // namespace attune::cli
