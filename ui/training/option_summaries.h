#pragma once

#include "core/engine/engine.h"
#include "ui/training/option_wording.h"

namespace attune::ui {

/// What a folded group says: "decay 0.01, clip 1".
QString summaryOf(OptionGroup group, const core::TrainingOptions& options, const core::RuntimeReport& runtime);

QString shortName(const core::DeviceReport& device); ///< "CPU", "CUDA:0"
QString longName(const core::DeviceReport& device); ///< "NVIDIA H100 (CUDA:0), 78 GB free"

} // namespace attune::ui
