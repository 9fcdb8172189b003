#include "ui/explaining/attention_units.h"

#include <algorithm>

namespace attune::ui {

std::optional<std::size_t> AttentionUnits::of(std::optional<std::size_t> token) const
{
    if (!token)
        return std::nullopt;
    const auto after = std::upper_bound(spans.begin(), spans.end(), *token, [](std::size_t value, const core::WordSpan& span) { return value < span.first; });
    if (after == spans.begin())
        return std::nullopt;
    const auto unit = after - 1;
    return *token < unit->first + unit->count ? std::optional(std::size_t(unit - spans.begin())) : std::nullopt;
}

std::optional<HeatSpot> AttentionUnits::shown(const std::optional<AttentionSelection::Spot>& spot) const
{
    if (!spot)
        return std::nullopt;
    const HeatSpot units{of(spot->from), of(spot->to)};
    return units.row || units.column ? std::optional(units) : std::nullopt;
}

AttentionSelection::Spot AttentionUnits::tokens(const HeatSpot& spot) const
{
    const auto first = [this](std::optional<std::size_t> unit) { return unit ? std::optional(spans[*unit].first) : std::nullopt; };
    return {first(spot.row), first(spot.column)};
}

AttentionUnits attentionUnits(std::vector<core::WordSpan> spans, bool merged, const PredictionText& text, const std::vector<core::Token>& tokens)
{
    AttentionUnits units;
    const std::vector<TokenWord> spelled = merged ? wordsOf(text, tokens, false) : std::vector<TokenWord>();
    std::size_t word = 0, token = 0; // the word that begins with the token
    for (std::size_t i = 0; i < spans.size(); ++i) {
        for (; word + 1 < spelled.size() && token < spans[i].first; ++word)
            token += std::size_t(spelled[word].pieces.size());
        units.axis.names.append(merged && word < spelled.size() ? spelled[word].text() : axisLabel(tokens[spans[i].first]));
        if (i > 0 && spans[i].segment != spans[i - 1].segment)
            units.axis.breaks.push_back(i);
    }
    units.spans = std::move(spans);
    return units;
}

} // namespace attune::ui
