#pragma once

#include <cstdint>

namespace attune::core {

/// Linear warm-up to the peak, then linear decay to 0 (transformers/optimization.py, get_linear_schedule_with_warmup).
struct LinearSchedule {
    double peak = 0;
    std::int64_t warmupSteps = 0;
    std::int64_t totalSteps = 0;

    /// Learning rate of the step that follows `stepsMade` optimiser steps; the first one of a warm-up is 0.
    double at(std::int64_t stepsMade) const;
};

} // namespace attune::core
