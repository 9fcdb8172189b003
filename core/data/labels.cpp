#include "core/data/labels.h"

#include "core/data/values.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <unordered_map>

namespace attune::core {

namespace {

using Scale = std::vector<std::vector<std::string_view>>; ///< steps from the least to the most, each with its words

const std::vector<Scale>& scales()
{
    static const std::vector<Scale> kScales{
        {{"extremely negative", "most negative"}, {"very negative", "strongly negative", "strong negative"}, {"negative", "neg"},
            {"somewhat negative", "slightly negative", "weak negative"}, {"neutral", "neu", "mixed", "none"},
            {"somewhat positive", "slightly positive", "weak positive"}, {"positive", "pos"},
            {"very positive", "strongly positive", "strong positive"}, {"extremely positive", "most positive"}},
        {{"terrible", "awful", "very bad"}, {"poor", "bad"}, {"ok", "okay", "average", "fair", "neutral"}, {"good"}, {"great", "very good"},
            {"excellent"}},
        {{"very low", "lowest"}, {"low"}, {"medium", "moderate", "mid"}, {"high"}, {"very high", "highest"}},
        {{"worst"}, {"worse"}, {"same", "unchanged"}, {"better"}, {"best"}},
        {{"strongly disagree"}, {"disagree"}, {"neutral", "undecided"}, {"agree"}, {"strongly agree"}},
        {{"very dissatisfied", "very unsatisfied"}, {"dissatisfied", "unsatisfied"}, {"neutral"}, {"satisfied"}, {"very satisfied"}},
        {{"very unhappy", "very sad"}, {"unhappy", "sad"}, {"neutral"}, {"happy"}, {"very happy"}},
        {{"no", "n"}, {"maybe", "unsure", "unknown"}, {"yes", "y"}},
        {{"false", "f"}, {"true", "t"}},
        {{"contradiction"}, {"neutral"}, {"entailment"}},
        {{"not entailment"}, {"entailment"}},
        {{"bearish"}, {"neutral"}, {"bullish"}},
        {{"down"}, {"up"}},
        {{"hate"}, {"dislike"}, {"neutral"}, {"like"}, {"love"}},
    };
    return kScales;
}

constexpr std::string_view kStar = "\xE2\x98\x85";      // black star
constexpr std::string_view kEmptyStar = "\xE2\x98\x86"; // white star

/// Case folded, runs of blanks, underscores and hyphens as one blank: what two spellings of a label have in common.
std::string folded(std::string_view label)
{
    const std::string text(trimmed(label));
    auto* mapped = reinterpret_cast<char*>(
        utf8proc_NFKC_Casefold(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str())));
    const std::unique_ptr<char, decltype(&std::free)> owner(mapped, &std::free);
    std::string result;
    for (const char c : mapped ? std::string_view(mapped) : std::string_view(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '_' || c == '-';
        if (!blank)
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    // Blanks beyond ASCII are known as such only here.
    if (result.ends_with(' '))
        result.pop_back();
    return result;
}

/// The number of stars that a label says: "★★★", "★★★☆☆", "3 stars", "1 star".
std::optional<double> starsOf(std::string_view label)
{
    std::string_view rest = trimmed(label);
    double stars = 0;
    for (; rest.starts_with(kStar); rest.remove_prefix(kStar.size()))
        ++stars;
    while (rest.starts_with(kEmptyStar))
        rest.remove_prefix(kEmptyStar.size());
    if (rest.size() < trimmed(label).size())
        return rest.empty() ? std::optional(stars) : std::nullopt;
    const std::string small = lowerCase(rest);
    for (const std::string_view word : {"stars", "star"})
        if (small.ends_with(word))
            return toNumber(std::string_view(small).substr(0, small.size() - word.size()));
    return std::nullopt;
}

std::optional<double> valueOf(std::string_view label)
{
    const auto number = toNumber(label);
    return number ? number : starsOf(label);
}

std::optional<double> stepOn(const Scale& scale, const std::string& label)
{
    for (std::size_t step = 0; step < scale.size(); ++step)
        if (std::find(scale[step].begin(), scale[step].end(), label) != scale[step].end())
            return static_cast<double>(step);
    return std::nullopt;
}

/// The places of all labels on one scale; empty where one of them has none, or all have the same.
template <typename Place> std::vector<std::pair<double, std::string>> placed(const std::vector<std::string>& labels, const Place& place)
{
    std::vector<std::pair<double, std::string>> all;
    for (const std::string& label : labels) {
        const auto at = place(label);
        if (!at)
            return {};
        all.emplace_back(*at, label);
    }
    return all;
}

bool takeOrder(std::vector<std::string>& labels, std::vector<std::pair<double, std::string>> all)
{
    if (all.empty())
        return false;
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < all.size(); ++i)
        labels[i] = std::move(all[i].second);
    return true;
}

} // namespace

std::optional<std::string_view> LabelMap::nameOf(std::string_view label) const
{
    const auto found = names.find(label);
    if (found == names.end())
        return label;
    return found->second ? std::optional<std::string_view>(*found->second) : std::nullopt;
}

void orderLabels(std::vector<std::string>& labels, const std::vector<std::string>& first)
{
    orderLabels(labels);
    auto next = labels.begin();
    for (const std::string& label : first)
        if (const auto found = std::find(next, labels.end(), label); found != labels.end())
            std::rotate(next++, found, found + 1);
}

void orderLabels(std::vector<std::string>& labels)
{
    std::sort(labels.begin(), labels.end());
    if (takeOrder(labels, placed(labels, valueOf)))
        return;
    for (const Scale& scale : scales())
        if (takeOrder(labels, placed(labels, [&](const std::string& label) { return stepOn(scale, folded(label)); })))
            return;
}

LabelCounts countLabels(const Table& table, const ColumnRoles& roles)
{
    std::unordered_map<std::string_view, std::size_t> counts;
    const auto complete = [&](const Row& row) {
        return !isBlank(row.fields[roles.text]) && !isBlank(row.fields[roles.label]) && !(roles.textPair && isBlank(row.fields[*roles.textPair]));
    };
    for (const Row row : table.rows)
        if (complete(row))
            ++counts[row.fields[roles.label]];
    std::vector<std::string> labels;
    for (const auto& [label, count] : counts)
        labels.emplace_back(label);
    orderLabels(labels);
    LabelCounts ordered;
    for (std::string& label : labels) {
        const std::size_t count = counts[label];
        ordered.emplace_back(std::move(label), count);
    }
    return ordered;
}

LabelCounts countClasses(const LabelCounts& labels, const LabelMap& map)
{
    std::map<std::string, std::size_t, std::less<>> rows;
    for (const auto& [label, count] : labels)
        if (const auto name = map.nameOf(label))
            rows[std::string(*name)] += count;
    std::vector<std::string> names;
    for (const auto& [name, count] : rows)
        names.push_back(name);
    orderLabels(names, map.order);
    LabelCounts classes;
    for (std::string& name : names) {
        const std::size_t count = rows.at(name);
        classes.emplace_back(std::move(name), count);
    }
    return classes;
}

LabelMap narrowed(const LabelMap& map, const LabelCounts& labels)
{
    LabelMap known;
    for (const auto& [label, count] : labels)
        if (const auto found = map.names.find(label); found != map.names.end())
            known.names.insert(*found);
    const LabelCounts classes = countClasses(labels, map);
    for (const std::string& name : map.order)
        if (std::any_of(classes.begin(), classes.end(), [&](const auto& one) { return one.first == name; }))
            known.order.push_back(name);
    return known;
}

std::vector<LabelVariants> labelVariants(const LabelCounts& counts)
{
    std::map<std::string, LabelCounts> groups;
    for (const auto& spelling : counts) {
        const auto value = toNumber(spelling.first);
        char number[40] = "";
        if (value)
            std::snprintf(number, sizeof number, "%.17g", *value);
        groups[value ? std::string("number ") + number : "word " + folded(spelling.first)].push_back(spelling);
    }
    std::vector<LabelVariants> variants;
    for (auto& [key, spellings] : groups) {
        if (spellings.size() < 2)
            continue;
        const auto most = std::max_element(
            spellings.begin(), spellings.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        variants.push_back({std::string(trimmed(most->first)), std::move(spellings)});
    }
    return variants;
}

LabelMap mergedVariants(const std::vector<LabelVariants>& variants)
{
    LabelMap map;
    for (const LabelVariants& group : variants)
        for (const auto& [spelling, count] : group.spellings)
            map.names[spelling] = group.proposed;
    return map;
}

} // namespace attune::core
