#pragma once

#include "core/data/dataset.h"

namespace attune::core {

enum class Part { Learn, Check, Test };

/// The part that a value of a split column names: train / training, validation / valid / val / dev, test (any case).
std::optional<Part> partNamed(std::string_view value);

/// Whether most of what stands in a column names parts; rows without a part are left out then, rather than learned from.
bool dividesRows(const Table& table, std::size_t column);

/// The column whose values look most like labels, other than `text` and `split`; nothing when no column does.
std::optional<std::size_t> labelCandidate(const Table& table, std::size_t text, std::optional<std::size_t> split);

} // namespace attune::core
