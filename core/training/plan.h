#pragma once

#include "core/model/bert.h"
#include "core/runs/metrics.h"
#include "core/runs/training_options.h"
#include "core/training/encoded_texts.h"

namespace attune::core {

/// Steps, warm-up, evaluations and baseline of a run; paths, device and versions are left for the caller to fill in.
TrainingPlan makePlan(const TrainingOptions& options, const ModelConfig& config, const EncodedTexts& train, const EncodedTexts& validation,
                      const std::vector<std::size_t>& labelCounts);

/// What a micro-batch is computed on.
enum class MicroBatchPlace { Processor, GraphicsCard };

/// Tokens of a micro-batch from the model's size alone (a clock would not be reproducible): about a tenth of a teraFLOP forward and back, so that
/// even a large model on a slow processor answers between two of them within a fraction of a second; a hundred times that on a graphics card.
std::int64_t microBatchTokens(const ModelConfig& config, MicroBatchPlace place = MicroBatchPlace::Processor);

/// The same for the processor, made smaller where `availableMemory` bytes would not hold the activations of so many tokens beside weights, gradients
/// and moments. Throws Error where those alone do not fit, or not even one text of `longest` tokens beside them: the system would end the program in
/// the middle.
std::int64_t microBatchTokens(const ModelConfig& config, std::int64_t longest, std::uint64_t availableMemory);

} // namespace attune::core
