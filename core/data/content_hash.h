#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace attune::core {

/// A hash of a text that is the same on every machine. For finding equal texts and for orders that do not depend on their places; whoever could
/// profit from a collision can make one.
inline std::uint64_t contentHash(std::string_view text, std::uint64_t seed = 0)
{
    // SplitMix64's mixing over eight bytes at a time (Steele, Lea and Flood 2014).
    const auto mixed = [](std::uint64_t x) {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    };
    std::uint64_t hash = mixed(seed + 0x9e3779b97f4a7c15ull * (text.size() + 1));
    for (std::size_t i = 0; i < text.size(); i += sizeof hash) {
        std::uint64_t word = 0;
        if constexpr (std::endian::native == std::endian::little)
            std::memcpy(&word, text.data() + i, text.size() - i < sizeof word ? text.size() - i : sizeof word);
        else
            for (std::size_t byte = 0; byte < sizeof word && i + byte < text.size(); ++byte)
                word |= std::uint64_t{static_cast<unsigned char>(text[i + byte])} << (8 * byte);
        hash = mixed(hash ^ word) + 0x9e3779b97f4a7c15ull;
    }
    return mixed(hash);
}

} // namespace attune::core
