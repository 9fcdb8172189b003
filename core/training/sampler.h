#pragma once

#include <cstdint>
#include <vector>

namespace attune::core {

/// Batches of one epoch: every index once, `batchSize` a batch, the last one smaller where it does not divide. Length-aware: within windows of
/// shuffled indices texts of like length share a batch (fewer, larger groups for attention), and the batches are shuffled again. Depends on
/// seed and epoch alone, equal on every machine.
std::vector<std::vector<std::int64_t>> epochBatches(const std::vector<std::int64_t>& lengths, std::int64_t batchSize, std::uint64_t seed,
                                                    std::int64_t epoch);

/// Cuts indices into runs of at most `maxTokens` tokens (at least one text each) and of about the same size, shortest texts first.
std::vector<std::vector<std::int64_t>> microBatches(const std::vector<std::int64_t>& indices, const std::vector<std::int64_t>& lengths,
                                                    std::int64_t maxTokens);

} // namespace attune::core
