#include "core/training/sampler.h"

#include "core/random.h"

#include <algorithm>
#include <numeric>

namespace attune::core {

namespace {

/// Batches a window holds: wide enough that lengths meet their like, narrow enough that an epoch stays random.
constexpr std::size_t kWindowBatches = 32;

} // namespace

std::vector<std::vector<std::int64_t>> epochBatches(const std::vector<std::int64_t>& lengths, std::int64_t batchSize, std::uint64_t seed,
                                                    std::int64_t epoch)
{
    Random random(seed ^ (static_cast<std::uint64_t>(epoch + 1) * 0x9e3779b97f4a7c15ull));
    std::vector<std::int64_t> order(lengths.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    random.shuffle(order);

    const auto size = static_cast<std::size_t>(batchSize);
    std::vector<std::vector<std::int64_t>> batches;
    for (std::size_t window = 0; window < order.size(); window += size * kWindowBatches) {
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), window + size * kWindowBatches));
        std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(window), end, [&](std::int64_t a, std::int64_t b) {
            return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
        });
    }
    for (std::size_t first = 0; first < order.size(); first += size) {
        const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
        batches.emplace_back(begin, order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), first + size)));
    }
    random.shuffle(batches);
    return batches;
}

std::vector<std::vector<std::int64_t>> microBatches(const std::vector<std::int64_t>& indices, const std::vector<std::int64_t>& lengths,
                                                    std::int64_t maxTokens)
{
    std::vector<std::int64_t> sorted = indices;
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::int64_t a, std::int64_t b) {
        return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
    });
    std::int64_t all = 0;
    for (const std::int64_t index : sorted)
        all += lengths[static_cast<std::size_t>(index)];
    // As few parts as the limit allows, and all of about the same size: a rest of a few texts would take nearly as long as a full part.
    const std::int64_t share = (all + (all + maxTokens - 1) / maxTokens - 1) / std::max<std::int64_t>(1, (all + maxTokens - 1) / maxTokens);
    std::vector<std::vector<std::int64_t>> parts;
    std::int64_t tokens = 0;
    for (const std::int64_t index : sorted) {
        const std::int64_t length = lengths[static_cast<std::size_t>(index)];
        if (parts.empty() || tokens >= share || tokens + length > maxTokens) {
            parts.emplace_back();
            tokens = 0;
        }
        parts.back().push_back(index);
        tokens += length;
    }
    return parts;
}

} // namespace attune::core
