#pragma once

#include "core/model/bert.h"
#include "core/runs/metrics.h"
#include "core/training/trainer.h"

#include <filesystem>

namespace attune::core {

/// Where a run stands between two steps: with the weights and the optimizer's moments all that decides how it goes on.
struct RunState {
    std::int64_t step = 0;                   ///< optimiser steps made
    Trainer::State trainer;
    std::int64_t evaluatedStep = -1;         ///< of the last completed evaluation
    std::int64_t evaluationsWithoutGain = 0;
    std::optional<EvaluationMetrics> best;
    double seconds = 0;                      ///< trained so far
    std::int64_t microBatchTokens = 0;
    std::string precision;                   ///< what "auto" stood for
    std::uint64_t trainData = 0, validationData = 0; ///< fingerprints of the encoded texts
    std::optional<std::uint64_t> testData;           ///< absent in states of before it was kept
};

/// Writes checkpoint/state-<step>.safetensors of the run: whole or not at all. Of older ones `keep` - 1 stay. The trainer is settled.
void saveRunState(const std::filesystem::path& run, const RunState& state, const BertForSequenceClassification& model, const Trainer& trainer,
                  std::int64_t keep);

/// Whether the run has come as far as to save one.
bool holdsRunState(const std::filesystem::path& run);

/// The newest state of a run that is whole. Throws Error when there is none.
class SavedRunState {
public:
    explicit SavedRunState(const std::filesystem::path& run);

    const RunState& state() const { return m_state; }

    /// Fills the weights and the moments. Throws Error naming the tensor that does not fit: the options changed what is trained.
    void restore(BertForSequenceClassification& model, Trainer& trainer) const;

private:
    std::filesystem::path m_file;
    RunState m_state;
};

} // namespace attune::core
