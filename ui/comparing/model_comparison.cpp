#include "ui/comparing/model_comparison.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

std::shared_ptr<const ModelComparison> comparisonOf(core::Prediction before, core::Prediction after)
{
    auto comparison = std::make_shared<ModelComparison>(ModelComparison{std::move(before), std::move(after)});
    try {
        comparison->change = core::attentionChange(comparison->before, comparison->after);
        for (const float difference : comparison->change->difference.values)
            comparison->largest = std::max(comparison->largest, std::abs(difference));
    } catch (const core::Error& error) {
        comparison->incomparable = Failure::of(error);
    }
    return comparison;
}

} // namespace attune::ui
