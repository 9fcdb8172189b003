#pragma once

#include "core/engine/engine.h"

#include <torch/torch.h>

namespace attune::core {

/// LibTorch's thread pool takes the cores that this process may use, the allocator keeps large buffers; called once, when the engine is made.
void setUpProcess();

/// `auto`, `cpu`, `cuda`, `cuda:N` or `mps`. Throws Error that says what there is when `name` is none of these or the machine has no such device.
torch::Device chooseDevice(const std::string& name);

/// The name that chooseDevice takes for it.
std::string deviceName(torch::Device device);

/// "OpenBLAS", "MKL", "reference BLAS" or "unknown": the library that LibTorch's fp32 matrix products go through.
std::string blasInUse();

RuntimeReport runtimeReport();

} // namespace attune::core
