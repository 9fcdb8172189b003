#pragma once

#include "core/engine/attention_store.h"
#include "core/engine/word_attributions.h"

#include <stop_token>

namespace attune::core {

/// What of a text's attention is looked at.
struct AttentionChoice {
    enum class Reading {
        One,     ///< a head
        Mean,    ///< over the heads, the layers or both
        Maximum, ///< the same: where any of them looked
        Rollout  ///< Abnar and Zuidema 2020: through all layers
    };
    Reading reading = Reading::Mean;
    std::optional<std::size_t> layer = {}, head = {}; ///< nothing: all of them. Both are chosen with One; Rollout heeds neither
    bool words = true;                      ///< pieces are merged: their rows averaged, their columns summed
    bool special = true;                    ///< without, [CLS] and [SEP] are left out and what remains of a row is made to sum to 1 again

    bool operator==(const AttentionChoice&) const = default;
};

/// From words, or tokens, to each other.
struct AttentionRows {
    std::vector<WordSpan> units;
    std::vector<float> values; ///< [units (from), units (to)]; rows sum to 1, but with Maximum

    float at(std::size_t from, std::size_t to) const { return values[from * units.size() + to]; }
};

/// Reads what is chosen, first from the heads, then across pieces, then across what is left out. Of Maximum nothing is made to sum to 1. When stopped it returns
/// early with nothing.
AttentionRows readAttention(const AttentionStore& store, const std::vector<Token>& tokens, const AttentionChoice& choice, std::stop_token stop = {});

/// How many shares readAttention goes through, to judge whether it takes long.
std::size_t attentionWork(const AttentionStore& store, const AttentionChoice& choice);

/// Every token by itself.
std::vector<WordSpan> singleTokens(const std::vector<Token>& tokens);

/// [words, words] of [tokens, tokens]: a word's row is the mean of its pieces', its column their sum.
std::vector<float> mergedByWord(std::span<const float> map, std::span<const WordSpan> words);

/// Without the rows and columns of special tokens; the other rows are `renormalised` to 1, unless nothing is left of one.
AttentionRows withoutSpecial(const AttentionRows& rows, bool renormalised);

/// [tokens, tokens]: how much of each token reaches each in the last layer, when a layer is half its heads' mean and half what passes it by. When stopped it
/// returns early with what it has.
std::vector<float> rolloutOf(const AttentionStore& store, std::stop_token stop = {});

/// Where a text's own tokens look in one head, in the mean; sums to 1.
struct LookShares {
    double itself = 0;
    double near = 0;    ///< within two tokens
    double far = 0;
    double special = 0; ///< to [CLS] and [SEP]
};
LookShares lookShares(std::span<const float> map, const std::vector<Token>& tokens);

} // namespace attune::core
