#pragma once

#include "core/checkpoint/model_config.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::core {

/// Everything that decides a training, under HuggingFace's names (TrainingArguments) where it has one. What each means, its sentence and its
/// range stand in training_option_table.h, from which files, the command line and the window read and write them.
struct TrainingOptions {
    double learningRate = 5e-5;
    double numTrainEpochs = 3;                       ///< ignored when maxSteps is set
    std::optional<std::int64_t> maxSteps;            ///< optimiser steps in all
    std::int64_t batchSize = 32;                     ///< per_device_train_batch_size
    std::int64_t gradientAccumulationSteps = 1;      ///< batches that one optimiser step learns from
    std::string optim = "adamw_torch";               ///< adamw_torch, adam (decay as part of the gradient) or sgd
    double momentum = 0.9;                           ///< of sgd
    std::string lrSchedulerType = "linear";
    double warmupRatio = 0.1;
    std::optional<std::int64_t> warmupSteps;         ///< overrides warmupRatio
    double weightDecay = 0.01;                       ///< not on biases and LayerNorm
    double adamBeta1 = 0.9;
    double adamBeta2 = 0.999;
    double adamEpsilon = 1e-8;
    double maxGradNorm = 1.0;                        ///< global L2 norm; 0 clips nothing
    double labelSmoothingFactor = 0;
    std::string classWeights = "none";               ///< none, balanced, or a number for each label with commas between
    std::optional<double> dropout;                   ///< instead of the checkpoint's, everywhere
    std::optional<std::int64_t> maxSeqLength;        ///< [CLS] and [SEP] among them; absent: what 99 of 100 texts need, at most 512
    std::string truncation = "head";                 ///< what stays of a text that is too long: head, tail or head+tail
    bool freezeEmbeddings = false;
    std::int64_t freezeLayers = 0;                   ///< the first N layers
    double layerwiseLrDecay = 1;                     ///< learning rate of a layer as a share of that of the layer above it
    std::optional<double> evalSteps;                 ///< from 1: optimiser steps; below 1: share of an epoch; absent: chosen
    std::string metricForBestModel = "auto";         ///< auto: accuracy, or macro_f1 where classes are unbalanced
    std::optional<std::int64_t> earlyStoppingPatience; ///< evaluations without improvement
    double earlyStoppingThreshold = 0;
    std::optional<std::int64_t> saveSteps;           ///< absent: with every evaluation
    std::int64_t saveTotalLimit = 1;
    std::uint64_t seed = 42;                         ///< of initialisation, order and dropout
    bool fullDeterminism = false;                    ///< on a graphics card; the processor always computes the same
    std::string precision = "auto";                  ///< auto, fp32, bf16 or fp16 (CUDA): what matrix products are computed in
    std::string device = "auto";                     ///< auto, cpu, cuda, cuda:N or mps

    /// Throws Error naming the option that is out of its range.
    void check() const;

    bool operator==(const TrainingOptions&) const = default;
};

/// Defaults that suit a model's size: learning rate 3e-4 tiny, 1e-4 up to hidden 384, 5e-5 small and medium, 2e-5 base and
/// large; 4 epochs up to medium, 3 above.
TrainingOptions defaultOptions(const ModelConfig& config);

/// What max_seq_length is where it is absent: the length that 99 of 100 texts do not exceed (by nearest rank), at most `most` tokens and
/// kMostTokensByItself. `lengths`: tokens of each text before anything is cut off.
std::int64_t maxSeqLengthFor(std::vector<std::size_t> lengths, std::int64_t most);
inline constexpr std::int64_t kMostTokensByItself = 512;

/// One object, absent options as null.
nlohmann::ordered_json toJson(const TrainingOptions& options);

/// `options` with what `json` holds. Throws Error naming `source` and the option that is unknown or of another kind; ranges are check()'s.
TrainingOptions withJson(TrainingOptions options, const nlohmann::ordered_json& json, const std::string& source);

/// "learning_rate: 5e-05 instead of 0.0001", one for each option that differs.
std::vector<std::string> differences(const TrainingOptions& now, const TrainingOptions& before);

/// class_weights as numbers: empty for none; else one for each of `labelCounts`. "balanced" is n / (classes * count), as in scikit-learn.
/// Throws Error when the given numbers are not as many as there are labels.
std::vector<double> classWeightsOf(const TrainingOptions& options, const std::vector<std::size_t>& labelCounts);

} // namespace attune::core
