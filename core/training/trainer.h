#pragma once

#include "core/model/bert.h"
#include "core/runs/precision.h"
#include "core/training/optimizer.h"
#include "core/runs/schedule.h"

namespace attune::core {

/// What a run's loss is made of: cross-entropy with smoothed labels and weighted classes, as torch.nn.CrossEntropyLoss forms it.
struct Objective {
    double labelSmoothing = 0;
    std::vector<double> classWeights; ///< [labels]; empty: all 1

    /// Sum over the texts for logits [sequences, labels] and target [sequences].
    torch::Tensor lossSum(const torch::Tensor& logits, const torch::Tensor& target) const;

    /// What divides that sum in the mean over `texts`: the weights of their labels.
    double weightOf(const std::vector<std::int64_t>& texts, const std::vector<std::int64_t>& labels) const;
};

/// Leaves out of the training what `options` freezes, and puts their dropout in place of the checkpoint's.
void prepareForTraining(BertForSequenceClassification& model, const TrainingOptions& options);

/// The arithmetic of training: gradients of micro-batches add up, then one optimiser step.
class Trainer {
public:
    Trainer(std::shared_ptr<BertForSequenceClassification> model, const TrainingOptions& options, const Schedule& schedule, Objective objective,
            Precision precision);

    struct MicroBatchResult {
        double lossSum = 0;        ///< over the texts of the micro-batch, by the objective
        std::int64_t correct = 0;
    };
    /// Adds the micro-batch's share of the step's gradient: that of its loss sum times `share`. `labels` is indexed by the batch's rows.
    MicroBatchResult accumulate(const PackedBatch& batch, const std::vector<std::int64_t>& labels, double share);

    struct StepResult {
        double gradientNorm = 0;   ///< before clipping
        double learningRate = 0;
        bool repeat = false;       ///< fp16's gradients overflowed: nothing was changed, and the step's micro-batches are to be computed again
    };
    /// Clips and steps. A norm that is not finite changes nothing but is returned.
    StepResult step();

    /// Brings the model's weights and the optimizer's tensors up to date: due before anyone else reads them.
    void settle() { m_optimizer.settle(); }

    /// Forgets the gradients of a step in progress: as if none of its micro-batches had been computed.
    void restartStep();

    /// Learning rate of the step in progress.
    double learningRate() const { return m_schedule.at(m_optimizer.steps()); }

    /// All that decides the steps to come, beside weights, options and schedule. Between two steps only, settled.
    struct State {
        std::uint64_t microBatches = 0;
        std::int64_t steps = 0;
        double lossScale = 1;
        std::int64_t stepsSinceOverflow = 0;
    };
    State state() const;
    void restore(const State& state); ///< the optimizer's tensors are filled by the caller
    std::vector<std::pair<std::string, torch::Tensor>> optimizerTensors() const { return m_optimizer.state(); }

private:
    torch::Tensor lookUpWords(const PackedBatch& batch, const torch::Tensor& inputIds);
    void addWordGradient(const PackedBatch& batch, const torch::Tensor& inputIds, const torch::Tensor& rows);
    bool overflowed(double gradientNorm);

    std::shared_ptr<BertForSequenceClassification> m_model;
    TrainingOptions m_options;
    Schedule m_schedule;
    Objective m_objective;
    Precision m_precision;
    Optimizer m_optimizer;
    bool m_trainsWords;
    torch::Tensor m_wordGradient; // [vocabulary, hidden], kept across steps; undefined where the optimizer steps lazily over the words, or not at all
    std::uint64_t m_microBatches = 0, m_microBatchesBefore = 0; // before the step in progress
    double m_lossScale = 1;
    std::int64_t m_stepsSinceOverflow = 0;
};

/// What a model says about the texts of a batch, without dropout.
struct ClassifiedBatch {
    std::vector<double> losses;        // [sequences], cross-entropy without smoothing or weights
    std::vector<float> probabilities;  // [sequences, labels]
};
ClassifiedBatch classify(const BertForSequenceClassification& model, const PackedBatch& batch, const std::vector<std::int64_t>& labels,
                         Precision precision);

} // namespace attune::core
