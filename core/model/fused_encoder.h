#pragma once

#include "core/model/bert.h"

namespace attune::core {

/// Whether fusedEncoder computes what is asked: on the processor, with gelu, in fp32 or bf16, without attention maps, and either without gradients
/// or with those of weights kept account of by itself (ForwardOptions::addsWeightGradients).
bool fusedEncoderTakes(const BertForSequenceClassification& model, const ForwardOptions& options);

/// The encoder's layers, [tokens, hidden] to [tokens, hidden] or [sequences, hidden], as bert.cpp tells them step by step: the same sums and the same
/// elements dropped, but one pass over memory between two products, and one node for autograd. Its backward pass adds the gradients of the layers'
/// weights to their grad() at once. In bf16 what lies between two products is rounded to bf16; residuals, norms, attention and all gradients of weights are fp32.
torch::Tensor fusedEncoder(const BertForSequenceClassification& model, const torch::Tensor& hidden, const PackedTensors& batch,
                           const ForwardOptions& options);

} // namespace attune::core
