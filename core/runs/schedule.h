#pragma once

#include <cstdint>
#include <string>

namespace attune::core {

/// Where `polynomial` ends: lr_end of get_polynomial_decay_schedule_with_warmup, which wants a peak above it.
inline constexpr double kPolynomialEnd = 1e-7;

/// The learning rate over a run: transformers/optimization.py's get_scheduler with its defaults (half a cosine, one restart, a line to 1e-7).
struct Schedule {
    std::string type = "linear"; ///< lr_scheduler_type
    double peak = 0;
    std::int64_t warmupSteps = 0;
    std::int64_t totalSteps = 0;

    /// Learning rate of the step that follows `stepsMade` optimiser steps; the first one of a warm-up is 0.
    double at(std::int64_t stepsMade) const;
};

} // namespace attune::core
