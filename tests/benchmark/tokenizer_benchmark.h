#pragma once

#include "tests/benchmark/texts.h"

namespace attune::test {

/// Tokenizer::encode on one thread and encodeAll on all, for each set.
void registerTokenizerBenchmarks(std::vector<TextSet> sets, const std::filesystem::path& vocabulary);

} // namespace attune::test
