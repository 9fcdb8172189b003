#include "core/runs/training_options.h"

#include "core/error.h"
#include "core/runs/device_name.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace attune::core {

namespace {

[[noreturn]] void refuse(const char* option, const std::string& value, const std::string& range)
{
    throw Error(std::string(option) + " is " + value + "; it must be " + range + ".", std::string("Choose another ") + option + ".");
}

std::string shown(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

// Written so that NaN, which compares with nothing, is refused.
void check(const char* option, double value, bool inRange, const char* range)
{
    if (!std::isfinite(value) || !inRange)
        refuse(option, shown(value), range);
}

void checkCount(const char* option, std::int64_t value, std::int64_t least, std::int64_t most)
{
    if (value < least || value > most)
        refuse(option, std::to_string(value), "a whole number between " + std::to_string(least) + " and " + std::to_string(most));
}

constexpr std::int64_t kMostSteps = 1'000'000'000;

} // namespace

void TrainingOptions::check() const
{
    using core::check;
    check("learning_rate", learningRate, learningRate > 0 && learningRate <= 1, "above 0 and at most 1");
    if (maxSteps)
        checkCount("max_steps", *maxSteps, 1, kMostSteps);
    else
        check("num_train_epochs", numTrainEpochs, numTrainEpochs > 0 && numTrainEpochs <= 100'000, "above 0 and at most 100000");
    checkCount("per_device_train_batch_size", batchSize, 1, 100'000);
    checkCount("max_seq_length", maxSeqLength, 3, 100'000);
    if (warmupSteps)
        checkCount("warmup_steps", *warmupSteps, 0, kMostSteps);
    else
        check("warmup_ratio", warmupRatio, warmupRatio >= 0 && warmupRatio <= 1, "between 0 and 1");
    check("weight_decay", weightDecay, weightDecay >= 0 && weightDecay <= 1, "between 0 and 1");
    check("adam_beta1", adamBeta1, adamBeta1 >= 0 && adamBeta1 < 1, "at least 0 and below 1");
    check("adam_beta2", adamBeta2, adamBeta2 >= 0 && adamBeta2 < 1, "at least 0 and below 1");
    check("adam_epsilon", adamEpsilon, adamEpsilon > 0 && adamEpsilon <= 1, "above 0 and at most 1");
    check("max_grad_norm", maxGradNorm, maxGradNorm > 0, "above 0");
    if (evalSteps)
        checkCount("eval_steps", *evalSteps, 1, kMostSteps);
    if (!parseDeviceName(device))
        refuse("device", "\"" + device + "\"", "auto, cpu, cuda, cuda:N or mps");
}

TrainingOptions defaultOptions(const ModelConfig& config)
{
    TrainingOptions options;
    const bool upToMedium = config.hiddenSize <= 512;
    if (config.hiddenSize <= 128)
        options.learningRate = 3e-4;
    else if (config.hiddenSize <= 384)
        options.learningRate = 1e-4;
    else
        options.learningRate = upToMedium ? 5e-5 : 2e-5;
    options.numTrainEpochs = upToMedium ? 4 : 3;
    if (config.maxPositionEmbeddings > 0)
        options.maxSeqLength = std::min(options.maxSeqLength, config.maxPositionEmbeddings);
    return options;
}

} // namespace attune::core
