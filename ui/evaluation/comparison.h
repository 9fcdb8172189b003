#pragma once

#include "core/runs/paired_comparison.h"
#include "ui/evaluation/evaluation.h"

namespace attune::ui {

/// Two models on the same rows.
struct Comparison {
    std::shared_ptr<const Evaluation> other;
    core::PairedCounts counts; ///< first: the model on display
    double chance = 1; ///< that models equally good differ as much
};

/// `other` has answered the same rows.
Comparison compared(const Evaluation& shown, std::shared_ptr<const Evaluation> other);

} // namespace attune::ui
