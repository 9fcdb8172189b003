#include "core/engine/attention_store.h"

#include "core/vector_clones.h"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <thread>

namespace attune::core {

namespace {

constexpr float kWhole = 65'535;
constexpr std::size_t kWorthAThread = 4'000'000; // values
constexpr std::size_t kLargePage = 2 << 20;      // bytes

ATTUNE_VECTOR_CLONES
void encode(const float* shares, std::uint16_t* roots, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float share = shares[i] > 0 ? (shares[i] < 1 ? shares[i] : 1) : 0;
        roots[i] = static_cast<std::uint16_t>(static_cast<std::int32_t>(std::sqrt(share) * kWhole + 0.5F));
    }
}

ATTUNE_VECTOR_CLONES
void addDecoded(const std::uint16_t* roots, float weight, float* sum, std::size_t count)
{
    const float scaled = weight / (kWhole * kWhole);
    for (std::size_t i = 0; i < count; ++i) {
        const auto root = static_cast<float>(roots[i]);
        sum[i] += scaled * root * root;
    }
}

ATTUNE_VECTOR_CLONES
void raiseDecoded(const std::uint16_t* roots, float* largest, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float root = static_cast<float>(roots[i]) / kWhole;
        largest[i] = largest[i] < root * root ? root * root : largest[i];
    }
}

ATTUNE_VECTOR_CLONES
void addWeighted(const float* shares, float weight, float* sum, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += weight * shares[i];
}

ATTUNE_VECTOR_CLONES
void raiseRoots(const std::uint16_t* roots, std::uint16_t* largest, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        largest[i] = largest[i] < roots[i] ? roots[i] : largest[i];
}

void shrink(std::span<const std::uint16_t> roots, std::size_t tokens, std::span<std::uint8_t> thumbnail, std::size_t side)
{
    const auto edge = [&](std::size_t pixel) { return pixel * tokens / side; };
    std::vector<std::uint16_t> largest(tokens);
    for (std::size_t y = 0; y < side; ++y) {
        std::fill(largest.begin(), largest.end(), std::uint16_t(0));
        for (std::size_t from = edge(y); from < edge(y + 1); ++from)
            raiseRoots(roots.data() + from * tokens, largest.data(), tokens);
        for (std::size_t x = 0; x < side; ++x) {
            const auto root = *std::max_element(largest.begin() + static_cast<std::ptrdiff_t>(edge(x)), largest.begin() + static_cast<std::ptrdiff_t>(edge(x + 1)));
            thumbnail[y * side + x] = static_cast<std::uint8_t>((root * 255U + 32'767U) / 65'535U);
        }
    }
}

} // namespace

AttentionStore::AttentionStore(const AttentionMaps& maps, std::optional<std::size_t> exact)
    : m_layers(maps.layers), m_heads(maps.heads), m_tokens(maps.tokens), m_side(std::min(maps.tokens, kThumbnailSide)),
      m_roots(memoryFor(maps.values.size())), m_thumbnails(maps.layers * maps.heads * m_side * m_side)
{
    const std::size_t all = m_layers * m_heads, each = m_tokens * m_tokens, pixels = m_side * m_side;
    if (exact && m_layers > 0) {
        m_exactLayer = std::min(*exact, m_layers - 1);
        const auto begin = maps.values.begin() + static_cast<std::ptrdiff_t>(*m_exactLayer * m_heads * each);
        m_exact.assign(begin, begin + static_cast<std::ptrdiff_t>(m_heads * each));
    }
    const auto take = [&](std::size_t first, std::size_t end) {
        for (std::size_t map = first; map < end; ++map) { // a map's roots are still in the cache when its thumbnail is made of them
            encode(maps.values.data() + map * each, m_roots.get() + map * each, each);
            shrink({m_roots.get() + map * each, each}, m_tokens, {m_thumbnails.data() + map * pixels, pixels}, m_side);
        }
    };
    const std::size_t threads = size() < kWorthAThread ? 1 : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back(take, all * i / threads, all * (i + 1) / threads);
    take(0, all / threads);
}

/// In large pages where there are some: in small ones the system spends as long on handing them out as we do on filling them.
std::unique_ptr<std::uint16_t[], AttentionStore::Free> AttentionStore::memoryFor(std::size_t count)
{
    const std::size_t bytes = (count * sizeof(std::uint16_t) / kLargePage + 1) * kLargePage;
    const bool large = count >= kWorthAThread;
    void* memory = large ? std::aligned_alloc(kLargePage, bytes) : std::malloc(count * sizeof(std::uint16_t) + 1);
    if (!memory)
        throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    if (large)
        madvise(memory, bytes, MADV_HUGEPAGE); // a wish: without it all is the same but slower
#endif
    return std::unique_ptr<std::uint16_t[], Free>(static_cast<std::uint16_t*>(memory));
}

const std::uint16_t* AttentionStore::roots(std::size_t layer, std::size_t head) const
{
    return m_roots.get() + (layer * m_heads + head) * m_tokens * m_tokens;
}

void AttentionStore::add(std::size_t layer, std::size_t head, float weight, std::span<float> sum) const
{
    if (layer == m_exactLayer)
        return addWeighted(exact(head), weight, sum.data(), sum.size());
    addDecoded(roots(layer, head), weight, sum.data(), sum.size());
}

void AttentionStore::raise(std::size_t layer, std::size_t head, std::span<float> largest) const
{
    if (layer == m_exactLayer) {
        std::transform(largest.begin(), largest.end(), exact(head), largest.begin(), [](float a, float b) { return std::max(a, b); });
        return;
    }
    raiseDecoded(roots(layer, head), largest.data(), largest.size());
}

std::span<const std::uint8_t> AttentionStore::thumbnail(std::size_t layer, std::size_t head) const
{
    const std::size_t pixels = m_side * m_side;
    return std::span(m_thumbnails).subspan((layer * m_heads + head) * pixels, pixels);
}

} // namespace attune::core
