#pragma once

#include <torch/torch.h>

namespace attune::core {

/// out [m, n] = left [m, k] * right [k, n] + bias [n], on the processor; with `add`, what is in `out` is kept and added to. Left and right are of
/// one type, fp32 or bf16, and may be transposed views; out is of the same or fp32, its rows may lie apart. Through oneDNN where it is linked, else
/// through LibTorch.
void multiply(const torch::Tensor& left, const torch::Tensor& right, torch::Tensor out, const torch::Tensor& bias = {}, bool add = false);

} // namespace attune::core
