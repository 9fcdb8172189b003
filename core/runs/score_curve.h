#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace attune::core {

struct RocPoint {
    double falsePositiveRate = 0;
    double truePositiveRate = 0;
    double threshold = 0;   ///< texts scored at least this are taken for positive; infinite in the first point
};

struct PrecisionRecallPoint {
    double recall = 0;
    double precision = 0;
    double threshold = 0;   ///< infinite in the first point
};

/// How well one score tells positive texts from negative ones, at every threshold that makes a difference. Equal scores are one threshold.
class ScoreCurve {
public:
    struct Scored {
        double score = 0;
        bool positive = false;
    };

    /// No score may be NaN.
    explicit ScoreCurve(std::vector<Scored> texts);

    std::optional<double> rocAuc() const;            ///< absent unless there are positives and negatives
    std::optional<double> averagePrecision() const;  ///< absent without positives

    /// From (0, 0) to (1, 1), without points amid a straight line; empty where there is no area under it.
    std::vector<RocPoint> roc() const;

    /// From recall 0, precision 1 to recall 1; empty without positives.
    std::vector<PrecisionRecallPoint> precisionRecall() const;

private:
    struct Cut {
        double threshold = 0;
        std::int64_t truePositives = 0;   // with a score of at least `threshold`
        std::int64_t falsePositives = 0;
    };

    std::vector<Cut> m_cuts;              // by falling threshold; the last holds all texts
    std::int64_t m_positives = 0;
    std::int64_t m_negatives = 0;
};

} // namespace attune::core
