#pragma once

#include <string>

// What differs between LibTorch versions and builds, in one place.
namespace attune::core {

std::string torchVersion();
bool torchUsesMkl();

/// Name of the first CUDA device, empty without one.
std::string cudaDeviceName();

} // namespace attune::core
