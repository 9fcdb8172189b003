#include "core/runs/training_steps.h"

#include <algorithm>
#include <cmath>

namespace attune::core {

std::int64_t TrainingSteps::evaluations() const { return betweenEvaluations > 0 ? (total + betweenEvaluations - 1) / betweenEvaluations : 0; }

TrainingSteps stepsOf(const TrainingOptions& options, std::int64_t trainExamples)
{
    TrainingSteps steps;
    const std::int64_t batches = (trainExamples + options.batchSize - 1) / options.batchSize;
    steps.perEpoch = (batches + options.gradientAccumulationSteps - 1) / options.gradientAccumulationSteps;
    const auto perEpoch = static_cast<double>(steps.perEpoch);
    const auto atLeastOne = [](double count) { return std::max<std::int64_t>(1, static_cast<std::int64_t>(count)); };
    steps.total = options.maxSteps.value_or(atLeastOne(std::ceil(options.numTrainEpochs * perEpoch)));
    if (!options.evalSteps)
        steps.betweenEvaluations = std::max<std::int64_t>(1, std::min(steps.perEpoch, steps.total / 10));
    else
        steps.betweenEvaluations
            = *options.evalSteps >= 1 ? static_cast<std::int64_t>(*options.evalSteps) : atLeastOne(std::round(*options.evalSteps * perEpoch));
    steps.warmup = options.warmupSteps.value_or(static_cast<std::int64_t>(std::ceil(options.warmupRatio * static_cast<double>(steps.total))));
    return steps;
}

} // namespace attune::core
