#include "core/engine/forecast.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace attune::core {

namespace {

// LibTorch 1.13 with its libraries, and the code that oneDNN makes for each shape it meets, some 300 MB of it in a long training in bf16. With it the
// peaks measured on SST-2 in bf16 (batch 32) are met to within a quarter: 630 MB for a tiny model, 1250 for all-MiniLM-L6-v2, 2460 for base.
constexpr double kLibraryBytes = 550e6;
constexpr double kAllocatorShare = 0.15; // what is lost between buffers of changing sizes
constexpr double kShareOfFree = 0.8; // of the memory that is free: other programs live, too
constexpr double kCatchUpShare = 0.1; // what a missed step of a row costs, made up for among many, of one made in time
constexpr double kDiskBytesPerSecond = 1e9;

std::string inWords(double bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, bytes < 1e9 ? "%.2f GB" : "%.1f GB", bytes / 1e9);
    return text;
}

double wordParameters(const ModelConfig& config) { return static_cast<double>(config.vocabSize * config.hiddenSize); }

/// Weights of the matrix products of all layers.
double layerParameters(const ModelConfig& config)
{
    return static_cast<double>(config.numHiddenLayers)
        * (4.0 * static_cast<double>(config.hiddenSize * config.hiddenSize) + 2.0 * static_cast<double>(config.hiddenSize * config.intermediateSize));
}

/// What autograd keeps of a token until the backward pass has used it, in bytes, counted from the forward pass of bert.cpp.
double activationBytes(const ModelConfig& config, Precision precision, std::int64_t length)
{
    const auto hidden = static_cast<double>(config.hiddenSize), wide = static_cast<double>(config.intermediateSize);
    const auto scores = static_cast<double>(config.numAttentionHeads * length);
    const double perLayer = precision == Precision::Fp32 ? 10 * hidden + 3 * wide + 3 * scores : 8 * hidden + 2 * wide + 3 * scores;
    return 4 * perLayer * static_cast<double>(config.numHiddenLayers + 1);
}

/// Parameters that learn, without the word embeddings, and those of the word embeddings, where they do.
struct Learning {
    double others = 0, words = 0;
};

Learning learningIn(const ModelConfig& config, const TrainingOptions& options)
{
    const double words = wordParameters(config);
    Learning learning{static_cast<double>(config.parameterCount()) - words, options.freezeEmbeddings ? 0 : words};
    if (config.numHiddenLayers > 0)
        learning.others -= layerParameters(config) * static_cast<double>(std::min(options.freezeLayers, config.numHiddenLayers))
            / static_cast<double>(config.numHiddenLayers);
    return learning;
}

} // namespace

MemoryForecast forecastMemory(const ModelConfig& config, const TrainingOptions& options, Precision precision, std::int64_t microBatchTokens,
                              std::int64_t longest, bool onProcessor, std::uint64_t dataBytes)
{
    constexpr double kFloat = 4;
    const Learning learning = learningIn(config, options);
    MemoryForecast memory;
    memory.weights = kFloat * static_cast<double>(config.parameterCount());
    memory.gradients = kFloat * (learning.others + (onProcessor ? 0 : learning.words)); // of words, the processor keeps a batch's alone
    memory.optimizer = kFloat * (options.optim == "sgd" ? 1 : 2) * (learning.others + learning.words);
    memory.activations = activationBytes(config, precision, longest) * static_cast<double>(microBatchTokens);
    const double copies = precision == Precision::Fp32 ? 0 : layerParameters(config) * kFloat / 2;
    memory.working = kLibraryBytes + copies + static_cast<double>(dataBytes) + kAllocatorShare * (memory.gradients + memory.activations + copies);
    return memory;
}

std::int64_t microBatchTokens(const ModelConfig& config, bool onProcessor)
{
    const double perToken = std::max(1.0, 6 * layerParameters(config));
    return onProcessor ? std::clamp<std::int64_t>(static_cast<std::int64_t>(5e11 / perToken), 128, 16384)
                       : std::clamp<std::int64_t>(static_cast<std::int64_t>(1e13 / perToken), 2048, 32768);
}

std::int64_t microBatchTokens(const ModelConfig& config, const TrainingOptions& options, Precision precision, std::int64_t longest,
                              std::uint64_t availableMemory)
{
    const auto available = static_cast<double>(availableMemory);
    const MemoryForecast fixed = forecastMemory(config, options, precision, 0, longest, true);
    const MemoryForecast one = forecastMemory(config, options, precision, 1, longest, true);
    const double besides = fixed.total() - kLibraryBytes; // which is there already
    const double perToken = one.total() - fixed.total();
    const double tokens = (kShareOfFree * available - besides) / perToken;
    if (tokens < static_cast<double>(longest))
        throw Error("This training needs about " + inWords((besides + perToken * static_cast<double>(longest)) / kShareOfFree) + " of memory, and "
                        + inWords(available) + " are free.",
                    "Close other programs, or choose a smaller model or max_seq_length.");
    const std::int64_t wanted = microBatchTokens(config);
    return tokens < static_cast<double>(wanted) ? static_cast<std::int64_t>(tokens) : wanted;
}

double flopsForward(const ModelConfig& config, double tokens)
{
    if (config.numHiddenLayers == 0)
        return 0;
    const auto hidden = static_cast<double>(config.hiddenSize), wide = static_cast<double>(config.intermediateSize);
    const double rest = 2 * (2 * hidden * hidden + 2 * hidden * wide); // of a token: queries, attention's output, feed-forward
    const double keys = 4 * hidden * hidden, attention = 4 * hidden * tokens;
    const double full = tokens * (rest + keys + attention), top = tokens * keys + rest + attention;
    return static_cast<double>(config.numHiddenLayers - 1) * full + top + 2 * hidden * hidden;
}

namespace {

double secondsOf(const ForecastRequest& request, const TrainingSteps& steps)
{
    const MachineSpeed& speed = *request.speed;
    const TextsToLearn& texts = request.texts;
    const double forward = flopsForward(request.config, texts.meanTokens);
    const double evaluations = static_cast<double>(steps.evaluations());
    const double learned
        = static_cast<double>(steps.total) * static_cast<double>(texts.train) / static_cast<double>(std::max<std::int64_t>(1, steps.perEpoch));
    const double checked = evaluations * static_cast<double>(texts.validation) + static_cast<double>(texts.test);
    const Learning learning = learningIn(request.config, request.options);
    // The processor steps over a batch's words at once, and over all others when the model is read: one pass, however many steps were missed.
    const double stepped = static_cast<double>(steps.total) * (learning.others + (request.onProcessor ? 0 : learning.words))
        + (request.onProcessor ? learning.words * (evaluations + kCatchUpShare * static_cast<double>(steps.total)) : 0);
    // Each evaluation saves the state: weights and moments, and often the best model.
    const double saved = evaluations * 4.0 * (2 * static_cast<double>(request.config.parameterCount()) + 2 * (learning.others + learning.words));
    return (3 * learned + checked) * forward / speed.flops + stepped / speed.parameters + saved / kDiskBytesPerSecond;
}

} // namespace

TrainingForecast forecast(const ForecastRequest& request)
{
    ModelConfig config = request.config;
    config.labels.resize(static_cast<std::size_t>(std::max<std::int64_t>(1, request.texts.labels)));
    TrainingForecast result;
    result.steps = stepsOf(request.options, request.texts.train);
    result.precision = request.precision;
    result.memoryFree = request.availableMemory;
    result.maxLength = request.texts.maxLength;
    result.microBatchTokens = microBatchTokens(config, request.onProcessor);
    if (request.onProcessor && request.availableMemory > 0) {
        try {
            result.microBatchTokens
                = microBatchTokens(config, request.options, request.precision, std::max<std::int64_t>(1, request.texts.longest), request.availableMemory);
        } catch (const Error& error) {
            result.fits = false;
            result.obstacle = error.cause();
            result.microBatchTokens = std::max<std::int64_t>(1, request.texts.longest);
        }
    }
    // A step computes no more than its own texts at once.
    const auto ofAStep = static_cast<std::int64_t>(std::ceil(request.texts.meanTokens * static_cast<double>(request.options.batchSize)));
    const std::int64_t atOnce = std::clamp<std::int64_t>(std::max(ofAStep, request.texts.longest), 1, std::max<std::int64_t>(1, result.microBatchTokens));
    result.memory = forecastMemory(config, request.options, request.precision, atOnce, request.texts.longest, request.onProcessor, request.texts.bytes);
    if (!request.onProcessor && request.availableMemory > 0 && result.memory.total() > static_cast<double>(request.availableMemory)) {
        result.fits = false;
        result.obstacle = "This training needs about " + inWords(result.memory.total()) + " of the device's memory, and "
            + inWords(static_cast<double>(request.availableMemory)) + " are free.";
    }
    if (request.speed && request.speed->flops > 0 && request.speed->parameters > 0 && request.texts.train > 0)
        result.seconds = secondsOf(request, result.steps);
    return result;
}

} // namespace attune::core
