#pragma once

#include "core/engine/attention_change.h"
#include "ui/failure.h"

#include <memory>

namespace attune::ui {

/// One text in two models, or in one model at two times of its training.
struct ModelComparison {
    core::Prediction before, after;
    std::optional<core::AttentionChange> change = {};
    float largest = 0;         ///< of all differences, whatever their sign
    float largestMean = 0;     ///< the same of the means over each layer's heads
    Failure incomparable = {}; ///< why there is no change
};

/// Not for the GUI thread: of a long text there are millions of differences.
std::shared_ptr<const ModelComparison> comparisonOf(core::Prediction before, core::Prediction after);

} // namespace attune::ui
