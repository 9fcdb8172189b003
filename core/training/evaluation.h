#pragma once

#include <cstdint>
#include <vector>

namespace attune::core {

/// Counts predictions against labels, a batch at a time.
class EvaluationCounts {
public:
    explicit EvaluationCounts(std::size_t labels) : m_labels(labels), m_confusion(labels * labels) {}

    void add(std::int64_t label, std::int64_t predicted, double loss);

    std::int64_t samples() const { return m_samples; }
    double meanLoss() const;
    double accuracy() const;
    /// Unweighted mean of the classes' F1 = 2 tp / (2 tp + fp + fn); 0 for a class that neither occurs nor is predicted, and such classes are
    /// left out of the mean, as scikit-learn's f1_score(average="macro") does.
    double macroF1() const;

private:
    std::size_t m_labels;
    std::vector<std::int64_t> m_confusion; // [labels (true), labels (predicted)]
    std::int64_t m_samples = 0;
    double m_lossSum = 0;
};

} // namespace attune::core
