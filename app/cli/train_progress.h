#pragma once

#include "core/runs/run_directory.h"

#include <cstdint>

namespace attune::cli {

/// What `attune-cli train` prints while it goes: JSON lines, a bar that rewrites itself on a terminal, or plain lines elsewhere.
class TrainProgress {
public:
    explicit TrainProgress(bool json);

    void started(const core::TrainingPlan& plan);
    void stepped(const core::StepMetrics& step);
    void evaluated(const core::EvaluationMetrics& evaluation);
    void finished(const core::RunSummary& summary);

private:
    void clearBar();

    bool m_json;
    bool m_terminal;
    core::TrainingPlan m_plan;
    double m_smoothedLoss = 0;
    bool m_barShown = false;
};

} // namespace attune::cli
