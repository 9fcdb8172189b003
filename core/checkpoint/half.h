#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace attune::core {

/// IEEE 754's binary16, which weights and kept attention are stored as.

inline float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000u) << 16, magnitude = half & 0x7FFFu;
    // Subnormal halves are multiples of 2^-24; all others keep their bits under another exponent.
    const std::uint32_t subnormal = std::bit_cast<std::uint32_t>(static_cast<float>(magnitude) * 0x1p-24f);
    const std::uint32_t normal = (magnitude << 13) + (112u << 23) + (magnitude >= 0x7C00u ? 112u << 23 : 0);
    return std::bit_cast<float>(sign | (magnitude < 0x0400u ? subnormal : normal));
}

/// The nearest one, on a tie the even one; infinity from 65520.
inline std::uint16_t toHalf(float value)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value), sign = (bits >> 16) & 0x8000u, magnitude = bits & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u)
        return static_cast<std::uint16_t>(sign | 0x7E00u); // not a number
    if (magnitude >= 0x477FF000u)
        return static_cast<std::uint16_t>(sign | 0x7C00u);
    if (magnitude < 0x38800000u) // below 2^-14: a multiple of 2^-24
        return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(std::nearbyint(std::bit_cast<float>(magnitude) * 0x1p24f)));
    const std::uint32_t even = (magnitude >> 13) & 1u;
    return static_cast<std::uint16_t>(sign | ((magnitude - (112u << 23) + 0x0FFFu + even) >> 13));
}

} // namespace attune::core
