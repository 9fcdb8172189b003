#include "core/training/speed.h"

#include "core/engine/forecast.h"
#include "core/model/weights.h"
#include "core/runtime/machine.h"
#include "core/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace attune::core {

namespace {

constexpr int kRepetitions = 3; // after one that warms up; the best counts, since other programs run, too

/// The first layers of such a model, with a small vocabulary: a step over a large one is made row by row anyway.
ModelConfig excerptOf(const ModelConfig& config, std::int64_t longest)
{
    ModelConfig excerpt = config;
    excerpt.numHiddenLayers = std::min<std::int64_t>(2, config.numHiddenLayers);
    excerpt.vocabSize = std::min<std::int64_t>(1000, config.vocabSize);
    excerpt.maxPositionEmbeddings = longest;
    excerpt.labels = {"a", "b"};
    return excerpt;
}

/// Texts of like length, as the sampler brings them together, of at most `tokens` tokens in all.
std::vector<Encoding> exampleTexts(std::int64_t vocabulary, std::int64_t texts, std::int64_t shortest, std::int64_t longest, std::int64_t tokens)
{
    std::vector<Encoding> encodings;
    for (std::int64_t i = 0; i < texts && (i == 0 || tokens >= longest); ++i) {
        const std::int64_t length = shortest + i % (longest - shortest + 1);
        Encoding encoding;
        for (std::int64_t token = 0; token < length; ++token)
            encoding.ids.push_back(static_cast<std::int32_t>((token * 31 + i * 17) % vocabulary));
        encodings.push_back(std::move(encoding));
        tokens -= length;
    }
    return encodings;
}

double secondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A micro-batch of an excerpt, and what it took.
struct TimedExcerpt {
    ModelConfig config;
    double texts = 0, meanLength = 0;
    double learning = 1e9, stepping = 1e9; ///< seconds: forward and backward, the optimiser's step
};

TimedExcerpt timeExcerpt(const ModelConfig& config, const TrainingOptions& options, double meanTokens, torch::Device device, Precision precision)
{
    const auto mean = std::clamp<std::int64_t>(std::llround(meanTokens), 4, std::max<std::int64_t>(4, config.maxPositionEmbeddings));
    const std::int64_t shortest = std::max<std::int64_t>(3, mean - mean / 8), longest = mean + mean / 8;
    TimedExcerpt timed;
    timed.config = excerptOf(config, longest);
    const std::vector<Encoding> texts
        = exampleTexts(timed.config.vocabSize, options.batchSize, shortest, longest, std::max(longest, microBatchTokens(config, device.is_cpu())));
    std::vector<std::int64_t> rows(texts.size()), labels(texts.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<std::int64_t>(i);
    const PackedBatch batch = pack(texts, rows);
    timed.texts = static_cast<double>(rows.size());
    timed.meanLength = static_cast<double>(batch.tokens()) / timed.texts;

    const auto model = randomModel(timed.config, options.seed);
    model->to(device);
    TrainingOptions excerptOptions = options;
    excerptOptions.freezeLayers = std::min(options.freezeLayers, timed.config.numHiddenLayers);
    prepareForTraining(*model, excerptOptions);
    Trainer trainer(model, excerptOptions, Schedule{"constant", 1e-6, 0, 1000}, {}, precision);
    for (int i = 0; i <= kRepetitions; ++i) {
        // The result of a micro-batch is read, and a step's norm is: neither returns before a graphics card is done.
        const double learned = secondsOf([&] { trainer.accumulate(batch, labels, 1.0 / timed.texts); });
        const double stepped = secondsOf([&] { trainer.step(); });
        if (i == 0)
            continue;
        timed.learning = std::min(timed.learning, learned);
        timed.stepping = std::min(timed.stepping, stepped);
    }
    return timed;
}

} // namespace

Precision trainingPrecision(const ModelConfig& config, const TrainingOptions& options, double meanTokens)
{
    const torch::Device device = chooseDevice(options.device);
    const Precision best = choosePrecision(options.precision, device);
    if (options.precision != "auto" || best == Precision::Fp32 || device.is_cpu())
        return best;
    // Which is faster on a card depends on how much there is to compute at once: with little, bf16's conversions cost more than they save.
    const auto secondsOfStep = [&](Precision precision) {
        const TimedExcerpt timed = timeExcerpt(config, options, meanTokens, device, precision);
        const double microBatches = static_cast<double>(options.batchSize * options.gradientAccumulationSteps) / timed.texts;
        return microBatches * timed.learning + timed.stepping;
    };
    return secondsOfStep(best) < secondsOfStep(Precision::Fp32) ? best : Precision::Fp32;
}

MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens)
{
    MachineSpeed speed;
    speed.precision = trainingPrecision(config, options, meanTokens);
    const TimedExcerpt timed = timeExcerpt(config, options, meanTokens, chooseDevice(options.device), speed.precision);
    speed.flops = 3 * flopsForward(timed.config, timed.meanLength) * timed.texts / std::max(1e-9, timed.learning);
    speed.parameters
        = static_cast<double>(timed.config.parameterCount() - timed.config.vocabSize * timed.config.hiddenSize) / std::max(1e-9, timed.stepping);
    return speed;
}

} // namespace attune::core
