#include "core/data/report.h"

#include "core/data/equal_texts.h"
#include "core/utf8.h"

#include <algorithm>
#include <numeric>

namespace attune::core {

namespace {

constexpr std::size_t kLines = 20;

/// Calls `take` with the examples of each text that stands in more than one, in file order.
template <typename Take> void forEachRepeatedText(const Dataset& dataset, const Take& take)
{
    const std::vector<std::size_t> first = firstWithSameText(dataset);
    std::vector<std::pair<std::size_t, std::size_t>> later; // the first example of a text, and another one
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i] != i)
            later.emplace_back(first[i], i);
    std::sort(later.begin(), later.end());
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < later.size(); ++i) {
        if (members.empty())
            members.push_back(later[i].first);
        members.push_back(later[i].second);
        if (i + 1 == later.size() || later[i + 1].first != later[i].first) {
            take(members);
            members.clear();
        }
    }
}

RepeatedText described(const Dataset& dataset, const std::vector<std::size_t>& members)
{
    RepeatedText text;
    text.text = printable(dataset.examples[members.front()].text);
    text.rows = members.size();
    for (const std::size_t i : members) {
        if (text.lines.size() < kLines)
            text.lines.push_back(dataset.examples[i].line);
        text.labels.push_back(dataset.examples[i].label);
    }
    std::sort(text.labels.begin(), text.labels.end());
    text.labels.erase(std::unique(text.labels.begin(), text.labels.end()), text.labels.end());
    return text;
}

/// Keeps the `shown` first by `before`, without holding many more.
template <typename Before> void keepFirst(std::vector<RepeatedText>& texts, std::size_t shown, bool last, const Before& before)
{
    if (!last && texts.size() < 2 * shown + 64)
        return;
    std::sort(texts.begin(), texts.end(), before);
    if (texts.size() > shown)
        texts.resize(shown);
}

std::size_t countKind(const Dataset& dataset, std::string_view kind)
{
    return static_cast<std::size_t>(
        std::count_if(dataset.problems.begin(), dataset.problems.end(), [&](const RowProblem& problem) { return problem.kind == kind; }));
}

} // namespace

DatasetReport reportOn(const Dataset& dataset, std::size_t shown)
{
    DatasetReport report;
    report.examples = dataset.examples.size();
    report.classCounts = dataset.labelCounts();
    report.emptyTexts = countKind(dataset, "empty_text");
    report.missingLabels = countKind(dataset, "empty_label");
    if (report.examples > 0) {
        const auto [rarest, largest] = std::minmax_element(report.classCounts.begin(), report.classCounts.end());
        report.largestShare = static_cast<double>(*largest) / static_cast<double>(report.examples);
        report.imbalance = *rarest > 0 ? static_cast<double>(*largest) / static_cast<double>(*rarest) : 0;
    }
    const auto moreOften = [](const RepeatedText& a, const RepeatedText& b) {
        return a.rows != b.rows ? a.rows > b.rows : a.lines.front() < b.lines.front();
    };
    const auto earlier = [](const RepeatedText& a, const RepeatedText& b) { return a.lines.front() < b.lines.front(); };
    forEachRepeatedText(dataset, [&](const std::vector<std::size_t>& members) {
        ++report.repeatedTexts;
        report.repeatedRows += members.size() - 1;
        RepeatedText text = described(dataset, members);
        if (text.labels.size() > 1) {
            ++report.contradictoryTexts;
            report.contradictoryRows += members.size();
            report.contradictory.push_back(text);
            keepFirst(report.contradictory, shown, false, earlier);
        }
        report.repeated.push_back(std::move(text));
        keepFirst(report.repeated, shown, false, moreOften);
    });
    keepFirst(report.contradictory, shown, true, earlier);
    keepFirst(report.repeated, shown, true, moreOften);
    return report;
}

Overlap overlapOf(const Dataset& learned, const Dataset& checked)
{
    struct Hashed {
        std::uint64_t hash;
        std::size_t example;
    };
    std::vector<Hashed> known;
    known.reserve(learned.examples.size());
    for (std::size_t i = 0; i < learned.examples.size(); ++i)
        known.push_back({textHash(learned.examples[i]), i});
    const auto byHash = [](const Hashed& a, const Hashed& b) { return a.hash < b.hash; };
    std::sort(known.begin(), known.end(), byHash);

    const auto nameOf = [](const Dataset& dataset, const Example& example) -> std::string_view {
        return dataset.labels[static_cast<std::size_t>(example.label)];
    };
    Overlap overlap;
    for (const Example& example : checked.examples) {
        bool found = false;
        bool sameLabel = false;
        const auto [begin, end] = std::equal_range(known.begin(), known.end(), Hashed{textHash(example), 0}, byHash);
        for (auto one = begin; one != end; ++one) {
            const Example& other = learned.examples[one->example];
            if (!sameTexts(other, example))
                continue;
            found = true;
            sameLabel |= nameOf(learned, other) == nameOf(checked, example);
        }
        overlap.rows += found;
        overlap.otherLabel += found && !sameLabel;
        if (found && overlap.lines.size() < kLines)
            overlap.lines.push_back(example.line);
    }
    return overlap;
}

LengthHistogram lengthHistogram(std::span<const std::size_t> lengths, std::size_t mostBins)
{
    LengthHistogram histogram;
    if (lengths.empty())
        return histogram;
    std::vector<std::size_t> sorted(lengths.begin(), lengths.end());
    std::sort(sorted.begin(), sorted.end());
    // The smallest length that at least this share of the texts does not exceed.
    const auto percentile = [&](std::size_t percent) { return sorted[(sorted.size() * percent + 99) / 100 - 1]; };
    histogram.longest = sorted.back();
    histogram.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
    histogram.median = percentile(50);
    histogram.percentile95 = percentile(95);
    histogram.percentile99 = percentile(99);
    while (histogram.longest / histogram.binWidth + 1 > mostBins) {
        // 1, 2, 4, 8 ...: the widths that lengths of tokens are cut at
        histogram.binWidth *= 2;
    }
    histogram.bins.resize(histogram.longest / histogram.binWidth + 1);
    for (const std::size_t length : sorted)
        ++histogram.bins[length / histogram.binWidth];
    return histogram;
}

double shareCut(std::span<const std::size_t> lengths, std::size_t maximumLength)
{
    if (lengths.empty())
        return 0;
    const auto cut = std::count_if(lengths.begin(), lengths.end(), [&](std::size_t length) { return length > maximumLength; });
    return static_cast<double>(cut) / static_cast<double>(lengths.size());
}

} // namespace attune::core
