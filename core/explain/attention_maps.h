#pragma once

#include "core/engine/engine.h"
#include "core/model/bert.h"

namespace attune::core {

/// The attention probabilities of a batch of one text as values: [layers, heads, tokens, tokens].
AttentionMaps attentionMaps(const BertOutput& output);

} // namespace attune::core
