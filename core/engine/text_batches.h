#pragma once

#include "core/checkpoint/model_config.h"
#include "core/text/batch_encoding.h"

#include <cstddef>

namespace attune::core {

/// Most texts answered at once: more of them save nothing.
inline constexpr std::size_t kTextsAtOnce = 64;

/// How many tokens a model answers at once: few enough that even a base model on a slow processor is done within a fraction of a second, so
/// that something else can be asked in between.
std::size_t tokensAtOnce(const ModelConfig& config);

/// About how many tokens a text or a pair will have; told from its bytes, since whoever asks need not have a tokenizer.
std::size_t likelyTokens(const TextInput& input, std::size_t maxLength);

} // namespace attune::core
