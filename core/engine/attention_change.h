#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// Which heads of a text look elsewhere between two models, such as a checkpoint before and after its training.
struct AttentionChange {
    std::size_t layers = 0, heads = 0;
    std::vector<float> byHead; ///< [layers, heads]: mean absolute difference over all pairs of tokens

    struct Head {
        std::size_t layer = 0, head = 0;
        float change = 0;
        bool operator==(const Head&) const = default;
    };
    /// All heads, those that changed most first, of equals in the order of the model.
    std::vector<Head> ranked() const;
};

/// Of two predictions with attention of the same text. Throws Error where the models have other layers or heads, or read other tokens.
AttentionChange attentionChange(const Prediction& before, const Prediction& after);

} // namespace attune::core
