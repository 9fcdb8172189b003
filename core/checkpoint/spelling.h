#pragma once

#include "core/utf8.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::core {

/// "[30522, 768]"
std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace attune::core
