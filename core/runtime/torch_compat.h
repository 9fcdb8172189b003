#pragma once

#include "core/runs/precision.h"

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

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

/// Sequences that lie one behind the other: sequence i has the rows offsets[i] to offsets[i + 1].
struct Sequences {
    torch::Tensor offsets; // [sequences + 1] int32, on the device
    std::int64_t longest = 0;
};

/// Whether packedAttention computes heads of this size in this type on CUDA.
bool hasPackedAttention(std::int64_t headSize);

/// The same for sequences of any lengths at once on CUDA, differentiable; query, key and value [tokens, heads, head_size] of one type,
/// dropout drawn from the device's generator.
torch::Tensor packedAttention(const torch::Tensor& query, const torch::Tensor& key, const torch::Tensor& value, const Sequences& queries,
                              const Sequences& keys, double dropoutProbability);

/// One step of AdamW over many parameters by one kernel, where this version has it for their device: torch/optim/adamw.py.
struct AdamWStep {
    double learningRate = 0, beta1 = 0, beta2 = 0, epsilon = 0, weightDecay = 0;
    double gradientScale = 1;  ///< gradients are multiplied by it
    std::int64_t step = 1;     ///< from 1
};
bool hasFusedAdamW(torch::Device device);
void fusedAdamW(const AdamWStep& step, const std::vector<torch::Tensor>& parameters, const std::vector<torch::Tensor>& gradients,
                const std::vector<torch::Tensor>& first, const std::vector<torch::Tensor>& second);

} // namespace attune::core
