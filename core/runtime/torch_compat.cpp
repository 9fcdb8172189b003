#include "core/runtime/torch_compat.h"

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#define ATTUNE_TORCH_2_4 (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))

namespace attune::core {

namespace {

void setAutocast(at::DeviceType device, bool enabled)
{
#if ATTUNE_TORCH_2_4
    at::autocast::set_autocast_enabled(device, enabled);
#else
    device == at::kCPU ? at::autocast::set_cpu_enabled(enabled) : at::autocast::set_enabled(enabled);
#endif
}

void setAutocastType(at::DeviceType device, at::ScalarType type)
{
#if ATTUNE_TORCH_2_4
    at::autocast::set_autocast_dtype(device, type);
#else
    device == at::kCPU ? at::autocast::set_autocast_cpu_dtype(type) : at::autocast::set_autocast_gpu_dtype(type);
#endif
}

} // namespace

std::string torchVersion() { return TORCH_VERSION; }

bool torchUsesMkl() { return at::hasMKL(); }

bool torchHasCuda() { return at::globalContext().hasCUDART(); }

bool mpsAvailable() { return at::hasMPS(); }

AutocastScope::AutocastScope(torch::Device device, Precision precision)
    : m_active(precision != Precision::Fp32)
    , m_device(device.type())
{
    if (!m_active)
        return;
    setAutocastType(m_device, precision == Precision::Bf16 ? at::kBFloat16 : at::kHalf);
    setAutocast(m_device, true);
}

AutocastScope::~AutocastScope()
{
    if (!m_active)
        return;
    setAutocast(m_device, false);
    at::autocast::clear_cache(); // the weights' copies in the lower precision, which would outlive a training step
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
