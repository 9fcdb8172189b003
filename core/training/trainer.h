#pragma once

#include "core/model/bert.h"
#include "core/runs/training_options.h"
#include "core/training/adamw.h"
#include "core/training/schedule.h"

namespace attune::core {

/// The arithmetic of training: gradients of micro-batches add up, then one optimiser step.
class Trainer {
public:
    Trainer(std::shared_ptr<BertForSequenceClassification> model, const TrainingOptions& options, const LinearSchedule& schedule);

    struct MicroBatchResult {
        double lossSum = 0;        ///< over the texts of the micro-batch
        std::int64_t correct = 0;
    };
    /// Adds the micro-batch's share of the gradient of the mean loss over `stepSamples` texts. `labels` is indexed by the batch's rows.
    MicroBatchResult accumulate(const PackedBatch& batch, const std::vector<std::int64_t>& labels, std::int64_t stepSamples);

    struct StepResult {
        double gradientNorm = 0;   ///< before clipping
        double learningRate = 0;
    };
    /// Clips and steps. A norm that is not finite changes nothing but is returned.
    StepResult step();

    /// Learning rate of the step in progress.
    double learningRate() const { return m_schedule.at(m_steps); }

private:
    torch::Tensor lookUpWords(const torch::Tensor& inputIds);
    void addWordGradient(const torch::Tensor& inputIds, const torch::Tensor& rows);

    std::shared_ptr<BertForSequenceClassification> m_model;
    TrainingOptions m_options;
    LinearSchedule m_schedule;
    AdamW m_optimizer;
    torch::Tensor m_wordGradient; // [vocabulary, hidden], kept across steps
    std::int64_t m_steps = 0;
    std::uint64_t m_microBatches = 0;
};

/// Mean cross-entropy's parts for logits [sequences, labels]: loss of each text and the predicted classes.
struct ClassifiedBatch {
    std::vector<double> losses;
    std::vector<std::int64_t> predicted;
};
ClassifiedBatch classify(const BertForSequenceClassification& model, const PackedBatch& batch, const std::vector<std::int64_t>& labels);

} // namespace attune::core
