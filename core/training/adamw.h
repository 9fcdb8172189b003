#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

namespace attune::core {

struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.01;
};

/// AdamW with bias correction (Loshchilov and Hutter 2019; torch/optim/adamw.py), one fused pass over each parameter. No decay on names
/// that contain "bias" or "LayerNorm", as HuggingFace's Trainer does.
class AdamW {
public:
    AdamW(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const AdamWOptions& options);

    /// Global L2 norm of all gradients. Summed in fixed blocks, so that the number of threads does not change a bit.
    double gradientNorm() const;

    /// One step with gradients scaled by `gradientScale`; afterwards all gradients are gone.
    void step(double learningRate, double gradientScale);

private:
    struct Slot {
        torch::Tensor parameter, firstMoment, secondMoment; // all of one shape, contiguous
        double decay = 0;
    };
    std::vector<Slot> m_slots;
    AdamWOptions m_options;
    std::int64_t m_steps = 0;
};

} // namespace attune::core
