#include "core/engine/word_attributions.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::core {

namespace {

/// From 1; of equal values the mean of the places that they take together.
std::vector<double> ranks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            ranks[order[i]] = (static_cast<double>(first + end) + 1) / 2;
        first = end;
    }
    return ranks;
}

} // namespace

std::vector<WordSpan> wordSpans(const std::vector<Token>& tokens)
{
    std::vector<WordSpan> words;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token& token = tokens[i];
        const bool goesOn = !words.empty() && !words.back().special && !token.special() && token.continuesWord();
        if (goesOn)
            ++words.back().count;
        else
            words.push_back({i, 1, token.special(), token.segment});
    }
    return words;
}

std::vector<double> sumsByWord(std::span<const float> attributions, std::span<const WordSpan> words)
{
    std::vector<double> sums;
    sums.reserve(words.size());
    for (const WordSpan& word : words) {
        const auto pieces = attributions.subspan(word.first, word.count);
        sums.push_back(std::accumulate(pieces.begin(), pieces.end(), 0.0));
    }
    return sums;
}

std::vector<double> withoutSpecial(std::span<const double> values, std::span<const WordSpan> words)
{
    std::vector<double> kept;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!words[i].special)
            kept.push_back(values[i]);
    return kept;
}

std::optional<double> rankAgreement(std::span<const double> one, std::span<const double> other)
{
    if (one.size() != other.size())
        throw Error("The two explanations are of different words: " + std::to_string(one.size()) + " and " + std::to_string(other.size()) + ".",
                    "Explain the same text by both.");
    if (one.size() < 2)
        return std::nullopt;
    const std::vector<double> a = ranks(one), b = ranks(other);
    const double mean = (static_cast<double>(one.size()) + 1) / 2;
    double both = 0, ofA = 0, ofB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - mean) * (b[i] - mean);
        ofA += (a[i] - mean) * (a[i] - mean);
        ofB += (b[i] - mean) * (b[i] - mean);
    }
    if (ofA == 0 || ofB == 0)
        return std::nullopt;
    return both / std::sqrt(ofA * ofB);
}

} // namespace attune::core
