#include "core/engine/attention_change.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>

namespace attune::core {

namespace {

std::string shapeOf(const AttentionMaps& maps)
{
    return std::to_string(maps.layers) + (maps.layers == 1 ? " layer of " : " layers of ") + std::to_string(maps.heads)
        + (maps.heads == 1 ? " head" : " heads");
}

void requireComparable(const Prediction& before, const Prediction& after)
{
    const AttentionMaps &a = before.attention, &b = after.attention;
    if (a.layers != b.layers || a.heads != b.heads)
        throw Error("The two models are built differently, so their heads cannot be compared: one has " + shapeOf(a) + ", the other " + shapeOf(b) + ".",
                    "Compare models that were trained from the same checkpoint.");
    const auto sameToken = [](const Token& one, const Token& other) { return one.text == other.text; };
    if (a.tokens != b.tokens || !std::equal(before.tokens.begin(), before.tokens.end(), after.tokens.begin(), after.tokens.end(), sameToken))
        throw Error("The two models cut the text into different tokens, so their attention cannot be compared.",
                    "Compare models that were trained from the same checkpoint, with the same maximum length.");
}

} // namespace

std::vector<AttentionChange::Head> AttentionChange::ranked() const
{
    std::vector<Head> ranked;
    for (std::size_t i = 0; i < byHead.size(); ++i)
        ranked.push_back({i / heads, i % heads, byHead[i]});
    std::stable_sort(ranked.begin(), ranked.end(), [](const Head& a, const Head& b) { return a.change > b.change; });
    return ranked;
}

AttentionChange attentionChange(const Prediction& before, const Prediction& after)
{
    requireComparable(before, after);
    AttentionChange change{after.attention.layers, after.attention.heads, {}};
    const std::size_t pairs = after.attention.tokens * after.attention.tokens;
    for (std::size_t head = 0; head < change.layers * change.heads; ++head) {
        double sum = 0;
        for (std::size_t i = head * pairs; i < (head + 1) * pairs; ++i)
            sum += std::abs(static_cast<double>(after.attention.values[i] - before.attention.values[i]));
        change.byHead.push_back(static_cast<float>(sum / static_cast<double>(pairs)));
    }
    return change;
}

} // namespace attune::core
