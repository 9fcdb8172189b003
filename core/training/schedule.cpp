#include "core/training/schedule.h"

#include <algorithm>

namespace attune::core {

double LinearSchedule::at(std::int64_t stepsMade) const
{
    if (stepsMade < warmupSteps)
        return peak * static_cast<double>(stepsMade) / static_cast<double>(std::max<std::int64_t>(1, warmupSteps));
    const auto left = static_cast<double>(std::max<std::int64_t>(0, totalSteps - stepsMade));
    return peak * left / static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmupSteps));
}

} // namespace attune::core
