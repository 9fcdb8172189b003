#include "tests/core/model/golden.h"

#include "core/model/weights.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <numeric>

using namespace attune;
using namespace attune::core;

namespace {

ModelConfig smallConfig()
{
    ModelConfig config;
    config.vocabSize = 50;
    config.hiddenSize = 24;
    config.numHiddenLayers = 3;
    config.numAttentionHeads = 3;
    config.intermediateSize = 40;
    config.maxPositionEmbeddings = 32;
    config.labels = {"no", "yes"};
    return config;
}

std::vector<Encoding> textsOfLengths(const std::vector<std::size_t>& lengths)
{
    std::vector<Encoding> texts;
    std::int32_t next = 0;
    for (const std::size_t length : lengths) {
        Encoding text;
        for (std::size_t i = 0; i < length; ++i)
            text.ids.push_back(next++ % 50);
        texts.push_back(text);
    }
    return texts;
}

std::vector<std::int64_t> allOf(const std::vector<Encoding>& texts)
{
    std::vector<std::int64_t> indices(texts.size());
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    return indices;
}

} // namespace

TEST_CASE("No pad token is computed anywhere: rows entering linear layers equal the sum of the lengths")
{
    torch::NoGradGuard noGrad;
    const auto model = randomModel(smallConfig(), 1);
    const auto texts = textsOfLengths({7, 3, 12, 3, 9, 12, 3});
    const PackedBatch batch = pack(texts, allOf(texts));
    ForwardTrace trace;
    ForwardOptions options;
    options.trace = &trace;
    model->forward(PackedTensors(batch, torch::kCPU), options);

    REQUIRE(batch.tokens() == 7 + 3 + 12 + 3 + 9 + 12 + 3);
    REQUIRE(trace.linearRows.size() == 3 * 6 + 2); // six a layer, pooler and classifier
    for (std::size_t i = 0; i < 3 * 6; ++i)
        CHECK(trace.linearRows[i] == batch.tokens());
    CHECK(trace.linearRows[18] == 7);
    CHECK(trace.linearRows[19] == 7);
}

TEST_CASE("Training and prediction compute the last layer for [CLS] alone, all others for every real token")
{
    torch::NoGradGuard noGrad;
    const auto model = randomModel(smallConfig(), 1);
    const auto texts = textsOfLengths({5, 8});
    ForwardTrace trace;
    ForwardOptions options;
    options.clsOnly = true;
    options.trace = &trace;
    model->forward(PackedTensors(pack(texts, allOf(texts)), torch::kCPU), options);
    const std::vector<std::int64_t> expected{13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 2, 13, 13, 2, 2, 2, 2, 2};
    CHECK(trace.linearRows == expected);
}

TEST_CASE("Attention groups hold equal lengths only and cover every token once")
{
    const auto texts = textsOfLengths({7, 3, 12, 3, 9, 12, 3});
    const PackedBatch batch = pack(texts, allOf(texts));
    std::int64_t next = 0, sequence = 0;
    for (const LengthGroup& group : batch.groups) {
        CHECK(group.firstToken == next);
        for (std::int64_t i = 0; i < group.sequences; ++i, ++sequence) {
            const auto row = static_cast<std::size_t>(batch.rows[static_cast<std::size_t>(sequence)]);
            CHECK(static_cast<std::int64_t>(texts[row].ids.size()) == group.length);
            CHECK(batch.firstTokens[static_cast<std::size_t>(sequence)] == group.firstToken + i * group.length);
        }
        next += group.sequences * group.length;
    }
    CHECK(next == batch.tokens());
    CHECK(sequence == 7);
    CHECK(batch.groups.size() == 4);
}

TEST_CASE("A text's logits do not depend on what else is in the batch, nor on computing [CLS] alone")
{
    torch::NoGradGuard noGrad;
    const auto model = randomModel(smallConfig(), 7);
    const auto texts = textsOfLengths({7, 3, 12, 3, 9, 12, 1});
    const PackedBatch batch = pack(texts, allOf(texts));
    ForwardOptions clsOnly;
    clsOnly.clsOnly = true;
    const torch::Tensor together = model->forward(PackedTensors(batch, torch::kCPU)).logits;
    const torch::Tensor reduced = model->forward(PackedTensors(batch, torch::kCPU), clsOnly).logits;
    CHECK((together - reduced).abs().max().item<double>() < 2e-6);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const torch::Tensor alone = model->forward(PackedTensors(pack(texts, {batch.rows[i]}), torch::kCPU)).logits[0];
        CHECK((together[static_cast<std::int64_t>(i)] - alone).abs().max().item<double>() < 2e-6);
    }
}

TEST_CASE("Each row of the attention probabilities sums to 1 and has the shape it claims")
{
    torch::NoGradGuard noGrad;
    const auto model = randomModel(smallConfig(), 3);
    const auto texts = textsOfLengths({6, 6, 4});
    ForwardOptions options;
    options.attentions = true;
    const BertOutput output = model->forward(PackedTensors(pack(texts, allOf(texts)), torch::kCPU), options);
    REQUIRE(output.attentions.size() == 3);
    for (const auto& layer : output.attentions) {
        REQUIRE(layer.size() == 2);
        CHECK(layer[0].sizes() == torch::IntArrayRef({1, 3, 4, 4}));
        CHECK(layer[1].sizes() == torch::IntArrayRef({2, 3, 6, 6}));
        for (const torch::Tensor& group : layer)
            CHECK((group.sum(-1) - 1).abs().max().item<double>() < 1e-6);
    }
    CHECK(output.lastHiddenState.sizes() == torch::IntArrayRef({16, 24}));
    CHECK(output.pooled.sizes() == torch::IntArrayRef({3, 24}));
    CHECK(output.logits.sizes() == torch::IntArrayRef({3, 2}));
}

TEST_CASE("Parameter names and shapes equal HuggingFace's")
{
    const ModelConfig config = smallConfig();
    const auto model = randomModel(config, 3);
    std::map<std::string, std::vector<std::int64_t>> ours, expected;
    for (const auto& entry : model->named_parameters())
        ours[entry.key()] = entry.value().sizes().vec();
    for (const ParameterSpec& parameter : bertParameters(config))
        expected[parameter.name] = parameter.shape;
    CHECK(ours == expected);
}

TEST_CASE("What is saved is a HuggingFace directory that loads again with equal bits")
{
    const test::TemporaryDirectory place;
    const auto source = test::dataDirectory() / "classifier-safetensors";
    std::vector<std::string> initialised;
    const auto model = loadModel(Checkpoint::open(source), {}, 0, &initialised);
    CHECK(initialised.empty());
    saveConfiguration(model->config(), Tokenizer::fromDirectory(source), 48, place / "saved");
    saveWeights(*model, place / "saved");

    const CheckpointSummary summary = inspectCheckpoint(place / "saved");
    CHECK(summary.maxLength == 48);
    CHECK(summary.hasClassifier);
    CHECK(summary.config.labels == model->config().labels);
    CHECK(SafetensorsFile(place / "saved" / "model.safetensors").metadata().at("format") == "pt");
    const auto again = loadModel(Checkpoint::open(place / "saved"), {}, 0);
    for (const auto& entry : model->named_parameters())
        CHECK(torch::equal(entry.value(), again->named_parameters()[entry.key()]));
}

TEST_CASE("A checkpoint without classifier gets a new one drawn from the seed, and says so")
{
    const Checkpoint checkpoint = Checkpoint::open(test::dataDirectory() / "no-prefix");
    std::vector<std::string> initialised;
    const auto one = loadModel(checkpoint, {"bad", "fair", "good"}, 5, &initialised);
    const auto same = loadModel(checkpoint, {"bad", "fair", "good"}, 5);
    const auto other = loadModel(checkpoint, {"bad", "fair", "good"}, 6);
    CHECK(initialised == std::vector<std::string>{"classifier.weight", "classifier.bias"});
    CHECK(one->classifier->weight.size(0) == 3);
    CHECK(torch::equal(one->classifier->weight, same->classifier->weight));
    CHECK_FALSE(torch::equal(one->classifier->weight, other->classifier->weight));
}

TEST_CASE("A stored classifier is kept for the labels it tells, and drawn anew for others")
{
    const Checkpoint checkpoint = Checkpoint::open(test::dataDirectory() / "classifier-safetensors");
    std::vector<std::string> initialised;
    loadModel(checkpoint, {"negative", "neutral", "positive"}, 5, &initialised);
    CHECK(initialised.empty());
    loadModel(checkpoint, {"bad", "fair", "good"}, 5, &initialised);
    CHECK(initialised == std::vector<std::string>{"classifier.weight", "classifier.bias"});
}

TEST_CASE("Dropout zeroes the share it is told, keeps the mean, and repeats its mask backwards")
{
    torch::Tensor x = torch::ones({400, 500}, torch::requires_grad());
    DropoutBits bits(9, 4), same(9, 4), later(9, 5);
    const torch::Tensor dropped = dropout(x, 0.1, &bits);
    CHECK(dropped.eq(0).to(torch::kFloat64).mean().item<double>() == Approx(0.1).margin(0.003));
    CHECK(dropped.mean().item<double>() == Approx(1).margin(0.004));
    dropped.sum().backward();
    CHECK(torch::equal(x.grad(), dropped.detach()));
    CHECK(torch::equal(dropout(x, 0.1, &same), dropped));
    CHECK_FALSE(torch::equal(dropout(x, 0.1, &later), dropped));
    CHECK_FALSE(torch::equal(dropout(x, 0.1, &bits), dropped)); // the next site
    CHECK(dropout(x, 0.1, nullptr).is_same(x));
}
