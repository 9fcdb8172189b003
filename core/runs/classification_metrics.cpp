#include "core/runs/classification_metrics.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::core {

namespace {

double share(std::int64_t part, std::int64_t whole) { return whole ? static_cast<double>(part) / static_cast<double>(whole) : 0; }

// Mean of those that there are; absent where there are none.
std::optional<double> meanOf(const std::vector<ClassMetrics>& classes, std::optional<double> ClassMetrics::*figure)
{
    double sum = 0;
    std::int64_t count = 0;
    for (const ClassMetrics& one : classes)
        if (one.*figure) {
            sum += *(one.*figure);
            ++count;
        }
    return count ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

} // namespace

ClassificationCollector::ClassificationCollector(std::size_t labels, std::optional<std::size_t> majorityLabel)
    : m_labels(labels)
    , m_majorityLabel(majorityLabel)
    , m_confusion(labels * labels)
{
}

void ClassificationCollector::add(std::int64_t label, std::span<const float> probabilities, double loss) { addText(label, probabilities, loss); }

void ClassificationCollector::add(std::int64_t label, std::span<const double> probabilities, double loss) { addText(label, probabilities, loss); }

template<typename Number>
void ClassificationCollector::addText(std::int64_t label, std::span<const Number> probabilities, double loss)
{
    const std::string text = "Text " + std::to_string(m_samples + 1);
    if (label < 0 || static_cast<std::size_t>(label) >= m_labels || probabilities.size() != m_labels)
        throw Error(text + " has label " + std::to_string(label) + " and " + std::to_string(probabilities.size()) + " probabilities; there are "
                    + std::to_string(m_labels) + " labels.");
    if (!std::all_of(probabilities.begin(), probabilities.end(), [](Number p) { return std::isfinite(p); }))
        throw Error(text + " has a probability that is no number.", "The model's weights are damaged, or its training went astray: use another model.");

    const auto predicted = std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
    ++m_confusion[static_cast<std::size_t>(label) * m_labels + static_cast<std::size_t>(predicted)];
    m_trueLabels.push_back(static_cast<std::int32_t>(label));
    m_probabilities.insert(m_probabilities.end(), probabilities.begin(), probabilities.end());
    m_lossSum += loss;
    ++m_samples;
}

EvaluationMetrics ClassificationCollector::metrics() const
{
    EvaluationMetrics metrics;
    metrics.loss = m_samples ? m_lossSum / static_cast<double>(m_samples) : 0;
    metrics.confusion = m_confusion;
    metrics.perClass.resize(m_labels);
    measureConfusion(m_confusion, metrics);
    std::int64_t most = 0;
    for (const ClassMetrics& one : metrics.perClass)
        most = std::max(most, one.support);
    metrics.majorityAccuracy = share(m_majorityLabel ? metrics.perClass.at(*m_majorityLabel).support : most, m_samples);
    rankScores(metrics);
    for (const ReliabilityBin& bin : reliability())
        metrics.ece += share(bin.count, m_samples) * std::abs(bin.accuracy - bin.confidence);
    return metrics;
}

void measureConfusion(std::span<const std::int64_t> confusion, EvaluationMetrics& metrics)
{
    const auto labels = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(confusion.size()))));
    metrics.perClass.resize(labels);
    metrics.samples = std::accumulate(confusion.begin(), confusion.end(), std::int64_t{0});
    std::int64_t right = 0;
    std::size_t present = 0;
    double f1Sum = 0, weightedF1Sum = 0, labelledByPredicted = 0, predictedSquared = 0, labelledSquared = 0;
    for (std::size_t i = 0; i < labels; ++i) {
        const std::int64_t hits = confusion[i * labels + i];
        std::int64_t labelled = 0, predicted = 0;
        for (std::size_t j = 0; j < labels; ++j) {
            labelled += confusion[i * labels + j];
            predicted += confusion[j * labels + i];
        }
        ClassMetrics& one = metrics.perClass[i];
        one.precision = share(hits, predicted);
        one.recall = share(hits, labelled);
        one.f1 = share(2 * hits, labelled + predicted);
        one.support = labelled;

        right += hits;
        present += labelled + predicted > 0;
        f1Sum += one.f1;
        weightedF1Sum += one.f1 * static_cast<double>(labelled);
        labelledByPredicted += static_cast<double>(labelled) * static_cast<double>(predicted);
        predictedSquared += static_cast<double>(predicted) * static_cast<double>(predicted);
        labelledSquared += static_cast<double>(labelled) * static_cast<double>(labelled);
    }
    const auto count = static_cast<double>(metrics.samples);
    metrics.accuracy = share(right, metrics.samples);
    const Interval interval = wilsonInterval(right, metrics.samples);
    metrics.accuracyLow = interval.low;
    metrics.accuracyHigh = interval.high;
    metrics.macroF1 = present ? f1Sum / static_cast<double>(present) : 0;
    metrics.weightedF1 = metrics.samples ? weightedF1Sum / count : 0;
    const double spread = (count * count - predictedSquared) * (count * count - labelledSquared);
    metrics.matthews = spread > 0 ? (static_cast<double>(right) * count - labelledByPredicted) / std::sqrt(spread) : 0;
}

void ClassificationCollector::rankScores(EvaluationMetrics& metrics) const
{
    for (std::size_t i = 0; i < m_labels; ++i) {
        const ScoreCurve ranked = curve(i);
        metrics.perClass[i].rocAuc = ranked.rocAuc();
        metrics.perClass[i].averagePrecision = ranked.averagePrecision();
    }
    const bool binary = m_labels == 2;
    metrics.rocAuc = binary ? metrics.perClass[1].rocAuc : meanOf(metrics.perClass, &ClassMetrics::rocAuc);
    metrics.averagePrecision = binary ? metrics.perClass[1].averagePrecision : meanOf(metrics.perClass, &ClassMetrics::averagePrecision);
}

ScoreCurve ClassificationCollector::curve(std::size_t label) const
{
    std::vector<ScoreCurve::Scored> texts(m_trueLabels.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        texts[i] = {m_probabilities[i * m_labels + label], static_cast<std::size_t>(m_trueLabels[i]) == label};
    return ScoreCurve(std::move(texts));
}

std::vector<ReliabilityBin> ClassificationCollector::reliability(std::size_t bins) const
{
    std::vector<ReliabilityBin> result(bins);
    for (std::size_t i = 0; i < bins; ++i) {
        result[i].low = static_cast<double>(i) / static_cast<double>(bins);
        result[i].high = static_cast<double>(i + 1) / static_cast<double>(bins);
    }
    for (std::size_t i = 0; i < m_trueLabels.size(); ++i) {
        const auto first = m_probabilities.begin() + static_cast<std::ptrdiff_t>(i * m_labels);
        const auto highest = std::max_element(first, first + static_cast<std::ptrdiff_t>(m_labels));
        // The first bin that reaches as far; rounding may have put a sure answer a little above 1.
        auto bin = std::lower_bound(result.begin(), result.end(), *highest, [](const ReliabilityBin& b, double p) { return b.high < p; });
        if (bin == result.end())
            --bin;
        bin->confidence += *highest;
        bin->accuracy += highest - first == m_trueLabels[i];
        ++bin->count;
    }
    for (ReliabilityBin& bin : result)
        if (bin.count > 0) {
            bin.confidence /= static_cast<double>(bin.count);
            bin.accuracy /= static_cast<double>(bin.count);
        }
    return result;
}

Interval wilsonInterval(std::int64_t right, std::int64_t count)
{
    if (count == 0)
        return {};
    constexpr double z = 1.959963984540054; // what a normal variable stays below with probability 0.975
    const auto n = static_cast<double>(count);
    const double p = static_cast<double>(right) / n;
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    // At the ends both terms are equal but for rounding.
    return {right == 0 ? 0 : centre - half, right == count ? 1 : centre + half};
}

} // namespace attune::core
