#pragma once

#include "core/engine/token.h"

#include <optional>
#include <span>
#include <vector>

namespace attune::core {

/// Tokens that are pieces of one word, neighbours of each other. [CLS] and [SEP] are words by themselves.
struct WordSpan {
    std::size_t first = 0;
    std::size_t count = 0;
    bool special = false; ///< no word of the text
    int segment = 0;      ///< 1 in a pair's second text

    bool operator==(const WordSpan&) const = default;
};

/// The words of a text in order; every token belongs to one.
std::vector<WordSpan> wordSpans(const std::vector<Token>& tokens);

/// [words]: the sums over the pieces of each word.
std::vector<double> sumsByWord(std::span<const float> attributions, std::span<const WordSpan> words);

/// Spearman's rank correlation of two attributions of the same words, as scipy.stats.spearmanr computes it: 1 where they put the words into the same
/// order, from what raised the score most to what lowered it most, 0 where the orders have nothing in common, -1 where one is the other reversed.
/// Equal values share the mean of their ranks. Nothing where there are fewer than two words, or all are equal in one of them. Throws Error where the two
/// are not of equally many words.
std::optional<double> rankAgreement(std::span<const double> one, std::span<const double> other);

/// The words of the text alone, of values of all words: what rankings are to be compared by, since [CLS] and [SEP] are in every text.
std::vector<double> withoutSpecial(std::span<const double> values, std::span<const WordSpan> words);

} // namespace attune::core
