#pragma once

#include "core/engine/engine.h"
#include "core/model/bert.h"

namespace attune::core {

/// The attention probabilities of one sequence of a batch as values: [layers, heads, tokens, tokens].
AttentionMaps attentionMaps(const BertOutput& output, const PackedBatch& batch, std::int64_t sequence);

} // namespace attune::core
