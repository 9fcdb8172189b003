#pragma once

#include "core/runs/classification_metrics.h"

namespace attune::core {

/// How far figures without an interval formula of their own may be trusted, at 95 %.
struct BootstrapIntervals {
    Interval macroF1;
    Interval matthews;
};

/// The percentile bootstrap (Efron 1979): as many texts as there were are drawn from them with replacement, `resamples` times; from the 2.5th
/// to the 97.5th percentile of what each figure was in these draws is its interval. Since both figures depend on the confusion matrix alone, its
/// cells are drawn instead of single texts, which has the same distribution; where a cell expects 30 texts or more, the binomial number is
/// rounded from a normal one. The same seed gives the same intervals. `confusion`: [labels (true), labels (predicted)].
BootstrapIntervals bootstrapIntervals(std::span<const std::int64_t> confusion, std::uint64_t seed = 42, int resamples = 1000);

} // namespace attune::core
