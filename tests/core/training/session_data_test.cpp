#include "tests/core/training/small_run.h"

#include "core/error.h"
#include "core/model/packed_batch.h"
#include "core/training/engine.h"
#include "core/training/session_data.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

/// `count` texts of `words` words each.
void add(Dataset& dataset, int count, int words)
{
    std::string text = "the";
    for (int i = 1; i < words; ++i)
        text += " the";
    for (int i = 0; i < count; ++i)
        dataset.examples.push_back({text, i % 2, dataset.examples.size() + 1});
}

ModelConfig configOf(const Tokenizer&) { return ModelConfig::readFile(dataDirectory() / "classifier-safetensors" / "config.json"); }

} // namespace

TEST_CASE("Without max_seq_length a run reads what 99 of 100 texts to learn from need, and says so in its options")
{
    const Tokenizer tokenizer = Tokenizer::fromDirectory(dataDirectory() / "classifier-safetensors");
    const ModelConfig config = configOf(tokenizer);
    DataSplit data;
    data.train.labels = data.validation.labels = {"a", "b"};
    add(data.train, 195, 10);
    add(data.train, 3, 20);
    add(data.train, 2, 40);
    add(data.validation, 4, 30);

    TrainingOptions options;
    const EncodedData encoded = encodeData(data, tokenizer, config, options, {}, {});
    // The 198th of 200 texts has 20 words, [CLS] and [SEP].
    CHECK(options.maxSeqLength == 22);
    CHECK(encoded.train.truncated() == 2);
    CHECK(encoded.validation.truncated() == 4);
    CHECK(*std::max_element(encoded.train.lengths.begin(), encoded.train.lengths.end()) == 22);

    TrainingOptions given;
    given.maxSeqLength = 50;
    CHECK(encodeData(data, tokenizer, config, given, {}, {}).train.truncated() == 0);
    CHECK(given.maxSeqLength == 50);

    DataSplit longTexts = data;
    add(longTexts.train, 100, 2000);
    TrainingOptions most;
    encodeData(longTexts, tokenizer, config, most, {}, {});
    CHECK(most.maxSeqLength == std::min<std::int64_t>(512, config.maxPositionEmbeddings));
}

TEST_CASE("The length that a run chose by itself is the one that its run.json and its resumption have")
{
    const TemporaryDirectory place;
    TrainingRequest wanted = request(place / "run");
    wanted.options.maxSeqLength.reset();
    auto session = libTorchEngine().startTraining(wanted, {}, {});
    session->step();
    session->pause();
    session.reset();
    const auto chosen = readRun(place / "run").options.maxSeqLength;
    REQUIRE(chosen);
    CHECK(*chosen > 4);
    CHECK(runAll(*libTorchEngine().resumeTraining(resumption(place / "run"), {}, {})).summary.status == RunStatus::Finished);
    CHECK(readRun(place / "run").options.maxSeqLength == chosen);
}

TEST_CASE("A batch to learn from tells the second text of a pair from the first")
{
    const Tokenizer tokenizer = Tokenizer::fromDirectory(dataDirectory() / "classifier-safetensors");
    DataSplit data;
    data.train.labels = data.validation.labels = {"a", "b"};
    data.train.examples = {{"the film", 0, 1, SharedText("the film was")}, {"the", 1, 2, SharedText("film")}};
    data.validation = data.train;
    TrainingOptions options;
    ModelConfig config = configOf(tokenizer);
    const EncodedData encoded = encodeData(data, tokenizer, config, options, {}, {});
    const PackedBatch batch = pack(encoded.train.encodings, {0, 1});
    // [CLS] the [SEP] film [SEP], and [CLS] the film [SEP] the film was [SEP]
    CHECK(batch.tokenTypeIds == std::vector<std::int64_t>{0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1});

    config.typeVocabSize = 1;
    CHECK_THROWS_WITH(encodeData(data, tokenizer, config, options, {}, {}), ContainsSubstring("type_vocab_size is 1"));
}

TEST_CASE("A model that was trained on the tails of long texts is asked about their tails, in training, as a run and as a folder alone")
{
    const std::string text = "the film was bad the film was bad the film was wonderful";
    for (const std::string part : {"head", "tail", "head+tail"}) {
        CAPTURE(part);
        const TemporaryDirectory place;
        TrainingRequest wanted = request(place / "run");
        wanted.options.maxSteps = 5;
        wanted.options.maxSeqLength = 10;
        wanted.options.truncation = part;
        std::vector<float> inTraining;
        {
            const auto session = libTorchEngine().startTraining(std::move(wanted), {}, {});
            runAll(*session);
            inTraining = session->predict({text}, {}).logits;
        }
        const auto opened = libTorchEngine().openClassifier(place / "run" / "model", "cpu");
        const Prediction asLearned = opened->predict({text}, {});
        PredictOptions given;
        given.kept = keptPartNamed(part);
        CHECK(asLearned.logits == opened->predict({text}, given).logits);
        CHECK(asLearned.logits == inTraining);
        CHECK(asLearned.fullLength > asLearned.tokens.size());
        CHECK((asLearned.tokens[asLearned.tokens.size() - 2].text == "wonderful") == (part != "head"));
        const auto explained = opened->explain({text}, {});
        while (!explained->finished())
            explained->step();
        CHECK(explained->explanation().tokens.size() == asLearned.tokens.size());
        for (std::size_t i = 0; i < asLearned.tokens.size(); ++i)
            CHECK(explained->explanation().tokens[i].range.begin == asLearned.tokens[i].range.begin);
    }
}
