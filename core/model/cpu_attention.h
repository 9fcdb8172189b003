#pragma once

#include "core/model/attention.h"

namespace attune::core {

/// Whether cpuAttention computes this input: fp32 in the processor's memory, no gradient wanted.
bool cpuAttentionTakes(const AttentionInput& input);

/// attend without probabilities, dropout and gradient: every head of every sequence is one piece of work that stays in a core's cache.
/// Scores are never written to a tensor, lengths may all differ.
torch::Tensor cpuAttention(const AttentionInput& input);

} // namespace attune::core
