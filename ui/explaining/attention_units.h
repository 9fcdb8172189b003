#pragma once

#include "core/engine/word_attributions.h"
#include "ui/explaining/attention_selection.h"
#include "ui/plotting/heat_painting.h"
#include "ui/prediction/token_words.h"

namespace attune::ui {

/// The rows and columns of attention: which tokens each stands for, and its name.
struct AttentionUnits {
    std::vector<core::WordSpan> spans;
    HeatAxis axis; ///< with a gap before a pair's second text

    std::optional<std::size_t> of(std::optional<std::size_t> token) const; ///< nothing where its unit is left out
    std::optional<HeatSpot> shown(const std::optional<AttentionSelection::Spot>& spot) const; ///< nothing where none of it is
    AttentionSelection::Spot tokens(const HeatSpot& spot) const; ///< the first of each unit
};

/// `merged` to words, they are named by the text's own spelling, else as the model knows them.
AttentionUnits attentionUnits(std::vector<core::WordSpan> spans, bool merged, const PredictionText& text, const std::vector<core::Token>& tokens);

} // namespace attune::ui
