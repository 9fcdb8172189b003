#include "core/engine/forecast.h"

#include "core/data/file_bytes.h"
#include "core/data/read_table.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

using namespace attune;
using namespace attune::core;

namespace {

ModelConfig shape(std::int64_t layers, std::int64_t hidden)
{
    ModelConfig config;
    config.vocabSize = 30522;
    config.numHiddenLayers = layers;
    config.hiddenSize = hidden;
    config.numAttentionHeads = hidden / 64;
    config.intermediateSize = 4 * hidden;
    config.labels = {"negative", "positive"};
    return config;
}

ForecastRequest request(const ModelConfig& config)
{
    ForecastRequest request;
    request.config = config;
    request.options = defaultOptions(config);
    request.texts = {6920, 872, 0, 25, 66, 2'000'000, 2};
    request.availableMemory = 16'000'000'000;
    request.speed = MachineSpeed{Precision::Fp32, 2e11, 1e9};
    return request;
}

Dataset dataset(const std::string& csv)
{
    const Table table = parseTable(ownBytes(csv), "some.csv");
    return makeDataset(table, guessColumns(table));
}

} // namespace

TEST_CASE("The steps of a run follow from its options and the number of its texts")
{
    TrainingOptions options;
    options.batchSize = 32;
    options.numTrainEpochs = 3;
    options.warmupRatio = 0.1;
    const TrainingSteps steps = stepsOf(options, 1000);
    CHECK(steps.perEpoch == 32);
    CHECK(steps.total == 96);
    CHECK(steps.warmup == 10);
    CHECK(steps.betweenEvaluations == 9);
    CHECK(steps.evaluations() == 11);

    options.gradientAccumulationSteps = 3;
    CHECK(stepsOf(options, 1000).perEpoch == 11);
    options.maxSteps = 7;
    options.evalSteps = 0.5;
    options.warmupSteps = 2;
    const TrainingSteps few = stepsOf(options, 1000);
    CHECK(few.total == 7);
    CHECK(few.warmup == 2);
    CHECK(few.betweenEvaluations == 6); // 5.5 rounded
    CHECK(few.evaluations() == 2);
}

TEST_CASE("Weights, gradients and moments take their bytes, and what is frozen takes none of the latter")
{
    const ModelConfig config = shape(12, 768);
    TrainingOptions options;
    const auto parameters = static_cast<double>(config.parameterCount());
    const double words = 30522.0 * 768;
    const MemoryForecast all = forecastMemory(config, options, Precision::Fp32, 196, 128, true);
    CHECK(all.weights == 4 * parameters);
    CHECK(all.gradients == 4 * (parameters - words)); // the words' are those of a batch alone
    CHECK(all.optimizer == 8 * parameters);
    CHECK(forecastMemory(config, options, Precision::Fp32, 196, 128, false).gradients == 4 * parameters);

    options.freezeEmbeddings = true;
    options.freezeLayers = 12;
    const MemoryForecast frozen = forecastMemory(config, options, Precision::Fp32, 196, 128, true);
    CHECK(frozen.optimizer < 0.05 * all.optimizer);
    options = {};
    options.optim = "sgd";
    CHECK(forecastMemory(config, options, Precision::Fp32, 196, 128, true).optimizer == 4 * parameters);
}

TEST_CASE("Activations grow with the texts computed at once, and half precision takes fewer bytes of them")
{
    const ModelConfig config = shape(4, 256);
    const TrainingOptions options;
    const auto activations = [&](Precision precision, std::int64_t tokens, std::int64_t longest) {
        return forecastMemory(config, options, precision, tokens, longest, true).activations;
    };
    CHECK(activations(Precision::Fp32, 2000, 64) == Approx(2 * activations(Precision::Fp32, 1000, 64)));
    CHECK(activations(Precision::Fp32, 1000, 512) > activations(Precision::Fp32, 1000, 64));
    CHECK(activations(Precision::Bf16, 1000, 64) < activations(Precision::Fp32, 1000, 64));
}

TEST_CASE("Micro-batches become smaller where memory is short, and what cannot fit is refused with figures")
{
    const ModelConfig config = shape(6, 384);
    const TrainingOptions options;
    const std::int64_t wanted = microBatchTokens(config);
    CHECK(wanted == microBatchTokens(config, options, Precision::Fp32, 128, 16'000'000'000));
    const double fixed = forecastMemory(config, options, Precision::Fp32, 0, 128, true).total();
    const std::int64_t fewer = microBatchTokens(config, options, Precision::Fp32, 128, static_cast<std::uint64_t>(1.25 * fixed));
    CHECK(fewer < wanted);
    CHECK(fewer >= 128);
    // What was promised to fit does fit: in four fifths of what is free.
    CHECK(forecastMemory(config, options, Precision::Fp32, fewer, 128, true).total() - 0.6e9 < 0.8 * 1.25 * fixed);
    CHECK_THROWS_WITH(microBatchTokens(config, options, Precision::Fp32, 128, 100'000'000),
                      ContainsSubstring("This training needs about") && ContainsSubstring("0.10 GB are free"));

    ForecastRequest tight = request(config);
    tight.availableMemory = 100'000'000;
    const TrainingForecast refused = forecast(tight);
    CHECK_FALSE(refused.fits);
    CHECK_THAT(refused.obstacle, ContainsSubstring("are free"));
    CHECK(forecast(request(config)).fits);
}

TEST_CASE("Time grows with the model, the epochs and the tokens, and falls with the machine's speed")
{
    const auto seconds = [](const ForecastRequest& asked) { return forecast(asked).seconds.value(); };
    const ForecastRequest small = request(shape(4, 256));
    CHECK(seconds(request(shape(12, 768))) > 10 * seconds(small));
    ForecastRequest other = small;
    other.options.numTrainEpochs *= 2;
    CHECK(seconds(other) == Approx(2 * seconds(small)).epsilon(0.1));
    other = small;
    other.texts.meanTokens *= 4;
    CHECK(seconds(other) > 3 * seconds(small));
    other = small;
    other.speed->flops *= 4;
    CHECK(seconds(other) < 0.5 * seconds(small));
    other.speed.reset();
    CHECK_FALSE(forecast(other).seconds);
}

TEST_CASE("A forward pass is counted by its matrix products, the top layer for one token alone")
{
    ModelConfig config = shape(1, 64);
    config.intermediateSize = 256;
    // Keys and values of 10 tokens, one query, output and feed-forward, attention of one token, the pooler.
    const double top = 10 * 2 * 2 * 64.0 * 64 + 2 * 2 * 64.0 * 64 + 2 * 2 * 64.0 * 256 + 4 * 64.0 * 10 + 2 * 64.0 * 64;
    CHECK(flopsForward(config, 10) == Approx(top));
    config.numHiddenLayers = 2;
    CHECK(flopsForward(config, 10) - top == Approx(10 * (8 * 64.0 * 64 + 4 * 64.0 * 256 + 4 * 64.0 * 10)));
}

TEST_CASE("Texts are counted in the model's tokens, cut off where the model cuts them")
{
    const Tokenizer tokenizer = Tokenizer::fromDirectory(test::dataDirectory() / "classifier-safetensors");
    const ModelConfig config = ModelConfig::readFile(test::dataDirectory() / "classifier-safetensors" / "config.json");
    std::string csv = "text,label\n";
    for (int i = 0; i < 10; ++i)
        csv += "the film number " + std::to_string(i) + (i % 2 ? " is good,good\n" : " is bad and long and slow and never ends,bad\n");
    const Dataset data = dataset(csv);
    TrainingOptions options;
    options.maxSeqLength = 64;
    const TextsToLearn whole = textsOf(data, 0.2, tokenizer, config, options);
    CHECK(whole.train == 8);
    CHECK(whole.validation == 2);
    CHECK(whole.labels == 2);
    double tokens = 0;
    std::size_t longest = 0;
    for (const Example& example : data.examples) {
        const std::size_t length = tokenizer.encode(example.text.view(), 64).ids.size();
        tokens += static_cast<double>(length);
        longest = std::max(longest, length);
    }
    CHECK(whole.meanTokens == Approx(tokens / 10));
    CHECK(whole.longest == static_cast<std::int64_t>(longest));
    CHECK(whole.bytes > 400);
    CHECK(whole.maxLength == 64);

    options.maxSeqLength = 5;
    CHECK(textsOf(data, 0.2, tokenizer, config, options).longest == 5);
    // Left open, the length is that of the data: of no text more than it has, and never more than the model has places for.
    options.maxSeqLength.reset();
    const TextsToLearn open = textsOf(data, 0.2, tokenizer, config, options);
    CHECK(open.maxLength <= 64);
    CHECK(open.longest <= open.maxLength);
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_THROWS_AS(textsOf(data, 0.2, tokenizer, config, options, stopped.get_token()), Error);
}
