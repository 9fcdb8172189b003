#pragma once

#include "core/engine/attention_store.h"

#include <memory>

namespace attune::ui {

/// What a model says about one text, cheap to hand across threads. Its attention lies apart, in half the memory.
struct Answer {
    Answer() = default;
    /// `exact`: the layer that is looked at, of which all digits are kept.
    Answer(core::Prediction whole, std::optional<std::size_t> exact = {}) // NOLINT(google-explicit-constructor): it is the same thing
        : attention(std::make_shared<const core::AttentionStore>(whole.attention, exact))
    {
        whole.attention = {};
        whole.lastHiddenState = std::vector<float>(); // as large as a map, and not looked at; = {} would keep its memory
        prediction = std::make_shared<const core::Prediction>(std::move(whole));
    }

    std::shared_ptr<const core::Prediction> prediction; ///< without attention and hidden states
    std::shared_ptr<const core::AttentionStore> attention;
};

} // namespace attune::ui
