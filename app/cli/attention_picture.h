#pragma once

#include "core/engine/engine.h"

#include <optional>
#include <string>

namespace attune::cli {

/// Columns of the terminal that standard output goes to; 100 where it goes elsewhere.
std::size_t terminalColumns();

/// Attention as a table of shades, a row for each token that looks and a column for each that is looked at, with the strongest of each row
/// spelled out. Mean over the layers and heads that are not given. Where the table would be wider than `columns`, rows have their strongest
/// tokens only.
std::string attentionPicture(const core::Prediction& prediction, std::optional<std::size_t> layer, std::optional<std::size_t> head,
                             std::size_t columns);

} // namespace attune::cli
