#include "core/model/packed_batch.h"

#include <algorithm>

namespace attune::core {

PackedBatch pack(std::vector<PackedText> texts)
{
    // Stable, so that the same texts in the same order always give the same batch.
    std::stable_sort(texts.begin(), texts.end(), [](const PackedText& a, const PackedText& b) { return a.ids->size() < b.ids->size(); });

    PackedBatch batch;
    for (const PackedText& text : texts) {
        const auto length = static_cast<std::int64_t>(text.ids->size());
        if (batch.groups.empty() || batch.groups.back().length != length)
            batch.groups.push_back({batch.tokens(), 0, length});
        ++batch.groups.back().sequences;
        batch.firstTokens.push_back(batch.tokens());
        batch.rows.push_back(text.row);
        for (std::int64_t position = 0; position < length; ++position) {
            const auto at = static_cast<std::size_t>(position);
            batch.inputIds.push_back((*text.ids)[at]);
            batch.positionIds.push_back(position);
            batch.tokenTypeIds.push_back(text.tokenTypeIds && !text.tokenTypeIds->empty() ? (*text.tokenTypeIds)[at] : 0);
        }
    }
    return batch;
}

PackedBatch pack(const std::vector<Encoding>& encodings, const std::vector<std::int64_t>& indices)
{
    std::vector<PackedText> texts;
    texts.reserve(indices.size());
    for (const std::int64_t index : indices) {
        const Encoding& encoding = encodings[static_cast<std::size_t>(index)];
        texts.push_back({&encoding.ids, &encoding.tokenTypeIds, index});
    }
    return pack(std::move(texts));
}

} // namespace attune::core
