#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace attune::core {

/// A small seeded generator whose results are the same on every machine and compiler (the standard library's shuffles are not).
/// SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t x = (m_state += 0x9e3779b97f4a7c15ull);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    }

    /// Uniform in [0, bound), without bias; bound > 0.
    std::uint64_t below(std::uint64_t bound)
    {
        const std::uint64_t reject = (0 - bound) % bound;
        std::uint64_t x = next();
        while (x < reject)
            x = next();
        return x % bound;
    }

    /// Fisher-Yates.
    template <typename T> void shuffle(std::vector<T>& values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t m_state;
};

} // namespace attune::core
