#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// See Engine::measureSpeed.
MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens);

} // namespace attune::core
