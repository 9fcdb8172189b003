#include "core/engine/text_batches.h"

#include <algorithm>
#include <cstdint>

namespace attune::core {

std::size_t tokensAtOnce(const ModelConfig& config)
{
    // As many multiplications as a micro-batch of training has, whose backward pass costs twice its forward pass.
    const double perLayer = 4.0 * static_cast<double>(config.hiddenSize * config.hiddenSize)
        + 2.0 * static_cast<double>(config.hiddenSize * config.intermediateSize);
    const double perToken = 2.0 * std::max(1.0, perLayer) * static_cast<double>(std::max<std::int64_t>(1, config.numHiddenLayers));
    return static_cast<std::size_t>(std::clamp(1e11 / perToken, 128.0, 16384.0));
}

std::size_t likelyTokens(const TextInput& input, std::size_t maxLength)
{
    // A Chinese character is a token of three bytes; words of other scripts have more bytes a token.
    const std::size_t bytes = input.text.size() + (input.second ? input.second->size() + 3 : 0);
    return std::min(bytes / 3 + 3, std::max<std::size_t>(maxLength, 1));
}

} // namespace attune::core
