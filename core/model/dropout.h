#pragma once

#include "core/model/dropout_hash.h"

#include <torch/torch.h>

#include <cstdint>

namespace attune::core {

/// The random bits of one micro-batch's dropout. Each element's fate is a hash of (seed, step, site, position): nothing is drawn from a shared
/// generator, so neither predictions in between nor the number of threads can change a run.
class DropoutBits {
public:
    DropoutBits(std::uint64_t seed, std::uint64_t step) : m_key(mix(seed ^ mix(step + 0x9e3779b97f4a7c15ull))) {}

    /// Key of the next place in the forward pass where dropout acts.
    std::uint64_t nextSite() { return mix(m_key + ++m_site); }

private:
    static std::uint64_t mix(std::uint64_t x)
    {
        // SplitMix64's finaliser (Steele et al. 2014, "Fast splittable pseudorandom number generators").
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    }

    std::uint64_t m_key;
    std::uint64_t m_site = 0;
};

/// Inverted dropout with probability `p`: zeroes elements and scales the others by 1 / (1 - p). Returns `x` itself when `bits` is null or p is 0.
/// On the CPU the mask is not stored: the backward pass computes it again.
torch::Tensor dropout(const torch::Tensor& x, double p, DropoutBits* bits);

/// Makes what the device draws next depend on `site` alone, as on the CPU.
void seedGenerator(torch::Device device, std::uint64_t site);

} // namespace attune::core
