#include "core/model/half_weights.h"

namespace attune::core {

const torch::Tensor& HalfWeights::of(const torch::Tensor& weight)
{
    Copy& copy = m_copies[weight.data_ptr()];
    const std::uint32_t version = weight.unsafeGetTensorImpl()->version_counter().current_version();
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

} // namespace attune::core
