#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// A name out of a file as it may stand in a sentence: at most 120 bytes, control characters as '?'.
std::string printable(std::string_view name);

/// "[30522, 768]"
std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace attune::core
