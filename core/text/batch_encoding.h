#pragma once

#include "core/progress.h"
#include "core/text/tokenizer.h"

#include <span>
#include <stop_token>

namespace attune::core {

struct TextInput {
    std::string_view text;
    std::optional<std::string_view> second = {}; ///< of a pair
};

/// The encodings of `inputs` in their order, made by `threads` threads (at least one), the calling one among them. Progress counts inputs
/// and is told on the calling thread only. Throws what encoding throws, the earliest input's first; throws Error when stopped.
std::vector<Encoding> encodeAll(const Tokenizer& tokenizer, std::span<const TextInput> inputs, const EncodeOptions& options, int threads,
    const Progress& progress, std::stop_token stop);

} // namespace attune::core
