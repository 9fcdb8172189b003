#pragma once

#include "core/runs/training_options.h"

namespace attune::ui {

enum class Preset { Quick, Balanced, Best };

/// Options for a model of this size: Quick shows in little time whether the data can be learned, Balanced are the defaults, Best takes the time
/// that it takes. What is no matter of taste (device, seed) stays at its default.
core::TrainingOptions presetOptions(Preset preset, const core::ModelConfig& config, std::size_t longest);

} // namespace attune::ui
