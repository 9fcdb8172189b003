#pragma once

#include "core/runs/bootstrap.h"

namespace attune::core {

/// One class against the others, at every threshold.
struct ClassCurves {
    std::vector<RocPoint> roc;
    std::vector<PrecisionRecallPoint> precisionRecall;
};

/// A bin of the reliability diagram with Wilson's interval of its accuracy.
struct ReliabilityPoint {
    ReliabilityBin bin;
    Interval accuracy;
};

/// All that is shown of how good a model's answers are.
struct EvaluationReport {
    EvaluationMetrics metrics;
    Interval macroF1, matthews;                ///< at 95 %, see bootstrapIntervals
    std::vector<ClassCurves> curves;           ///< [labels]
    std::vector<ReliabilityPoint> reliability; ///< the bins that metrics.ece sums over, empty ones left out
};

/// `curvePoints` bounds what a curve has, more or less: points closer together than that many to a side of the unit square are left out.
EvaluationReport reportOn(const ClassificationCollector& collected, std::size_t curvePoints = 500);

/// The figures as a CSV file: metric, label (empty where it is of all), predicted label (of the confusion matrix alone), value, and the ends of its
/// interval where it has one. Throws Error as AtomicFile does.
void writeReport(const std::filesystem::path& file, const EvaluationReport& report, std::span<const std::string> labels);

} // namespace attune::core
