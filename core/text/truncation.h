#pragma once

#include "core/text/tokenizer.h"

#include <utility>

namespace attune::core {

/// How many tokens stay at a text's head and at its tail where `tokens` are to fit into `room`.
std::pair<std::size_t, std::size_t> keptOfText(std::size_t tokens, std::size_t room, KeptPart kept);

/// How many tokens of each text of a pair stay, at their heads. Throws Error where `truncation` cannot make them fit.
std::pair<std::size_t, std::size_t> keptOfPair(std::size_t first, std::size_t second, std::size_t room, PairTruncation truncation);

} // namespace attune::core
