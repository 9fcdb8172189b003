#pragma once

#include "core/runs/training_options.h"

namespace attune::core {

/// How often a run steps, checks and warms up: what its options say of so many texts to learn from.
struct TrainingSteps {
    std::int64_t perEpoch = 0;
    std::int64_t total = 0;
    std::int64_t warmup = 0;
    std::int64_t betweenEvaluations = 0;

    std::int64_t evaluations() const; ///< the one at the end among them
};
TrainingSteps stepsOf(const TrainingOptions& options, std::int64_t trainExamples);

} // namespace attune::core
