#pragma once

#include "core/engine/attention_reading.h"
#include "ui/comparing/model_comparison.h"

namespace attune::ui {

/// What is chosen of two models' attention: floats of what is on display alone.
struct ComparisonReading {
    core::AttentionRows before, after;
    std::vector<float> difference; ///< after - before; empty where the two cannot be compared
};

/// Of a model with fewer layers or heads than are asked for, the last. When stopped it returns early with nothing.
ComparisonReading readComparison(const ModelComparison& comparison, const core::AttentionChoice& choice, std::stop_token stop = {});

/// The largest difference, whatever its sign, of all that could be chosen in place of `choice` in its way of reading: every head where one is chosen, every
/// layer where a layer's mean is. When stopped it returns early.
float largestDifference(const ModelComparison& comparison, core::AttentionChoice choice, std::stop_token stop = {});

/// The same for every choice with the same largest difference.
core::AttentionChoice wayOfReading(core::AttentionChoice choice);

/// How many shares readComparison() goes through.
std::size_t comparisonWork(const ModelComparison& comparison, const core::AttentionChoice& choice);

} // namespace attune::ui
