#pragma once

#include "core/model/dropout.h"
#include "core/model/packed_batch.h"
#include "core/runs/precision.h"

#include <torch/torch.h>

namespace attune::core {

struct AttentionInput {
    torch::Tensor query; // [tokens, hidden], or [sequences, hidden] when clsOnly
    torch::Tensor key;   // [tokens, hidden]
    torch::Tensor value; // [tokens, hidden]
    const std::vector<LengthGroup>& groups;
    std::int64_t heads = 1;
    bool clsOnly = false; ///< one query a sequence
    Precision precision = Precision::Fp32; ///< of the matrix products; the softmax is fp32
    torch::Tensor offsets = {}; ///< [sequences + 1] int32, where each sequence begins; defined on CUDA
};

/// Whether one kernel computes all sequences at once, where nobody wants the probabilities: on CUDA, where `offsets` is defined.
bool attendsPacked(const torch::Tensor& offsets, std::int64_t headSize);

/// Scaled dot-product attention of every sequence over itself. Returns the context [as query]. `probabilities`, where given, receives for each
/// group [sequences, heads, queries, length] before dropout. Takes explicitAttention where they are wanted, else the fastest way there is, which
/// keeps none. The context is fp32, but that of one kernel for all sequences has the precision's type.
torch::Tensor attend(const AttentionInput& input, double dropoutProbability, DropoutBits* bits, std::vector<torch::Tensor>* probabilities);

/// attend step by step, a dense product for each group of equal lengths.
torch::Tensor explicitAttention(const AttentionInput& input, double dropoutProbability, DropoutBits* bits, std::vector<torch::Tensor>* probabilities);

/// Whether products of this precision beat the way that keeps a head in a core's cache, where gradients are wanted over texts of up to `longest` tokens.
bool productsAreFaster(Precision precision, std::int64_t longest);

} // namespace attune::core
