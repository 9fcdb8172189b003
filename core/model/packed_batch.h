#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <vector>

namespace attune::core {

/// Consecutive sequences of a packed batch that have the same length.
struct LengthGroup {
    std::int64_t firstToken = 0;
    std::int64_t sequences = 0;
    std::int64_t length = 0;      ///< tokens of each
};

/// Texts as one stream of real tokens, without any padding. Sequences lie in order of their length, so that those of equal length are
/// neighbours and attention can treat each group as one dense tensor.
struct PackedBatch {
    std::vector<std::int64_t> inputIds;      ///< [tokens]
    std::vector<std::int64_t> positionIds;   ///< [tokens], 0.. in each sequence
    std::vector<std::int64_t> tokenTypeIds;  ///< [tokens]
    std::vector<std::int64_t> firstTokens;   ///< [sequences], where each sequence's [CLS] lies
    std::vector<std::int64_t> rows;          ///< [sequences], the caller's index of each sequence
    std::vector<LengthGroup> groups;

    std::int64_t tokens() const { return static_cast<std::int64_t>(inputIds.size()); }
    std::int64_t sequences() const { return static_cast<std::int64_t>(rows.size()); }
};

/// One text's part in a batch; `tokenTypeIds` may be empty (all 0).
struct PackedText {
    const std::vector<std::int32_t>* ids = nullptr;
    const std::vector<std::int32_t>* tokenTypeIds = nullptr;
    std::int64_t row = 0;
};

PackedBatch pack(std::vector<PackedText> texts);

/// The texts at `indices` of `encodings`, rows = indices.
PackedBatch pack(const std::vector<Encoding>& encodings, const std::vector<std::int64_t>& indices);

} // namespace attune::core
