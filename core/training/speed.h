#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// What options.precision means for training such a model on options.device: "auto" takes bf16 where the device has circuits for it and a
/// measurement finds it faster, on the processor of matrix products, on a graphics card of a step over texts of `meanTokens` tokens. Throws
/// Error where the device cannot compute in what is named.
Precision trainingPrecision(const ModelConfig& config, const TrainingOptions& options, double meanTokens);

/// See Engine::measureSpeed.
MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens);

} // namespace attune::core
