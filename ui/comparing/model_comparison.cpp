#include "ui/comparing/model_comparison.h"

namespace attune::ui {

std::size_t ModelComparison::maps() const
{
    return before.attention->layers() * before.attention->heads() + after.attention->layers() * after.attention->heads();
}

std::size_t ModelComparison::bytes() const { return before.attention->bytes() + after.attention->bytes(); }

std::shared_ptr<const ModelComparison> comparisonOf(core::Prediction before, core::Prediction after)
{
    auto comparison = std::make_shared<ModelComparison>();
    try {
        comparison->change = core::attentionChange(before, after);
    } catch (const core::Error& error) {
        comparison->incomparable = Failure::of(error);
    }
    comparison->before = Answer(std::move(before)); // and its floats are gone before the other's maps are made
    comparison->after = Answer(std::move(after));
    return comparison;
}

} // namespace attune::ui
