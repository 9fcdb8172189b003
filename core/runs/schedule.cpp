#include "core/runs/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attune::core {

double Schedule::at(std::int64_t stepsMade) const
{
    if (type == "constant") // without warm-up, as get_constant_schedule
        return peak;
    const auto one = std::int64_t{1};
    if (stepsMade < warmupSteps)
        return peak * static_cast<double>(stepsMade) / static_cast<double>(std::max(one, warmupSteps));
    const double progress = static_cast<double>(stepsMade - warmupSteps) / static_cast<double>(std::max(one, totalSteps - warmupSteps));
    if (type == "constant_with_warmup")
        return peak;
    if (type == "cosine")
        return peak * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * progress)));
    if (type == "cosine_with_restarts") // get_cosine_with_hard_restarts_schedule_with_warmup with num_cycles = 1
        return progress >= 1 ? 0 : peak * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * std::fmod(progress, 1.0))));
    if (type == "polynomial") { // get_polynomial_decay_schedule_with_warmup with power = 1 and lr_end = 1e-7
        return stepsMade > totalSteps ? kPolynomialEnd : (peak - kPolynomialEnd) * (1 - progress) + kPolynomialEnd;
    }
    const auto left = static_cast<double>(std::max<std::int64_t>(0, totalSteps - stepsMade));
    return peak * left / static_cast<double>(std::max(one, totalSteps - warmupSteps));
}

} // namespace attune::core
