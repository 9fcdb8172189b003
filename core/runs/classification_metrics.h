#pragma once

#include "core/runs/metrics.h"
#include "core/runs/score_curve.h"

#include <span>

namespace attune::core {

/// How often answers of about the same confidence are right.
struct ReliabilityBin {
    double low = 0;         ///< confidences above this ...
    double high = 0;        ///< ... up to and including this
    double confidence = 0;  ///< mean of the bin; 0 where it is empty
    double accuracy = 0;
    std::int64_t count = 0;
};

/// Takes a model's answers one text at a time and says how good they are. The answer is the most probable class, the first of several.
/// Keeps 8 bytes a text and class: what ranks and curves need.
class ClassificationCollector {
public:
    /// `majorityLabel` is the training data's most frequent one, where it is known.
    explicit ClassificationCollector(std::size_t labels, std::optional<std::size_t> majorityLabel = std::nullopt);

    /// `probabilities`: [labels]. Throws Error when one of them is no number or when there is no such label.
    void add(std::int64_t label, std::span<const float> probabilities, double loss);
    void add(std::int64_t label, std::span<const double> probabilities, double loss);

    std::int64_t samples() const { return m_samples; }

    /// All figures. Where and when they were measured (step, epoch, seconds, best) is left for the caller to say.
    EvaluationMetrics metrics() const;

    /// How the probability of `label` tells its texts from the others.
    ScoreCurve curve(std::size_t label) const;

    /// Bins of equal width over [0, 1].
    std::vector<ReliabilityBin> reliability(std::size_t bins = 15) const;

private:
    template<typename Number>
    void addText(std::int64_t label, std::span<const Number> probabilities, double loss);
    void rankScores(EvaluationMetrics& metrics) const;

    std::size_t m_labels;
    std::optional<std::size_t> m_majorityLabel;
    std::int64_t m_samples = 0;
    double m_lossSum = 0;
    std::vector<std::int64_t> m_confusion;   // [labels (true), labels (predicted)]
    std::vector<std::int32_t> m_trueLabels;  // [texts]
    std::vector<double> m_probabilities;     // [texts, labels]
};

/// Fills in what the confusion matrix alone decides: samples, accuracy with its interval, the F1s, Matthews correlation, and of each class
/// precision, recall, F1 and support. `confusion`: [labels (true), labels (predicted)].
void measureConfusion(std::span<const std::int64_t> confusion, EvaluationMetrics& metrics);

/// Wilson's score interval, at 95 %, of a share of `right` in `count`; {0, 1} of none.
struct Interval {
    double low = 0;
    double high = 1;
    bool operator==(const Interval&) const = default;
};
Interval wilsonInterval(std::int64_t right, std::int64_t count);

} // namespace attune::core
