#include "core/checkpoint/checkpoint.h"

#include "core/error.h"
#include "tests/core/checkpoint/files.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <set>

using namespace attune;
using core::Checkpoint;
using core::Error;
using core::StoredTensor;
using test::CheckpointCopy;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

Names names(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

const Names kClassifier = {"classifier.weight", "classifier.bias"};

StoredTensor& named(std::vector<StoredTensor>& tensors, const std::string& name)
{
    const auto found = std::ranges::find(tensors, name, &StoredTensor::name);
    REQUIRE(found != tensors.end());
    return *found;
}

std::string refusal(const fs::path& directory)
{
    try {
        Checkpoint::open(directory);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("Each checkpoint of tests/data opens, unless it is marked as to be refused")
{
    std::size_t opened = 0;
    for (const auto& directory : test::subdirectories(test::dataDirectory())) {
        if (!fs::exists(directory / "config.json") || directory.filename().string().starts_with("refuse-"))
            continue;
        INFO(directory.filename().string());
        const Checkpoint checkpoint = Checkpoint::open(directory);
        const core::CheckpointSummary summary = core::inspectCheckpoint(directory);
        CHECK(checkpoint.stored.size() + checkpoint.missing.size() == core::bertParameters(checkpoint.config).size());
        CHECK(checkpoint.stored.size() + checkpoint.unused.size() == summary.storedTensors);
        CHECK(checkpoint.hasClassifier == (checkpoint.missing.empty() || !kClassifier.contains(checkpoint.missing.back())));
        CHECK_FALSE(summary.format.empty());
        CHECK_FALSE(summary.dtype.empty());
        CHECK_FALSE(summary.files.empty());
        ++opened;
    }
    std::cout << "checkpoints of tests/data: " << opened << " opened" << std::endl;
    CHECK(opened > 0);
}

TEST_CASE("A checkpoint says what it lacks and what goes unused")
{
    const Checkpoint whole = Checkpoint::open(test::dataDirectory() / "classifier-safetensors");
    CHECK(whole.missing.empty());
    CHECK(whole.unused.empty());
    CHECK(whole.hasClassifier);

    const Checkpoint pretraining = Checkpoint::open(test::dataDirectory() / "pretraining-heads");
    CHECK(names(pretraining.missing) == kClassifier);
    CHECK_FALSE(pretraining.hasClassifier);
    CHECK_FALSE(pretraining.unused.empty());
    CHECK(std::ranges::all_of(pretraining.unused, [](const std::string& name) { return name.starts_with("cls."); }));

    const Checkpoint noPrefix = Checkpoint::open(test::dataDirectory() / "no-prefix");
    CHECK(names(noPrefix.missing) == kClassifier);
    CHECK(noPrefix.unused.empty());
    CHECK(noPrefix.stored.at("bert.encoder.layer.0.attention.self.query.weight")->name == "encoder.layer.0.attention.self.query.weight");

    const Checkpoint noPooler = Checkpoint::open(test::dataDirectory() / "no-pooler");
    CHECK(names(noPooler.missing)
          == Names{"bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias"});
}

TEST_CASE("A stored tensor is handed out with its bytes")
{
    const fs::path directory = test::dataDirectory() / "classifier-safetensors";
    Checkpoint opened = Checkpoint::open(directory);
    const Checkpoint checkpoint = std::move(opened); // the pointers survive a move
    const core::SafetensorsFile file(directory / "model.safetensors");
    for (const auto& parameter : core::bertParameters(checkpoint.config)) {
        const StoredTensor* tensor = checkpoint.stored.at(parameter.name);
        CHECK(tensor->shape == parameter.shape);
        CHECK(std::ranges::equal(tensor->bytes, file.find(parameter.name)->bytes));
    }
}

TEST_CASE("Parameters come in the order in which BERT registers them")
{
    core::ModelConfig config;
    config.vocabSize = 10;
    config.hiddenSize = 4;
    config.numHiddenLayers = 2;
    config.numAttentionHeads = 2;
    config.intermediateSize = 8;
    config.labels = {"a", "b", "c"};
    const auto parameters = core::bertParameters(config);
    REQUIRE(parameters.size() == 5 + 2 * 16 + 4);
    CHECK(parameters.front().name == "bert.embeddings.word_embeddings.weight");
    CHECK(parameters[5].name == "bert.encoder.layer.0.attention.self.query.weight");
    CHECK(parameters[6].name == "bert.encoder.layer.0.attention.self.query.bias");
    CHECK(parameters[15].name == "bert.encoder.layer.0.intermediate.dense.weight");
    CHECK(parameters[15].shape == std::vector<std::int64_t>{8, 4});
    CHECK(parameters[17].shape == std::vector<std::int64_t>{4, 8});
    CHECK(parameters[21].name == "bert.encoder.layer.1.attention.self.query.weight");
    CHECK(parameters[39].name == "classifier.weight");
    CHECK(parameters[39].shape == std::vector<std::int64_t>{3, 4});
    CHECK(parameters[40].name == "classifier.bias");
}

TEST_CASE("The old spelling gamma and beta means weight and bias")
{
    CheckpointCopy copy("classifier-safetensors");
    copy.changeTensors([](std::vector<StoredTensor>& tensors) {
        for (auto& tensor : tensors)
            if (const auto norm = tensor.name.find("LayerNorm."); norm != std::string::npos)
                tensor.name = tensor.name.substr(0, norm + 10) + (tensor.name.ends_with(".weight") ? "gamma" : "beta");
    });
    const Checkpoint checkpoint = Checkpoint::open(copy.path());
    CHECK(checkpoint.missing.empty());
    CHECK(checkpoint.unused.empty());
    CHECK(checkpoint.stored.at("bert.embeddings.LayerNorm.weight")->name == "bert.embeddings.LayerNorm.gamma");
    CHECK(checkpoint.stored.at("bert.embeddings.LayerNorm.bias")->name == "bert.embeddings.LayerNorm.beta");

    copy.changeTensors([](std::vector<StoredTensor>& tensors) {
        StoredTensor head = named(tensors, "bert.embeddings.LayerNorm.gamma");
        head.name = "cls.predictions.transform.LayerNorm.gamma";
        tensors.push_back(head);
    });
    CHECK(Checkpoint::open(copy.path()).unused == std::vector<std::string>{"cls.predictions.transform.LayerNorm.weight"}); // as transformers reports it

    copy.changeTensors([](std::vector<StoredTensor>& tensors) {
        StoredTensor twin = named(tensors, "bert.embeddings.LayerNorm.gamma");
        twin.name = "bert.embeddings.LayerNorm.weight";
        tensors.push_back(twin);
    });
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("LayerNorm.gamma") && ContainsSubstring("LayerNorm.weight") && ContainsSubstring("twice"));
}

TEST_CASE("A head for another number of classes goes unused")
{
    CheckpointCopy copy("classifier-safetensors");
    auto config = copy.config();
    config["id2label"] = {{"0", "bad"}, {"1", "good"}};
    copy.setConfig(config);
    const Checkpoint checkpoint = Checkpoint::open(copy.path());
    CHECK_FALSE(checkpoint.hasClassifier);
    CHECK(names(checkpoint.missing) == kClassifier);
    CHECK(names(checkpoint.unused) == kClassifier);
}

TEST_CASE("Half a head is no head")
{
    CheckpointCopy copy("classifier-safetensors");
    copy.changeTensors([](auto& tensors) { std::erase_if(tensors, [](const StoredTensor& t) { return t.name == "classifier.bias"; }); });
    const Checkpoint checkpoint = Checkpoint::open(copy.path());
    CHECK_FALSE(checkpoint.hasClassifier);
    CHECK(names(checkpoint.missing) == kClassifier);
    CHECK(names(checkpoint.unused) == Names{"classifier.weight"});
}

TEST_CASE("The buffer position_ids is neither missed nor reported")
{
    const std::vector<std::int64_t> positions(64);
    for (const auto& [directory, name] : {std::pair{"classifier-safetensors", "bert.embeddings.position_ids"}, {"no-prefix", "embeddings.position_ids"}}) {
        CheckpointCopy copy(directory);
        copy.changeTensors([&, spelled = std::string(name)](std::vector<StoredTensor>& tensors) {
            tensors.push_back({spelled, "I64", {1, 64}, std::as_bytes(std::span(positions))});
        });
        CHECK(Checkpoint::open(copy.path()).unused.empty());
    }
}

TEST_CASE("A summary tells format, dtype and files")
{
    const auto of = [](const char* name) { return core::inspectCheckpoint(test::dataDirectory() / name); };
    CHECK(of("classifier-bf16").dtype == "BF16");
    CHECK(of("classifier-fp16").format == "safetensors");
    CHECK(of("classifier-sharded-bin").format == "sharded PyTorch zip");
    CHECK(of("classifier-sharded-bin").files
          == std::vector<std::string>{"pytorch_model.bin.index.json", "pytorch_model-00001-of-00003.bin", "pytorch_model-00002-of-00003.bin",
                                      "pytorch_model-00003-of-00003.bin"});

    CheckpointCopy copy("classifier-safetensors");
    std::vector<std::uint16_t> halves(24);
    copy.changeTensors([&](std::vector<StoredTensor>& tensors) {
        auto& bias = named(tensors, "bert.pooler.dense.bias");
        bias.dtype = "F16";
        bias.bytes = std::as_bytes(std::span(halves));
    });
    CHECK(core::inspectCheckpoint(copy.path()).dtype == "F16, F32");
}

TEST_CASE("A parameter of another shape is refused with both shapes")
{
    CheckpointCopy copy("classifier-safetensors");
    auto config = copy.config();
    config["intermediate_size"] = 50;
    copy.setConfig(config);
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("intermediate.dense.weight") && ContainsSubstring("[48, 24]") && ContainsSubstring("[50, 24]"));
}

TEST_CASE("More layers in the configuration than in the weights: the first absent parameter is named")
{
    CheckpointCopy copy("classifier-safetensors");
    auto config = copy.config();
    config["num_hidden_layers"] = 3;
    copy.setConfig(config);
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("bert.encoder.layer.2.attention.self.query.weight") && ContainsSubstring("absent"));
}

TEST_CASE("Vocabulary, configuration and embedding must count the same tokens")
{
    CheckpointCopy configured("classifier-safetensors");
    auto config = configured.config();
    config["vocab_size"] = 463;
    configured.setConfig(config);
    CHECK_THAT(refusal(configured.path()), ContainsSubstring("vocab_size is 463") && ContainsSubstring("462"));

    const CheckpointCopy listed("classifier-safetensors");
    test::writeBytes(listed.path() / "vocab.txt", test::readFile(listed.path() / "vocab.txt") + "anotherword\n");
    CHECK_THAT(refusal(listed.path()), ContainsSubstring("vocab.txt lists 463") && ContainsSubstring("462"));
}

TEST_CASE("A directory that is no checkpoint is refused by what it lacks")
{
    const test::TemporaryDirectory empty;
    CHECK_THAT(refusal(empty / "nowhere"), ContainsSubstring("nowhere is not a directory"));
    CHECK_THAT(refusal(empty.path()), ContainsSubstring("config.json"));

    const CheckpointCopy copy("classifier-safetensors");
    fs::remove(copy.path() / "vocab.txt");
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("vocab.txt"));
    CHECK_THAT(refusal(copy.path() / "config.json"), ContainsSubstring("is not a directory"));
}

TEST_CASE("A summary tells what the window's card shows")
{
    const fs::path directory = test::dataDirectory() / "classifier-safetensors";
    const core::CheckpointSummary summary = core::inspectCheckpoint(directory / "");
    CHECK(summary.name == "classifier-safetensors");
    CHECK(summary.hasClassifier);
    CHECK(summary.vocabularySize == 462);
    CHECK(summary.lowerCase);
    CHECK(summary.maxLength == 64);
    CHECK(summary.weightBytes == fs::file_size(directory / "model.safetensors"));
    CHECK(summary.config.labels == std::vector<std::string>{"negative", "neutral", "positive"});
    std::int64_t elements = 0;
    for (const auto& parameter : core::bertParameters(summary.config))
        elements += std::accumulate(parameter.shape.begin(), parameter.shape.end(), std::int64_t{1}, std::multiplies());
    CHECK(summary.parameters == elements);

    const core::CheckpointSummary base = core::inspectCheckpoint(test::dataDirectory() / "pretraining-heads");
    CHECK_FALSE(base.hasClassifier);
    CHECK(base.parameters == base.config.parameterCount() - 2 * 24 - 2);
    CHECK(base.storedTensors > core::bertParameters(base.config).size());
    CHECK_FALSE(core::inspectCheckpoint(test::dataDirectory() / "classifier-cased").lowerCase);
}

TEST_CASE("A summary takes a shorter maximum length from the tokenizer's settings")
{
    const CheckpointCopy copy("classifier-safetensors");
    test::writeBytes(copy.path() / "tokenizer_config.json", R"({"model_max_length": 32})");
    CHECK(core::inspectCheckpoint(copy.path()).maxLength == 32);
    test::writeBytes(copy.path() / "tokenizer_config.json", R"({"model_max_length": 512})");
    CHECK(core::inspectCheckpoint(copy.path()).maxLength == 64);
}
