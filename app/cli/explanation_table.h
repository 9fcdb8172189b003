#pragma once

#include "core/engine/explanation.h"

#include <string>

namespace attune::cli {

/// An explanation in words: a row for each token with its share and a bar, what the shares mean, and a warning where they do not add up.
std::string explanationTable(const core::Explanation& explanation);

} // namespace attune::cli
