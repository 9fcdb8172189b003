#pragma once

#include "core/checkpoint/model_config.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attune::core {

/// Everything that decides a training, under HuggingFace's names (TrainingArguments).
struct TrainingOptions {
    double learningRate = 5e-5;                 ///< learning_rate: peak of the schedule
    double numTrainEpochs = 3;                  ///< num_train_epochs; ignored when maxSteps is set
    std::optional<std::int64_t> maxSteps;       ///< max_steps: optimiser steps in all
    std::int64_t batchSize = 32;                ///< per_device_train_batch_size: texts an optimiser step learns from
    std::int64_t maxSeqLength = 128;            ///< max_seq_length: tokens including [CLS] and [SEP]
    double warmupRatio = 0.1;                   ///< warmup_ratio: share of the steps in which the learning rate rises
    std::optional<std::int64_t> warmupSteps;    ///< warmup_steps: overrides warmupRatio
    double weightDecay = 0.01;                  ///< weight_decay, not on biases and LayerNorm
    double adamBeta1 = 0.9;                     ///< adam_beta1
    double adamBeta2 = 0.999;                   ///< adam_beta2
    double adamEpsilon = 1e-8;                  ///< adam_epsilon
    double maxGradNorm = 1.0;                   ///< max_grad_norm: global L2 norm that gradients are clipped to
    std::optional<std::int64_t> evalSteps;      ///< eval_steps: optimiser steps between validations; absent: at least once an epoch and ten times a run
    std::uint64_t seed = 42;                    ///< seed of initialisation, order and dropout
    std::string device = "auto";                ///< auto, cpu, cuda, cuda:N or mps

    /// Throws Error naming the option that is out of its range.
    void check() const;
};

/// Defaults that suit a model's size: learning rate 3e-4 tiny, 1e-4 up to hidden 384, 5e-5 small and medium, 2e-5 base and
/// large; 4 epochs up to medium, 3 above.
TrainingOptions defaultOptions(const ModelConfig& config);

} // namespace attune::core
