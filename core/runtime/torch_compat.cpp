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

// The kernels load eight values at a time, and flash attention has none for larger heads.
bool hasPackedAttention(std::int64_t headSize) { return headSize % 8 == 0 && headSize <= 256; }

torch::Tensor packedAttention(const torch::Tensor& query, const torch::Tensor& key, const torch::Tensor& value, const Sequences& queries,
                              const Sequences& keys, double dropoutProbability)
{
    if (query.scalar_type() != torch::kFloat32)
        return std::get<0>(at::_flash_attention_forward(query, key, value, queries.offsets, keys.offsets, queries.longest, keys.longest,
                                                        dropoutProbability, false, false));
    // Flash attention has no fp32; the memory-efficient kernel wants a batch axis.
    return std::get<0>(at::_efficient_attention_forward(query.unsqueeze(0), key.unsqueeze(0), value.unsqueeze(0), {}, queries.offsets, keys.offsets,
                                                        queries.longest, keys.longest, dropoutProbability, 0, query.requires_grad()))
        .squeeze(0);
}

bool hasFusedAdamW(torch::Device device) { return device.is_cuda(); }

void fusedAdamW(const AdamWStep& step, const std::vector<torch::Tensor>& parameters, const std::vector<torch::Tensor>& gradients,
                const std::vector<torch::Tensor>& first, const std::vector<torch::Tensor>& second)
{
    const auto onDevice = parameters.front().options().dtype(torch::kFloat32);
    const std::vector<torch::Tensor> steps(parameters.size(), torch::full({}, static_cast<double>(step.step), onDevice));
    at::_fused_adamw_(parameters, gradients, first, second, {}, steps, step.learningRate, step.beta1, step.beta2, step.weightDecay, step.epsilon, false,
                      false, torch::full({}, 1 / step.gradientScale, onDevice)); // gradients are divided by it
}
#else
bool hasFusedAttention() { return false; }
bool hasPackedAttention(std::int64_t) { return false; }
bool hasFusedAdamW(torch::Device) { return false; }

torch::Tensor packedAttention(const torch::Tensor&, const torch::Tensor&, const torch::Tensor&, const Sequences&, const Sequences&, double)
{
    throw std::logic_error("LibTorch 1.13 has no packed attention: ask hasPackedAttention first");
}

void fusedAdamW(const AdamWStep&, const std::vector<torch::Tensor>&, const std::vector<torch::Tensor>&, const std::vector<torch::Tensor>&,
                const std::vector<torch::Tensor>&)
{
    throw std::logic_error("LibTorch 1.13 has no fused AdamW: ask hasFusedAdamW first");
}

torch::Tensor fusedAttention(const torch::Tensor&, const torch::Tensor&, const torch::Tensor&)
{
    throw std::logic_error("LibTorch 1.13 has no fused attention: ask hasFusedAttention first");
}
#endif

} // namespace attune::core
