#pragma once

#include "core/engine/attention_change.h"
#include "ui/failure.h"
#include "ui/prediction/answer.h"

namespace attune::ui {

/// One text in two models, or in one model at two times of its training. Both keep their attention in 16 bits a value.
struct ModelComparison {
    Answer before, after;
    std::optional<core::AttentionChange> change = {}; ///< computed from all that the models said of their attention
    Failure incomparable = {};                        ///< why there is no change

    std::size_t maps() const;  ///< of both
    std::size_t bytes() const; ///< that they take
};

/// Not for the GUI thread: of a long text there are millions of differences.
std::shared_ptr<const ModelComparison> comparisonOf(core::Prediction before, core::Prediction after);

} // namespace attune::ui
