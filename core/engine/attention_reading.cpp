#include "core/engine/attention_reading.h"

#include "core/vector_clones.h"

#include <algorithm>
#include <numeric>

namespace attune::core {

namespace {

using Reading = AttentionChoice::Reading;

/// Layers or heads from `begin` to `end`.
struct Range {
    std::size_t begin, end;
    std::size_t count() const { return end - begin; }
};

Range chosen(std::optional<std::size_t> one, std::size_t all) { return one ? Range{*one, *one + 1} : Range{0, all}; }

template <typename Take> void eachMap(const AttentionStore& store, const AttentionChoice& choice, const std::stop_token& stop, Take take)
{
    const Range layers = chosen(choice.layer, store.layers()), heads = chosen(choice.head, store.heads());
    for (std::size_t layer = layers.begin; layer < layers.end; ++layer)
        for (std::size_t head = heads.begin; head < heads.end && !stop.stop_requested(); ++head)
            take(layer, head);
}

std::vector<float> meanOf(const AttentionStore& store, const AttentionChoice& choice, const std::stop_token& stop)
{
    std::vector<float> mean(store.tokens() * store.tokens());
    const std::size_t count = chosen(choice.layer, store.layers()).count() * chosen(choice.head, store.heads()).count();
    eachMap(store, choice, stop, [&](std::size_t layer, std::size_t head) { store.add(layer, head, 1 / static_cast<float>(count), mean); });
    return mean;
}

/// Of merged maps, since the sum of the largest shares would be nobody's share.
std::vector<float> maximumOf(const AttentionStore& store, const AttentionChoice& choice, std::span<const WordSpan> units, const std::stop_token& stop)
{
    std::vector<float> largest(units.size() * units.size());
    std::vector<float> one(store.tokens() * store.tokens());
    eachMap(store, choice, stop, [&](std::size_t layer, std::size_t head) {
        if (units.size() == store.tokens())
            return store.raise(layer, head, largest);
        std::fill(one.begin(), one.end(), 0.0F);
        store.add(layer, head, 1, one);
        const std::vector<float> merged = mergedByWord(one, units);
        std::transform(merged.begin(), merged.end(), largest.begin(), largest.begin(), [](float a, float b) { return std::max(a, b); });
    });
    return largest;
}

ATTUNE_VECTOR_CLONES
void addTo(float* sum, const float* row, float weight, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += weight * row[i];
}

} // namespace

std::vector<WordSpan> singleTokens(const std::vector<Token>& tokens)
{
    std::vector<WordSpan> spans;
    spans.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i)
        spans.push_back({i, 1, tokens[i].special(), tokens[i].segment});
    return spans;
}

std::vector<float> mergedByWord(std::span<const float> map, std::span<const WordSpan> words)
{
    const std::size_t tokens = words.empty() ? 0 : words.back().first + words.back().count;
    std::vector<float> merged(words.size() * words.size());
    std::vector<float> mean(tokens);
    for (std::size_t from = 0; from < words.size(); ++from) {
        std::fill(mean.begin(), mean.end(), 0.0F);
        for (std::size_t piece = words[from].first; piece < words[from].first + words[from].count; ++piece)
            addTo(mean.data(), map.data() + piece * tokens, 1 / static_cast<float>(words[from].count), tokens);
        for (std::size_t to = 0; to < words.size(); ++to)
            for (std::size_t piece = words[to].first; piece < words[to].first + words[to].count; ++piece)
                merged[from * words.size() + to] += mean[piece];
    }
    return merged;
}

AttentionRows withoutSpecial(const AttentionRows& rows, bool renormalised)
{
    AttentionRows kept;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows.units.size(); ++i)
        if (!rows.units[i].special) {
            places.push_back(i);
            kept.units.push_back(rows.units[i]);
        }
    kept.values.reserve(places.size() * places.size());
    for (const std::size_t from : places) {
        double sum = 0;
        for (const std::size_t to : places)
            sum += static_cast<double>(rows.at(from, to));
        const auto factor = static_cast<float>(renormalised && sum > 0 ? 1 / sum : 1);
        for (const std::size_t to : places)
            kept.values.push_back(factor * rows.at(from, to));
    }
    return kept;
}

std::vector<float> rolloutOf(const AttentionStore& store, std::stop_token stop)
{
    const std::size_t tokens = store.tokens(), size = tokens * tokens;
    std::vector<float> flow;
    for (std::size_t layer = 0; layer < store.layers() && !stop.stop_requested(); ++layer) {
        std::vector<float> mixed(size);
        for (std::size_t head = 0; head < store.heads(); ++head)
            store.add(layer, head, 1 / static_cast<float>(store.heads()), mixed);
        for (std::size_t from = 0; from < tokens; ++from) {
            float* row = mixed.data() + from * tokens;
            row[from] += 1;
            const float sum = std::accumulate(row, row + tokens, 0.0F);
            std::transform(row, row + tokens, row, [sum](float share) { return share / sum; });
        }
        if (flow.empty()) {
            flow = std::move(mixed);
            continue;
        }
        std::vector<float> next(size);
        for (std::size_t from = 0; from < tokens; ++from)
            for (std::size_t by = 0; by < tokens; ++by)
                addTo(next.data() + from * tokens, flow.data() + by * tokens, mixed[from * tokens + by], tokens);
        flow = std::move(next);
    }
    return flow;
}

AttentionRows readAttention(const AttentionStore& store, const std::vector<Token>& tokens, const AttentionChoice& choice, std::stop_token stop)
{
    AttentionRows rows;
    rows.units = choice.words ? wordSpans(tokens) : singleTokens(tokens);
    const bool maximum = choice.reading == Reading::Maximum;
    if (maximum)
        rows.values = maximumOf(store, choice, rows.units, stop);
    else
        rows.values = choice.reading == Reading::Rollout ? rolloutOf(store, stop) : meanOf(store, choice, stop);
    if (stop.stop_requested())
        return {};
    if (!maximum && rows.units.size() != tokens.size())
        rows.values = mergedByWord(rows.values, rows.units);
    return choice.special ? rows : withoutSpecial(rows, !maximum);
}

std::size_t attentionWork(const AttentionStore& store, const AttentionChoice& choice)
{
    const std::size_t size = store.tokens() * store.tokens();
    if (choice.reading == Reading::Rollout)
        return store.layers() * (store.heads() + store.tokens()) * size;
    return chosen(choice.layer, store.layers()).count() * chosen(choice.head, store.heads()).count() * size;
}

LookShares lookShares(std::span<const float> map, const std::vector<Token>& tokens)
{
    LookShares shares;
    const std::size_t count = tokens.size();
    const auto looking = static_cast<double>(std::count_if(tokens.begin(), tokens.end(), [](const Token& token) { return !token.special(); }));
    for (std::size_t from = 0; from < count; ++from) {
        if (tokens[from].special())
            continue;
        for (std::size_t to = 0; to < count; ++to) {
            const std::size_t distance = from < to ? to - from : from - to;
            double& share = tokens[to].special() ? shares.special : distance == 0 ? shares.itself : distance <= 2 ? shares.near : shares.far;
            share += static_cast<double>(map[from * count + to]) / looking;
        }
    }
    return shares;
}

} // namespace attune::core
