#include "ui/evaluation/comparison.h"

namespace attune::ui {

Comparison compared(const Evaluation& shown, std::shared_ptr<const Evaluation> other)
{
    Comparison result;
    for (std::size_t row = 0; row < shown.size(); ++row) {
        const bool here = !shown.wrong(row), there = !other->wrong(row);
        ++(here && there ? result.counts.bothRight
                : here   ? result.counts.onlyFirst
                : there  ? result.counts.onlySecond
                         : result.counts.bothWrong);
    }
    result.chance = core::chanceOfDifference(result.counts);
    result.other = std::move(other);
    return result;
}

} // namespace attune::ui
