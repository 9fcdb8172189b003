#pragma once

#include "core/model/encoder_kernels.h"

#include <torch/torch.h>

#include <unordered_map>

namespace attune::core {

/// bf16 copies of weights, made again only when a weight has changed: once a step of training, however many micro-batches it has.
class Bf16Weights {
public:
    /// The copy. Whoever changes a weight behind LibTorch's back raises its version (TensorImpl::bump_version).
    const torch::Tensor& of(const torch::Tensor& weight);

    /// For who changes a weight and writes its copy in the same pass over memory: where the copy's elements lie (null where there is none), and
    /// that it is up to date again.
    BFloat* place(const torch::Tensor& weight);
    void markCurrent(const torch::Tensor& weight);

private:
    struct Copy {
        torch::Tensor values;
        std::uint32_t version = 0;
    };
    std::unordered_map<const void*, Copy> m_copies; // by the weight's first element
};

} // namespace attune::core
