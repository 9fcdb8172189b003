#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <span>

namespace attune::core {

static_assert(std::endian::native == std::endian::little, "the files are little-endian and are read in place");

/// The number at the head of `bytes`, which hold at least that many and may lie at any alignment.
template<typename Number>
Number littleEndian(std::span<const std::byte> bytes)
{
    Number number;
    std::memcpy(&number, bytes.first(sizeof number).data(), sizeof number);
    return number;
}

} // namespace attune::core
