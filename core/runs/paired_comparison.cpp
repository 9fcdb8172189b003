#include "core/runs/paired_comparison.h"

#include <algorithm>
#include <cmath>

namespace attune::core {

double chanceOfDifference(const PairedCounts& counts)
{
    const auto n = static_cast<double>(counts.onlyFirst + counts.onlySecond);
    const std::int64_t fewer = std::min(counts.onlyFirst, counts.onlySecond);
    double tail = 0; // of the binomial distribution, up to and including `fewer`
    for (std::int64_t i = 0; i <= fewer; ++i) {
        const auto k = static_cast<double>(i);
        tail += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
    }
    return std::min(1.0, 2 * tail);
}

} // namespace attune::core
