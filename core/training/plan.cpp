#include "core/training/plan.h"

#include "core/runs/training_steps.h"

#include <algorithm>

namespace attune::core {

TrainingPlan makePlan(const TrainingOptions& options, const ModelConfig& config, const EncodedTexts& train, const EncodedTexts& validation,
                      const std::vector<std::size_t>& labelCounts)
{
    TrainingPlan plan;
    const TrainingSteps steps = stepsOf(options, train.size());
    plan.stepsPerEpoch = steps.perEpoch;
    plan.totalSteps = steps.total;
    plan.evalSteps = steps.betweenEvaluations;
    plan.warmupSteps = steps.warmup;
    plan.trainExamples = train.size();
    plan.validationExamples = validation.size();
    plan.maxLength = options.maxSeqLength.value_or(0);
    plan.truncatedTexts = train.truncated() + validation.truncated();
    plan.labels = config.labels;

    const auto largest = std::max_element(labelCounts.begin(), labelCounts.end());
    const auto majority = static_cast<std::int64_t>(largest - labelCounts.begin());
    plan.majorityLabel = config.labels[static_cast<std::size_t>(majority)];
    plan.majorityAccuracy = validation.size()
        ? static_cast<double>(std::count(validation.labels.begin(), validation.labels.end(), majority)) / static_cast<double>(validation.size())
        : 0;
    // With one class twice as large as another, accuracy rewards ignoring the small one.
    const bool unbalanced = *std::min_element(labelCounts.begin(), labelCounts.end()) * 2 < *largest;
    plan.bestMetric = options.metricForBestModel == "auto" ? (unbalanced ? "macro_f1" : "accuracy") : options.metricForBestModel;
    return plan;
}

} // namespace attune::core
