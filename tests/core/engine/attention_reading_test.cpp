#include "core/engine/attention_reading.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace attune::core;
using Reading = AttentionChoice::Reading;

namespace {

/// "unlikely ." and, as a pair's second text, "s": pieces, marks and two texts.
const std::vector<Token> kTokens{{"[CLS]", 2, {0, 0}}, {"un", 5, {0, 2}}, {"##like", 6, {2, 6}}, {"##ly", 7, {6, 8}}, {".", 8, {8, 9}},
                                 {"[SEP]", 3, {0, 0}}, {"s", 9, {0, 1}, 1}, {"[SEP]", 3, {0, 0}, 1}};

/// Rows that sum to 1 and differ between layers, heads and rows.
AttentionMaps maps(std::size_t layers, std::size_t heads, std::size_t tokens)
{
    AttentionMaps result{layers, heads, tokens, {}};
    result.values.resize(layers * heads * tokens * tokens);
    for (std::size_t row = 0; row < layers * heads * tokens; ++row) {
        float sum = 0;
        for (std::size_t to = 0; to < tokens; ++to)
            sum += result.values[row * tokens + to] = std::exp(float((row * 7 + to * 5) % 13) - 8);
        for (std::size_t to = 0; to < tokens; ++to)
            result.values[row * tokens + to] /= sum;
    }
    return result;
}

double rowSum(const AttentionRows& rows, std::size_t from)
{
    double sum = 0;
    for (std::size_t to = 0; to < rows.units.size(); ++to)
        sum += double(rows.at(from, to));
    return sum;
}

void checkRowsSumTo1(const AttentionRows& rows)
{
    for (std::size_t from = 0; from < rows.units.size(); ++from)
        CHECK(rowSum(rows, from) == Approx(1).margin(2e-5));
}

AttentionChoice choice(Reading reading, std::optional<std::size_t> layer, std::optional<std::size_t> head, bool words, bool special)
{
    return {reading, layer, head, words, special};
}

} // namespace

TEST_CASE("The layer in view is read as it came, whatever is read of it, and takes the memory of its floats")
{
    const AttentionMaps all = maps(3, 2, 8);
    const AttentionStore store(all, 1);
    CHECK(store.exactLayer() == std::size_t(1));
    CHECK(store.exactBytes() == 2 * 64 * sizeof(float));
    CHECK(store.bytes() == AttentionStore(all).bytes());
    for (std::size_t head = 0; head < 2; ++head) {
        const AttentionRows one = readAttention(store, kTokens, choice(Reading::One, 1, head, false, true));
        const auto begin = all.values.begin() + static_cast<std::ptrdiff_t>((2 + head) * 64);
        CHECK(one.values == std::vector<float>(begin, begin + 64));
    }
    const AttentionRows largest = readAttention(store, kTokens, choice(Reading::Maximum, 1, std::nullopt, false, true));
    const AttentionRows mean = readAttention(store, kTokens, choice(Reading::Mean, 1, std::nullopt, false, true));
    for (std::size_t from = 0; from < 8; ++from)
        for (std::size_t to = 0; to < 8; ++to) {
            CHECK(largest.at(from, to) == std::max(all.at(1, 0, from, to), all.at(1, 1, from, to)));
            CHECK(mean.at(from, to) == Approx((all.at(1, 0, from, to) + all.at(1, 1, from, to)) / 2).margin(1e-7));
        }
    CHECK(AttentionStore(all, 7).exactLayer() == std::size_t(2)); // the last
    CHECK_FALSE(AttentionStore(all).exactLayer());
    CHECK_FALSE(AttentionStore(AttentionMaps(), 0).exactLayer());
}

TEST_CASE("Attention is kept in half the memory, each share to its own root in 65 535")
{
    const AttentionMaps all = maps(2, 3, 8);
    const AttentionStore store(all);
    CHECK(store.bytes() < all.values.size() * sizeof(std::uint16_t) + 2 * 3 * 8 * 8 + 1);
    std::size_t compared = 0;
    for (std::size_t layer = 0; layer < 2; ++layer)
        for (std::size_t head = 0; head < 3; ++head) {
            std::vector<float> map(64);
            store.add(layer, head, 1, map);
            for (std::size_t i = 0; i < map.size(); ++i, ++compared) {
                const float share = all.at(layer, head, i / 8, i % 8);
                CHECK(std::abs(map[i] - share) <= std::sqrt(share) / 65'535 + 1e-7F);
            }
        }
    CHECK(compared == all.values.size());

    const AttentionStore edges(AttentionMaps{1, 1, 2, {0.0F, 1.0F, 1.0000001F, -1e-9F}});
    std::vector<float> map(4);
    edges.add(0, 0, 1, map);
    CHECK(map == std::vector<float>{0, 1, 1, 0});
    CHECK(AttentionStore().empty());
    CHECK(AttentionStore(AttentionMaps{}).empty());
}

TEST_CASE("A thumbnail shows the largest share of the tokens that share a pixel, on the square-root scale")
{
    AttentionMaps long1{1, 2, 300, std::vector<float>(2 * 300 * 300)};
    long1.values[300 * 300 + 17 * 300 + 251] = 0.25F; // of the second head
    const AttentionStore store(long1);
    REQUIRE(store.thumbnailSide() == AttentionStore::kThumbnailSide);
    const auto first = store.thumbnail(0, 0), second = store.thumbnail(0, 1);
    CHECK(std::count(first.begin(), first.end(), 0) == std::ptrdiff_t(first.size()));
    CHECK(std::count(second.begin(), second.end(), 128) == 1); // the root of a quarter
    CHECK(std::count(second.begin(), second.end(), 0) == std::ptrdiff_t(second.size()) - 1);
    const auto place = std::size_t(std::find(second.begin(), second.end(), 128) - second.begin());
    CHECK(place / store.thumbnailSide() == 17 * 84 / 300 + 1); // its pixel begins with token 17
    CHECK(place % store.thumbnailSide() == 251 * 84 / 300);
    CHECK(AttentionStore(maps(1, 1, 5)).thumbnailSide() == 5);
}

TEST_CASE("Rows sum to 1 for a head, for means over heads and layers and for rollout, by words or pieces, with special tokens or without")
{
    const AttentionStore store(maps(2, 3, kTokens.size()));
    for (const bool words : {false, true})
        for (const bool special : {false, true}) {
            checkRowsSumTo1(readAttention(store, kTokens, choice(Reading::One, 1, 2, words, special)));
            checkRowsSumTo1(readAttention(store, kTokens, choice(Reading::Mean, 1, {}, words, special)));
            checkRowsSumTo1(readAttention(store, kTokens, choice(Reading::Mean, {}, 0, words, special)));
            checkRowsSumTo1(readAttention(store, kTokens, choice(Reading::Mean, {}, {}, words, special)));
            checkRowsSumTo1(readAttention(store, kTokens, choice(Reading::Rollout, {}, {}, words, special)));
        }
    const AttentionRows kept = readAttention(store, kTokens, choice(Reading::One, 0, 0, true, false));
    CHECK(kept.units == std::vector<WordSpan>{{1, 3, false, 0}, {4, 1, false, 0}, {6, 1, false, 1}});
}

TEST_CASE("Means and maxima are those of the heads and layers that are chosen")
{
    const AttentionMaps all = maps(2, 3, kTokens.size());
    const AttentionStore store(all);
    const auto at = [&](Reading reading, std::optional<std::size_t> layer, std::optional<std::size_t> head) {
        return readAttention(store, kTokens, choice(reading, layer, head, false, true)).at(3, 6);
    };
    const auto margin = [](float value) { return Approx(value).margin(2e-5); };
    CHECK(at(Reading::One, 1, 2) == margin(all.at(1, 2, 3, 6)));
    CHECK(at(Reading::Mean, 1, {}) == margin((all.at(1, 0, 3, 6) + all.at(1, 1, 3, 6) + all.at(1, 2, 3, 6)) / 3));
    CHECK(at(Reading::Mean, {}, 1) == margin((all.at(0, 1, 3, 6) + all.at(1, 1, 3, 6)) / 2));
    CHECK(at(Reading::Maximum, 1, {}) == margin(std::max({all.at(1, 0, 3, 6), all.at(1, 1, 3, 6), all.at(1, 2, 3, 6)})));
    CHECK(at(Reading::Maximum, {}, 1) == margin(std::max(all.at(0, 1, 3, 6), all.at(1, 1, 3, 6))));
    float largest = 0;
    for (std::size_t map = 0; map < 6; ++map)
        largest = std::max(largest, all.at(map / 3, map % 3, 3, 6));
    CHECK(at(Reading::Maximum, {}, {}) == margin(largest));
    CHECK(attentionWork(store, choice(Reading::Mean, {}, {}, true, true)) == 6 * 64);
    CHECK(attentionWork(store, choice(Reading::One, 0, 0, true, true)) == 64);
}

TEST_CASE("A word's row is the mean of its pieces' rows, its column the sum of theirs")
{
    const AttentionMaps all = maps(1, 1, kTokens.size());
    const auto words = wordSpans(kTokens);
    const std::vector<float> merged = mergedByWord(all.values, words);
    REQUIRE(merged.size() == words.size() * words.size());
    const auto value = [&](std::size_t from, std::size_t to) { return all.at(0, 0, from, to); };
    const auto word = [&](std::size_t from, std::size_t to) { return merged[from * words.size() + to]; };
    CHECK(word(0, 1) == Approx(value(0, 1) + value(0, 2) + value(0, 3)));         // [CLS] to "unlikely"
    CHECK(word(1, 2) == Approx((value(1, 4) + value(2, 4) + value(3, 4)) / 3));   // "unlikely" to "."
    double pieces = 0;
    for (std::size_t from = 1; from < 4; ++from)
        for (std::size_t to = 1; to < 4; ++to)
            pieces += double(value(from, to)) / 3;
    CHECK(double(word(1, 1)) == Approx(pieces));
    CHECK(word(2, 4) == Approx(value(4, 6)));
    // Words' sums equal their pieces'.
    for (std::size_t to = 0; to < words.size(); ++to) {
        double ours = 0, theirs = 0;
        for (std::size_t from = 0; from < words.size(); ++from)
            ours += double(word(from, to)) * double(words[from].count);
        for (std::size_t from = 0; from < kTokens.size(); ++from)
            for (std::size_t piece = words[to].first; piece < words[to].first + words[to].count; ++piece)
                theirs += double(value(from, piece));
        CHECK(ours == Approx(theirs).margin(1e-6));
    }
}

TEST_CASE("Without special tokens each row keeps its proportions, a row that looked nowhere else stays empty, and a maximum stays what it was")
{
    const AttentionRows rows{singleTokens({{"[CLS]", 2, {0, 0}}, {"a", 5, {0, 1}}, {"b", 6, {2, 3}}}), {0.5F, 0.25F, 0.25F, 0.5F, 0.1F, 0.4F, 1, 0, 0}};
    const AttentionRows kept = withoutSpecial(rows, true);
    REQUIRE(kept.units.size() == 2);
    CHECK(kept.at(0, 0) == Approx(0.2));
    CHECK(kept.at(0, 1) == Approx(0.8));
    CHECK(kept.at(1, 0) == 0);
    CHECK(kept.at(1, 1) == 0);
    CHECK(withoutSpecial(rows, false).at(0, 1) == 0.4F);
}

TEST_CASE("Rollout through layers that look at nothing but themselves changes nothing, and one layer's is half of it and half of itself")
{
    AttentionMaps identity{3, 2, 4, std::vector<float>(3 * 2 * 16)};
    for (std::size_t map = 0; map < 6; ++map)
        for (std::size_t i = 0; i < 4; ++i)
            identity.values[map * 16 + i * 5] = 1;
    const std::vector<float> same = rolloutOf(AttentionStore(identity));
    for (std::size_t i = 0; i < 16; ++i)
        CHECK(same[i] == Approx(i % 5 == 0 ? 1 : 0).margin(1e-6));

    const AttentionMaps one = maps(1, 1, 4);
    const std::vector<float> rolled = rolloutOf(AttentionStore(one));
    CHECK(rolled[6] == Approx(one.values[6] / 2).margin(2e-5));
    CHECK(rolled[5] == Approx(one.values[5] / 2 + 0.5).margin(2e-5));
}

TEST_CASE("A reading that is stopped returns nothing")
{
    const AttentionStore store(maps(2, 3, kTokens.size()));
    std::stop_source stopped;
    stopped.request_stop();
    for (const Reading reading : {Reading::Mean, Reading::Maximum, Reading::Rollout})
        CHECK(readAttention(store, kTokens, choice(reading, {}, {}, true, false), stopped.get_token()).values.empty());
}

TEST_CASE("Where a head looks is told by distance, and the shares sum to 1")
{
    std::vector<float> map(64);
    for (std::size_t from = 0; from < 8; ++from)
        map[from * 8 + from] = 1;
    map[1 * 8 + 1] = 0.25F; // "un": itself, "##ly" two further on, "." three, [SEP]
    map[1 * 8 + 3] = 0.25F;
    map[1 * 8 + 4] = 0.125F;
    map[1 * 8 + 5] = 0.375F;
    const LookShares shares = lookShares(map, kTokens);
    CHECK(shares.itself == Approx((4 + 0.25) / 5)); // five tokens are the text's own
    CHECK(shares.near == Approx(0.05));
    CHECK(shares.far == Approx(0.025));
    CHECK(shares.special == Approx(0.075));
    CHECK(shares.itself + shares.near + shares.far + shares.special == Approx(1));
}
