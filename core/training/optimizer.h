#pragma once

#include "core/runs/training_options.h"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace attune::core {

/// What the optimizer does to the gradients of a run: AdamW with bias correction (Loshchilov and Hutter 2019; torch/optim/adamw.py), Adam with
/// the decay as part of the gradient (torch/optim/adam.py) or SGD with momentum (torch/optim/sgd.py), one fused pass over each parameter. No decay
/// on names that contain "bias" or "LayerNorm", as HuggingFace's Trainer does.
class Optimizer {
public:
    /// For the parameters that require a gradient. The learning rate of each is multiplied by `rateShare` of its name (layerwise_lr_decay).
    Optimizer(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const TrainingOptions& options, std::int64_t layers);

    /// Global L2 norm of all gradients. Summed in fixed blocks, so that the number of threads does not change a bit.
    double gradientNorm() const;

    /// One step with gradients scaled by `gradientScale`; afterwards all gradients are gone.
    void step(double learningRate, double gradientScale);

    void dropGradients();

    std::int64_t steps() const { return m_steps; }

    /// The moments by name ("first.bert.pooler.dense.weight"): the live tensors, of the shape of their parameters.
    std::vector<std::pair<std::string, torch::Tensor>> state() const;
    void setSteps(std::int64_t steps) { m_steps = steps; } ///< after state()'s tensors were filled with a saved run's

private:
    enum class Kind { AdamW, Adam, Sgd };
    struct Slot {
        std::string name;
        torch::Tensor parameter, first, second; // all of one shape, contiguous; sgd has no second
        double decay = 0;
        double rateShare = 1;
    };
    void stepOnCpu(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale);
    void stepOnDevice(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale);

    Kind m_kind;
    std::vector<Slot> m_slots;
    TrainingOptions m_options;
    std::int64_t m_steps = 0;
};

/// Share of the learning rate that a parameter of a network of `layers` layers gets: 1 for classifier and pooler, `decay` for the top layer,
/// decay^2 for the one below, and so on, decay^(layers + 1) for the embeddings (Clark et al. 2020, ELECTRA, without its double step at the top).
double rateShare(const std::string& parameter, std::int64_t layers, double decay);

} // namespace attune::core
