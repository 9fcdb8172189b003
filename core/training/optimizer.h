#pragma once

#include "core/model/bf16_weights.h"
#include "core/runs/training_options.h"
#include "core/training/lazy_rows.h"

#include <torch/torch.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attune::core {

/// Steps over all parameters of a run by its UpdateRule, one fused pass over each. No decay on names that contain "bias" or "LayerNorm", as
/// HuggingFace's Trainer does. On the CPU the word embeddings step lazily: who reads them says so beforehand.
class Optimizer {
public:
    /// For the parameters that require a gradient. The learning rate of each is multiplied by `rateShare` of its name (layerwise_lr_decay).
    /// Copies in `bf16Weights` are written in the same pass; null: there are none.
    Optimizer(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const TrainingOptions& options, std::int64_t layers,
              Bf16Weights* bf16Weights = nullptr);

    /// Where stepsLazily(): brings the word embeddings of `words` up to date; takes their gradients [words.size(), hidden], which are nowhere
    /// else. A word may be named more than once.
    void beforeReading(std::span<const std::int64_t> words);
    void addWordGradient(std::span<const std::int64_t> words, const torch::Tensor& rows);
    bool stepsLazily() const { return m_words.has_value(); }

    /// Brings every parameter up to date, before others than the training read them.
    void settle();

    /// Global L2 norm of all gradients. Summed in fixed blocks, so that the number of threads does not change a bit.
    double gradientNorm() const;

    /// One step with gradients scaled by `gradientScale`; afterwards all gradients are gone.
    void step(double learningRate, double gradientScale);

    void dropGradients();

    std::int64_t steps() const { return m_steps; }

    /// The moments by name ("first.bert.pooler.dense.weight"): the live tensors, of the shape of their parameters, settled or not.
    std::vector<std::pair<std::string, torch::Tensor>> state() const;
    void setSteps(std::int64_t steps); ///< after state()'s tensors were filled with a saved run's

private:
    struct Slot {
        std::string name;
        torch::Tensor parameter, first, second; // all of one shape, contiguous; sgd has no second
        double decay = 0;
        double rateShare = 1;
    };
    UpdateRule ruleOf(const Slot& slot, double learningRate) const; // of the step in progress
    void stepOnCpu(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale);
    void stepFused(double learningRate, double gradientScale);
    void stepOnDevice(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale);

    OptimizerKind m_kind;
    std::vector<Slot> m_slots;
    std::optional<LazyRows> m_words;
    TrainingOptions m_options;
    std::int64_t m_steps = 0;
    Bf16Weights* m_bf16Weights = nullptr;
};

/// Share of the learning rate that a parameter of a network of `layers` layers gets: 1 for classifier and pooler, `decay` for the top layer,
/// decay^2 for the one below, and so on, decay^(layers + 1) for the embeddings (Clark et al. 2020, ELECTRA, without its double step at the top).
double rateShare(const std::string& parameter, std::int64_t layers, double decay);

} // namespace attune::core
