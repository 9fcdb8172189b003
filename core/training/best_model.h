#pragma once

#include "core/runs/metrics.h"

#include <optional>
#include <string>

namespace attune::core {

/// Which evaluation of a run is the best so far, and how long ago the last gain was.
class BestModel {
public:
    BestModel() = default;

    /// `metric`: accuracy, macro_f1, weighted_f1, matthews or loss. A gain of at most `threshold` is none to patience, but still better.
    BestModel(std::string metric, double threshold);

    void restore(const std::optional<EvaluationMetrics>& best, std::int64_t evaluationsWithoutGain);

    /// Whether `evaluation` is better than all before it: by the metric, and on a tie by the loss.
    bool isBetter(const EvaluationMetrics& evaluation) const;

    /// Takes it in; where it is better, `best` is set in it.
    void take(EvaluationMetrics& evaluation);

    const std::optional<EvaluationMetrics>& best() const { return m_best; }
    std::int64_t evaluationsWithoutGain() const { return m_withoutGain; }

private:
    double score(const EvaluationMetrics& evaluation) const;

    std::string m_metric;
    double m_threshold = 0;
    std::optional<EvaluationMetrics> m_best;
    std::int64_t m_withoutGain = 0;
};

} // namespace attune::core
