#include "core/training/plan.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace attune::core {

namespace {

std::string gigabytes(double bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, bytes < 1e9 ? "%.2f GB" : "%.1f GB", bytes / 1e9);
    return text;
}

/// What autograd keeps of a token until the backward pass has used it, in bytes, counted from the forward pass of bert.cpp: in every layer some
/// fourteen vectors of the hidden size, four of the intermediate size, and three rows of attention for each head.
double activationBytes(const ModelConfig& config, std::int64_t length)
{
    const double perLayer = 14.0 * static_cast<double>(config.hiddenSize) + 4.0 * static_cast<double>(config.intermediateSize)
        + 3.0 * static_cast<double>(config.numAttentionHeads * length);
    return 4.0 * perLayer * static_cast<double>(config.numHiddenLayers + 1);
}

} // namespace

TrainingPlan makePlan(const TrainingOptions& options, const ModelConfig& config, const EncodedTexts& train, const EncodedTexts& validation,
                      const std::vector<std::size_t>& labelCounts)
{
    TrainingPlan plan;
    const std::int64_t batches = (train.size() + options.batchSize - 1) / options.batchSize;
    plan.stepsPerEpoch = (batches + options.gradientAccumulationSteps - 1) / options.gradientAccumulationSteps;
    const auto perEpoch = static_cast<double>(plan.stepsPerEpoch);
    const auto atLeastOne = [](double steps) { return std::max<std::int64_t>(1, static_cast<std::int64_t>(steps)); };
    plan.totalSteps = options.maxSteps.value_or(atLeastOne(std::ceil(options.numTrainEpochs * perEpoch)));
    if (!options.evalSteps)
        plan.evalSteps = std::max<std::int64_t>(1, std::min(plan.stepsPerEpoch, plan.totalSteps / 10));
    else
        plan.evalSteps = *options.evalSteps >= 1 ? static_cast<std::int64_t>(*options.evalSteps) : atLeastOne(std::round(*options.evalSteps * perEpoch));
    plan.warmupSteps = options.warmupSteps.value_or(static_cast<std::int64_t>(std::ceil(options.warmupRatio * static_cast<double>(plan.totalSteps))));
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

std::int64_t microBatchTokens(const ModelConfig& config, MicroBatchPlace place)
{
    const double perLayer = 4.0 * static_cast<double>(config.hiddenSize * config.hiddenSize)
        + 2.0 * static_cast<double>(config.hiddenSize * config.intermediateSize);
    const double perToken = 6.0 * perLayer * static_cast<double>(std::max<std::int64_t>(1, config.numHiddenLayers));
    return place == MicroBatchPlace::Processor ? std::clamp<std::int64_t>(static_cast<std::int64_t>(1e11 / perToken), 128, 16384)
                                               : std::clamp<std::int64_t>(static_cast<std::int64_t>(1e13 / perToken), 2048, 32768);
}

std::int64_t microBatchTokens(const ModelConfig& config, std::int64_t longest, std::uint64_t availableMemory)
{
    constexpr double kBytesPerParameter = 16; // weight, gradient and two moments
    constexpr double kShare = 0.8;            // of what is free: other programs live, too
    const auto available = static_cast<double>(availableMemory);
    const double fixed = kBytesPerParameter * static_cast<double>(config.parameterCount());
    const double perToken = activationBytes(config, longest);
    const double tokens = (kShare * available - fixed) / perToken;
    if (tokens < static_cast<double>(longest))
        throw Error("This training needs about " + gigabytes((fixed + perToken * static_cast<double>(longest)) / kShare) + " of memory, and "
                        + gigabytes(available) + " are free.",
                    "Close other programs, or choose a smaller model or max_seq_length.");
    const std::int64_t wanted = microBatchTokens(config);
    return tokens < static_cast<double>(wanted) ? static_cast<std::int64_t>(tokens) : wanted;
}

} // namespace attune::core
