#pragma once

#include "core/model/bert.h"
#include "core/runs/metrics.h"
#include "core/runs/training_options.h"
#include "core/training/encoded_texts.h"

namespace attune::core {

/// Steps, warm-up, evaluations and baseline of a run; paths, device and versions are left for the caller to fill in.
TrainingPlan makePlan(const TrainingOptions& options, const ModelConfig& config, const EncodedTexts& train, const EncodedTexts& validation,
                      const std::vector<std::size_t>& labelCounts);

} // namespace attune::core
