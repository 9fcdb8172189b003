#pragma once

#include <cstdint>

namespace attune::core {

/// Half-open range of bytes of the original text.
struct ByteRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool operator==(const ByteRange&) const = default;
};

} // namespace attune::core
