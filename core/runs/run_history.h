#pragma once

#include "core/runs/metrics.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace attune::core {

/// What a run's metrics.jsonl tells, in the order in which it happened.
struct RunHistory {
    std::vector<StepMetrics> steps;
    std::vector<EvaluationMetrics> evaluations;
    std::vector<std::int64_t> pauses; ///< steps after which the run was interrupted and went on later
};

/// Reads all of it. A last line that a crash cut off is left out, as is whatever else is no event of ours. Throws Error when there is no such
/// file, or when it was stopped.
RunHistory readRunHistory(const std::filesystem::path& run, std::stop_token stop = {});

/// The evaluations alone, at a fraction of the cost; empty when there is no such file.
std::vector<EvaluationMetrics> readEvaluations(const std::filesystem::path& run);

} // namespace attune::core
