#pragma once

#include "core/engine/engine.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

namespace attune::core {

/// The attention of one text in half the memory: square roots of the shares in 16 bits, since on a square-root scale they are looked at. A share is off by
/// its own root / 65 535 at most. One layer, that in view, may be kept as it came besides. Immutable; one is shared by all who show it.
class AttentionStore {
public:
    static constexpr std::size_t kThumbnailSide = 84; ///< pixels of a head's picture at most

    AttentionStore() = default;
    /// `exact`: the layer that is kept as it came; of a model with fewer layers, the last.
    explicit AttentionStore(const AttentionMaps& maps, std::optional<std::size_t> exact = {});

    std::size_t layers() const { return m_layers; }
    std::size_t heads() const { return m_heads; }
    std::size_t tokens() const { return m_tokens; }
    bool empty() const { return m_tokens == 0; }
    std::optional<std::size_t> exactLayer() const { return m_exactLayer; }
    std::size_t bytes() const { return size() * sizeof(std::uint16_t) + m_thumbnails.size(); }
    std::size_t exactBytes() const { return m_exact.size() * sizeof(float); } ///< of the exact layer besides

    /// Adds `weight` times a head's shares to `sum`, [tokens (from), tokens (to)].
    void add(std::size_t layer, std::size_t head, float weight, std::span<float> sum) const;

    /// Raises what is smaller in `largest`.
    void raise(std::size_t layer, std::size_t head, std::span<float> largest) const;

    /// Pixels of each side of a thumbnail.
    std::size_t thumbnailSide() const { return m_side; }

    /// [side (from), side (to)] of one head, 0 to 255 on the square-root scale; where several tokens share a pixel, the largest of theirs.
    std::span<const std::uint8_t> thumbnail(std::size_t layer, std::size_t head) const;

private:
    std::size_t size() const { return m_layers * m_heads * m_tokens * m_tokens; }
    const std::uint16_t* roots(std::size_t layer, std::size_t head) const;
    const float* exact(std::size_t head) const { return m_exact.data() + head * m_tokens * m_tokens; }

    std::size_t m_layers = 0, m_heads = 0, m_tokens = 0, m_side = 0;
    struct Free {
        void operator()(std::uint16_t* memory) const { std::free(memory); }
    };
    static std::unique_ptr<std::uint16_t[], Free> memoryFor(std::size_t count);
    std::unique_ptr<std::uint16_t[], Free> m_roots; // [layers, heads, tokens, tokens]
    std::vector<std::uint8_t> m_thumbnails;         // [layers, heads, side, side]
    std::optional<std::size_t> m_exactLayer;
    std::vector<float> m_exact;                     // [heads, tokens, tokens]
};

} // namespace attune::core
