#pragma once

#include "core/runs/precision.h"

#include <torch/torch.h>

#include <string>

// What differs between LibTorch's versions and builds, in one place: 1.13 of the distributions, 2.x of PyTorch's own packages.
namespace attune::core {

std::string torchVersion();
bool torchUsesMkl();

/// Whether this build could use CUDA if there were a device.
bool torchHasCuda();
bool mpsAvailable();

/// What tensors of a precision are made of.
torch::ScalarType scalarType(Precision precision);

/// Whether this version has a fused kernel for attention.
bool hasFusedAttention();

/// softmax(q k^T / sqrt(head_size)) v by that kernel, [batch, heads, tokens, head_size] each.
torch::Tensor fusedAttention(const torch::Tensor& query, const torch::Tensor& key, const torch::Tensor& value);

} // namespace attune::core
