#include "core/explain/rollout.h"

namespace attune::core {

torch::Tensor rollout(const std::vector<torch::Tensor>& layers)
{
    torch::NoGradGuard noGrad;
    torch::Tensor flow; // [tokens, tokens]
    for (const torch::Tensor& layer : layers) {
        const torch::Tensor mean = layer.to(torch::kFloat32).mean(0);                          // [tokens, tokens]
        const torch::Tensor withResidual = mean + torch::eye(mean.size(0), mean.options());    // [tokens, tokens]
        const torch::Tensor mixed = withResidual / withResidual.sum(-1, /*keepdim=*/true);
        flow = flow.defined() ? torch::matmul(mixed, flow) : mixed;
    }
    return flow;
}

} // namespace attune::core
