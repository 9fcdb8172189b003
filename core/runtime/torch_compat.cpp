#include "core/runtime/torch_compat.h"

#include <ATen/Context.h>
#include <torch/torch.h>
#include <torch/version.h>

namespace attune::core {

std::string torchVersion() { return TORCH_VERSION; }

bool torchUsesMkl() { return at::hasMKL(); }

std::string cudaDeviceName()
{
    // The name needs CUDA's own headers, which a CPU build lacks; the device's number is enough to tell that there is one.
    return torch::cuda::is_available() ? "CUDA device 0 of " + std::to_string(torch::cuda::device_count()) : std::string();
}

} // namespace attune::core
