#include "core/runtime/torch_compat.h"

#include <ATen/Context.h>
#include <torch/version.h>

namespace attune::core {

std::string torchVersion() { return TORCH_VERSION; }

bool torchUsesMkl() { return at::hasMKL(); }

bool torchHasCuda() { return at::globalContext().hasCUDART(); }

bool mpsAvailable() { return at::hasMPS(); }

torch::ScalarType scalarType(Precision precision)
{
    switch (precision) {
    case Precision::Bf16: return torch::kBFloat16;
    case Precision::Fp16: return torch::kHalf;
    case Precision::Fp32: break;
    }
    return torch::kFloat32;
}

#if TORCH_VERSION_MAJOR >= 2
bool hasFusedAttention() { return true; }

torch::Tensor fusedAttention(const torch::Tensor& query, const torch::Tensor& key, const torch::Tensor& value)
{
    return at::scaled_dot_product_attention(query, key, value);
}
#else
bool hasFusedAttention() { return false; }

torch::Tensor fusedAttention(const torch::Tensor&, const torch::Tensor&, const torch::Tensor&)
{
    throw std::logic_error("LibTorch 1.13 has no fused attention: ask hasFusedAttention first");
}
#endif

} // namespace attune::core
