#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attune::core {

/// A CUDA device as NVIDIA's driver knows it, in the order that LibTorch counts them.
struct CudaDevice {
    std::string name;
    std::uint64_t memory = 0, freeMemory = 0; ///< bytes
    int major = 0, minor = 0;                 ///< compute capability
};

/// Asks libcuda.so.1, which comes with the driver and not with a toolkit: LibTorch's own interface to this needs CUDA's headers.
/// Empty where there is no driver.
std::vector<CudaDevice> cudaDevices();

} // namespace attune::core
