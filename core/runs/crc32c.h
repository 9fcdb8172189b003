#pragma once

#include <cstdint>
#include <string_view>

namespace attune::core {

/// The checksum of RFC 3720 (Castagnoli's polynomial), which TFRecord files use.
std::uint32_t crc32c(std::string_view bytes);

} // namespace attune::core
