#pragma once

#include "core/engine/engine.h"
#include "core/model/bert.h"

namespace attune::core {

/// How a model that looks at texts reads them and words its answers: what predictions and explanations share.

std::vector<float> valuesOf(const torch::Tensor& tensor); ///< all of them, row by row

/// Throws Error where the model cannot read so many tokens, or no pair. `options.maxLength` counts [CLS] and [SEP] and is not 0.
std::vector<Encoding> readTexts(const ModelConfig& config, const Tokenizer& tokenizer, std::span<const TextInput> texts, const EncodeOptions& options);

std::vector<Token> tokensOf(const Encoding& encoding, const Vocabulary& vocabulary);

/// `logits` on the processor as fp32. Throws Error where one is no number.
torch::Tensor checkedLogits(const torch::Tensor& logits);

/// Of logits [sequences, labels]: each class by itself where the model gives a text several labels.
torch::Tensor probabilitiesOf(const torch::Tensor& logits, ProblemType problemType);

} // namespace attune::core
