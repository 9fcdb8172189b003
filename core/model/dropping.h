#pragma once

#include "core/model/dropout_hash.h"

namespace attune::core {

/// Which elements fall out: decided by a hash of their place, so that the backward pass finds the same again. Threshold 0: none.
struct Dropping {
    std::uint32_t key = 0, threshold = 0;
    float keptScale = 1;

    Dropping() = default;
    Dropping(double probability, std::uint64_t site)
    {
        if (probability > 0)
            *this = Dropping(dropoutKey(site), dropoutThreshold(probability), static_cast<float>(1.0 / (1.0 - probability)));
    }

private:
    Dropping(std::uint32_t k, std::uint32_t t, float scale)
        : key(k)
        , threshold(t)
        , keptScale(scale)
    {
    }
};

} // namespace attune::core
