#pragma once

#include <torch/torch.h>

#include <vector>

namespace attune::core {

/// Attention rollout (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", section 3): how much of each input token reaches each
/// token of the last layer, [tokens, tokens], rows sum to 1. `layers`, from the first to the last, are attention probabilities [heads, tokens, tokens]
/// of one text. Each layer is the mean over its heads and, for the residual connection, the identity, half and half.
torch::Tensor rollout(const std::vector<torch::Tensor>& layers);

} // namespace attune::core
