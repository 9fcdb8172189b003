#pragma once

#include "core/model/attention.h"
#include "core/model/dropping.h"

namespace attune::core {

/// Whether cpuAttention computes this input: fp32 in the processor's memory.
bool cpuAttentionTakes(const AttentionInput& input);

/// attend without returning probabilities: every head of every sequence is one piece of work that stays in a core's cache. Scores are never
/// written to a tensor, lengths may all differ. The backward pass computes them, and what dropped out, again (Dao et al. 2022, FlashAttention).
torch::Tensor cpuAttention(const AttentionInput& input, double dropoutProbability = 0, DropoutBits* bits = nullptr);

// Its two halves, for a caller that keeps account of gradients itself. Rows of all tensors may lie apart.

/// Writes the context [as query].
void attentionContext(const AttentionInput& input, const Dropping& dropping, const torch::Tensor& context);

struct AttentionGradients {
    torch::Tensor query, key, value; // [as in AttentionInput], written to
};
void attentionGradients(const AttentionInput& input, const Dropping& dropping, const torch::Tensor& contextGradient, const AttentionGradients& gradients);

} // namespace attune::core
