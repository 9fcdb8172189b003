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

} // namespace

MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens)
{
    const torch::Device device = chooseDevice(options.device);
    MachineSpeed speed;
    speed.precision = choosePrecision(options.precision, device);

    const auto mean = std::clamp<std::int64_t>(std::llround(meanTokens), 4, std::max<std::int64_t>(4, config.maxPositionEmbeddings));
    const std::int64_t shortest = std::max<std::int64_t>(3, mean - mean / 8), longest = mean + mean / 8;
    const ModelConfig excerpt = excerptOf(config, longest);
    const std::vector<Encoding> texts
        = exampleTexts(excerpt.vocabSize, options.batchSize, shortest, longest, std::max(longest, microBatchTokens(config)));
    std::vector<std::int64_t> rows(texts.size()), labels(texts.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<std::int64_t>(i);
    const PackedBatch batch = pack(texts, rows);

    const auto model = randomModel(excerpt, options.seed);
    model->to(device);
    TrainingOptions excerptOptions = options;
    excerptOptions.freezeLayers = std::min(options.freezeLayers, excerpt.numHiddenLayers);
    prepareForTraining(*model, excerptOptions);
    Trainer trainer(model, excerptOptions, Schedule{"constant", 1e-6, 0, 1000}, {}, speed.precision);
    double learning = 1e9, stepping = 1e9;
    for (int i = 0; i <= kRepetitions; ++i) {
        // The result of a micro-batch is read, and a step's norm is: neither returns before a graphics card is done.
        const double learned = secondsOf([&] { trainer.accumulate(batch, labels, 1.0 / static_cast<double>(rows.size())); });
        const double stepped = secondsOf([&] { trainer.step(); });
        if (i == 0)
            continue;
        learning = std::min(learning, learned);
        stepping = std::min(stepping, stepped);
    }
    const double length = static_cast<double>(batch.tokens()) / static_cast<double>(rows.size());
    speed.flops = 3 * flopsForward(excerpt, length) * static_cast<double>(rows.size()) / std::max(1e-9, learning);
    speed.parameters = static_cast<double>(excerpt.parameterCount() - excerpt.vocabSize * excerpt.hiddenSize) / std::max(1e-9, stepping);
    return speed;
}

} // namespace attune::core
