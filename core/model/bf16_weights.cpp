#include "core/model/bf16_weights.h"

namespace attune::core {

namespace {

std::uint32_t versionOf(const torch::Tensor& weight) { return weight.unsafeGetTensorImpl()->version_counter().current_version(); }

} // namespace

const torch::Tensor& Bf16Weights::of(const torch::Tensor& weight)
{
    Copy& copy = m_copies[weight.data_ptr()];
    const std::uint32_t version = versionOf(weight);
    if (!copy.values.defined() || copy.version != version) {
        const torch::NoGradGuard noGrad;
        if (copy.values.defined())
            copy.values.copy_(weight);
        else
            copy.values = weight.detach().to(torch::kBFloat16);
        copy.version = version;
    }
    return copy.values;
}

BFloat* Bf16Weights::place(const torch::Tensor& weight)
{
    const auto copy = m_copies.find(weight.data_ptr());
    return copy == m_copies.end() ? nullptr : static_cast<BFloat*>(copy->second.values.data_ptr());
}

void Bf16Weights::markCurrent(const torch::Tensor& weight) { m_copies.at(weight.data_ptr()).version = versionOf(weight); }

} // namespace attune::core
