#pragma once

#include <cstdint>

namespace attune::core {

/// Two models' answers to the same texts, counted together.
struct PairedCounts {
    std::int64_t bothRight = 0;
    std::int64_t onlyFirst = 0;  ///< the first is right, the second wrong
    std::int64_t onlySecond = 0;
    std::int64_t bothWrong = 0;
};

/// McNemar's exact test: how probable a difference of at least this size is between two models that are equally good. Two-sided; only the texts that
/// one of them gets right tell, which then fall to either as a coin does.
double chanceOfDifference(const PairedCounts& counts);

} // namespace attune::core
