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

/// Bytes in use: of the process where `device` is the processor, else of the device by all programs; 0 where it is not known.
std::uint64_t usedMemory(torch::Device device);

/// What `name` (auto, fp32, bf16 or fp16) means for training on `device`. "auto" takes bf16 where the device has circuits for it and, on the
/// processor, a short measurement of matrix products finds it faster; trainingPrecision asks a graphics card, too. Throws Error where the
/// device cannot compute in what is named.
Precision choosePrecision(const std::string& name, torch::Device device);

} // namespace attune::core
