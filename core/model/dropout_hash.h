#pragma once

#include <cstdint>

namespace attune::core {

/// On the CPU: what a site's hash begins with, and below which value of it an element drops out.
inline std::uint32_t dropoutKey(std::uint64_t site) { return static_cast<std::uint32_t>(site ^ (site >> 32)); }
inline std::uint32_t dropoutThreshold(double p) { return static_cast<std::uint32_t>(p * 4294967296.0); }

/// Whether the element at `place` stays.
inline bool isKept(std::uint32_t place, std::uint32_t key, std::uint32_t threshold)
{
    // 32-bit finaliser of MurmurHash3 over a Weyl sequence.
    std::uint32_t h = place * 0x9e3779b9u + key;
    h = (h ^ (h >> 16)) * 0x85ebca6bu;
    h = (h ^ (h >> 13)) * 0xc2b2ae35u;
    h ^= h >> 16;
    return h >= threshold;
}

} // namespace attune::core
