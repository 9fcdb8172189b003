#pragma once

#include "core/data/dataset.h"

namespace attune::core {

/// The same on every machine, for equal texts and pairs.
std::uint64_t textHash(const Example& example);

bool sameTexts(const Example& a, const Example& b);

/// For each example the place of the first one with the same text, or pair of texts: its own where there is none before it.
std::vector<std::size_t> firstWithSameText(const Dataset& dataset);

} // namespace attune::core
