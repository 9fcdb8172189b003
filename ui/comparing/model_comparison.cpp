#include "ui/comparing/model_comparison.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

void findLargest(ModelComparison& comparison)
{
    const core::AttentionMaps& difference = comparison.change->difference;
    const std::size_t pairs = difference.tokens * difference.tokens;
    for (std::size_t layer = 0; layer < difference.layers; ++layer)
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            float sum = 0;
            for (std::size_t head = 0; head < difference.heads; ++head) {
                const float value = difference.values[(layer * difference.heads + head) * pairs + pair];
                comparison.largest = std::max(comparison.largest, std::abs(value));
                sum += value;
            }
            comparison.largestMean = std::max(comparison.largestMean, std::abs(sum) / float(difference.heads));
        }
}

} // namespace

std::shared_ptr<const ModelComparison> comparisonOf(core::Prediction before, core::Prediction after)
{
    auto comparison = std::make_shared<ModelComparison>(ModelComparison{std::move(before), std::move(after)});
    for (core::Prediction* one : {&comparison->before, &comparison->after})
        one->lastHiddenState = {}; // as large as a map, and not looked at
    try {
        comparison->change = core::attentionChange(comparison->before, comparison->after);
        findLargest(*comparison);
    } catch (const core::Error& error) {
        comparison->incomparable = Failure::of(error);
    }
    return comparison;
}

} // namespace attune::ui
