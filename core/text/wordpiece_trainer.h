#pragma once

#include "core/text/tokenizer.h"

#include <string_view>
#include <vector>

namespace attune::core {

/// Learns a WordPiece vocabulary of at most `size` tokens from texts: [PAD] [UNK] [CLS] [SEP] [MASK] first (ids 0..4), then
/// single characters (whole and ## form, rare ones left out when the size demands it), then merges by frequency.
/// Words are cut by the same rules as Tokenizer's with `options`. Deterministic. Throws Error when the texts hold no word.
std::vector<std::string> trainWordPiece(const std::vector<std::string>& texts, std::size_t size, const TokenizerOptions& options);

} // namespace attune::core
