#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/bert.h"
#include "core/text/tokenizer.h"

namespace attune::core {

/// A network with a checkpoint's weights. What the checkpoint does not hold (classifier, pooler) is drawn anew from `seed` as HuggingFace
/// does: normal with initializer_range, biases 0. `labels`, where not empty, replace the checkpoint's: a stored classifier is then kept
/// only if it tells the same labels in the same order. On the CPU; `newlyInitialised` receives the names drawn anew.
std::shared_ptr<BertForSequenceClassification> loadModel(const Checkpoint& checkpoint, const std::vector<std::string>& labels, std::uint64_t seed,
                                                         std::vector<std::string>* newlyInitialised = nullptr);

/// A network of random weights, all drawn from `seed`: normal with initializer_range, biases 0, LayerNorm 1 and 0.
std::shared_ptr<BertForSequenceClassification> randomModel(const ModelConfig& config, std::uint64_t seed);

/// Writes config.json and the tokenizer's files of a HuggingFace directory; the weights come with saveWeights.
void saveConfiguration(const ModelConfig& config, const Tokenizer& tokenizer, std::size_t modelMaxLength, const std::filesystem::path& directory);

enum class SavedParts { All, WithoutClassifier };

/// Writes model.safetensors under HuggingFace's names: the old file stays whole until the new one is.
void saveWeights(const BertForSequenceClassification& model, const std::filesystem::path& directory, SavedParts parts = SavedParts::All);

} // namespace attune::core
