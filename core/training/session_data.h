#pragma once

#include "core/runs/training_options.h"
#include "core/training/encoded_texts.h"

namespace attune::core {

/// A run's texts as the model reads them.
struct EncodedData {
    EncodedTexts train, validation, test;
};

/// Tokenizes once, on all threads. Where max_seq_length is absent it becomes what 99 of 100 texts to learn from need, at most 512 and what the
/// checkpoint reads. Throws Error when max_seq_length is more than the checkpoint has positions for, when it would have to tell the second
/// text of a pair from the first and cannot, and when stopped.
EncodedData encodeData(const DataSplit& data, const Tokenizer& tokenizer, const ModelConfig& config, TrainingOptions& options,
                       const Progress& progress, const std::stop_token& stop);

/// Throws Error naming the first option that differs and that the saved state, or the order of the texts behind it, was made with.
void checkResumable(const TrainingOptions& now, const TrainingOptions& before, const std::filesystem::path& run);

} // namespace attune::core
