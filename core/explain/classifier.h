#pragma once

#include "core/engine/engine.h"
#include "core/model/bert.h"

namespace attune::core {

/// Texts or pairs of texts through `model` in evaluation mode, as one batch; answers in the order of `texts`. `options.maxLength` counts
/// [CLS] and [SEP] and is not 0.
std::vector<Prediction> predictTexts(const BertForSequenceClassification& model, const Tokenizer& tokenizer, std::span<const TextInput> texts,
                                     const PredictOptions& options);

/// The longest input that a model takes and was trained with.
std::size_t maxLengthOf(const ModelConfig& config, const Tokenizer& tokenizer);

/// What to do about a checkpoint without a classifier.
enum class MissingHead { Refuse, Initialise };

/// Opens a checkpoint directory on `device`. Throws Error when its classifier is missing and that is to be refused.
std::unique_ptr<Classifier> openModel(const std::filesystem::path& directory, torch::Device device, MissingHead missingHead);

/// Engine::openBefore.
std::unique_ptr<Classifier> openBefore(const std::filesystem::path& run, torch::Device device);

} // namespace attune::core
