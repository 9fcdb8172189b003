#include "core/checkpoint/checkpoint.h"
#include "core/error.h"
#include "core/text/vocabulary.h"
#include "tests/core/checkpoint/files.h"
#include "tests/core/checkpoint/torch_bytes.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <ctime>
#include <iostream>

using namespace attune;
using core::Error;
using core::StoredTensor;
using nlohmann::json;
using test::CheckpointCopy;
namespace fs = std::filesystem;

namespace {

/// Refused by both doors, with the same sentence; "accepted" otherwise.
std::string refusal(const fs::path& directory)
{
    std::string opened = "accepted", inspected = "accepted";
    try {
        core::Checkpoint::open(directory);
    } catch (const Error& error) {
        opened = error.what();
    }
    try {
        core::inspectCheckpoint(directory);
    } catch (const Error& error) {
        inspected = error.what();
    }
    CHECK(opened == inspected);
    CHECK(opened.find('\n') == std::string::npos);
    return opened;
}

/// What the sentence names when `change` has been done to a copy of `checkpoint`.
template <typename Change> std::string after(const char* checkpoint, Change change)
{
    CheckpointCopy copy(checkpoint);
    change(copy);
    return refusal(copy.path());
}

std::string afterConfig(const std::string& field, const json& value)
{
    return after("classifier-safetensors", [&](CheckpointCopy& copy) {
        json config = copy.config();
        config[field] = value;
        copy.setConfig(config);
    });
}

std::string afterTensors(void (*change)(std::vector<StoredTensor>&))
{
    return after("classifier-safetensors", [&](CheckpointCopy& copy) { copy.changeTensors(change); });
}

std::string afterVocabulary(const std::string& vocabulary)
{
    return after(
        "classifier-safetensors", [&](CheckpointCopy& copy) { test::writeBytes(copy.path() / "vocab.txt", vocabulary); });
}

StoredTensor& query(std::vector<StoredTensor>& tensors)
{
    for (auto& tensor : tensors)
        if (tensor.name.ends_with("layer.0.attention.self.query.weight"))
            return tensor;
    FAIL("no query");
    return tensors.front();
}

} // namespace

TEST_CASE("Checkpoints that are marked as to be refused are, and nothing of them runs")
{
    std::size_t refused = 0;
    for (const auto& directory : test::subdirectories(test::dataDirectory())) {
        const std::string name = directory.filename().string();
        if (!name.starts_with("refuse-"))
            continue;
        const std::string message = refusal(directory);
        INFO(name << ": " << message);
        CHECK(message != "accepted");
        if (name.find("malicious") != std::string::npos)
            CHECK_THAT(message, ContainsSubstring("pytorch_model") && ContainsSubstring("asks to run "));
        ++refused;
    }
    std::cout << "checkpoints of tests/data marked as to be refused: " << refused << " refused" << std::endl;
    CHECK(refused > 0);
    for (const char* trace : {"attune-was-here", "pwned"})
        CHECK_FALSE(fs::exists(trace));
}

TEST_CASE("Weights cut at a hundred places are refused by the file's name, in every format")
{
    std::size_t refused = 0;
    for (const auto& [checkpoint, file] : {std::pair{"classifier-safetensors", "model.safetensors"},
             {"classifier-bin-zip", "pytorch_model.bin"}, {"classifier-bin-legacy", "pytorch_model.bin"},
             {"classifier-sharded-safetensors", "model-00002-of-00003.safetensors"},
             {"classifier-sharded-bin", "pytorch_model-00003-of-00003.bin"}}) {
        const CheckpointCopy copy(checkpoint);
        const std::string whole = test::readFile(copy.path() / file);
        for (std::size_t i = 0; i < 100; ++i) {
            const std::size_t length = i < 20 ? i : i < 40 ? whole.size() - (i - 19) : whole.size() * (i - 40) / 60;
            test::writeBytes(copy.path() / file, whole.substr(0, length));
            INFO(checkpoint << " cut to " << length << " of " << whole.size() << " bytes");
            CHECK_THAT(refusal(copy.path()), ContainsSubstring(file));
            ++refused;
        }
    }
    std::cout << "truncated weights: " << refused << " refused" << std::endl;
}

TEST_CASE("A configuration that contradicts the weights is refused with both sizes")
{
    CHECK_THAT(afterConfig("hidden_size", 48),
        ContainsSubstring("model.safetensors") && ContainsSubstring("[462, 24]") && ContainsSubstring("[462, 48]"));
    CHECK_THAT(
        afterConfig("max_position_embeddings", 65), ContainsSubstring("position_embeddings") && ContainsSubstring("[64, 24]"));
    CHECK_THAT(afterConfig("type_vocab_size", 3), ContainsSubstring("token_type_embeddings") && ContainsSubstring("[3, 24]"));
    CHECK_THAT(afterConfig("num_hidden_layers", 1000), ContainsSubstring("layer.2.") && ContainsSubstring("absent"));
    CHECK_THAT(afterConfig("vocab_size", 9'999'999), ContainsSubstring("vocab_size is 9999999") && ContainsSubstring("462"));
    CHECK_THAT(afterConfig("intermediate_size", 9'999'999), ContainsSubstring("intermediate.dense"));
    CHECK(afterConfig("num_hidden_layers", 1) == "accepted"); // the rest goes unused
    CHECK(afterConfig("num_labels", 7) == "accepted"); // id2label counts, as in transformers
    CHECK(afterConfig("label2id", {{"negative", 9}}) == "accepted");
    CHECK(afterConfig("chunk_size_feed_forward", 8) == "accepted");
}

TEST_CASE("Tensors that are absent, of another type or of another shape are refused by name")
{
    CHECK_THAT(afterTensors([](auto& tensors) {
        std::erase_if(tensors, [](const auto& t) { return t.name.ends_with("embeddings.LayerNorm.bias"); });
    }),
        ContainsSubstring("bert.embeddings.LayerNorm.bias") && ContainsSubstring("absent"));
    CHECK_THAT(afterTensors([](auto& tensors) { query(tensors).dtype = "I32"; }),
        ContainsSubstring("query.weight") && ContainsSubstring("I32"));
    CHECK_THAT(afterTensors([](auto& tensors) { query(tensors).shape = {576}; }),
        ContainsSubstring("query.weight") && ContainsSubstring("[576]"));
    CHECK_THAT(afterTensors([](auto& tensors) { query(tensors).shape = {12, 48}; }), ContainsSubstring("[12, 48]"));
    CHECK_THAT(afterTensors([](auto& tensors) { tensors.clear(); }),
        ContainsSubstring("word_embeddings.weight") && ContainsSubstring("absent"));
}

TEST_CASE("Parameters that claim more numbers than the files hold are refused by file and tensor")
{
    using Strides = std::vector<std::int64_t>;
    std::string items;
    std::vector<std::pair<std::string, std::string>> storages;
    CheckpointCopy copy("classifier-safetensors");
    const core::SafetensorsFile stored(copy.path() / "model.safetensors");
    const auto add = [&](const std::string& name, const std::string& key, std::int64_t count, const Strides& shape, const Strides& strides) {
        items += test::pickle::text(name) + test::pickle::tensor(test::pickle::storage(key, count), 0, shape, strides);
    };
    const auto addStored = [&](const std::string& name, const StoredTensor& tensor) {
        Strides strides(tensor.shape.size(), 1);
        for (std::size_t axis = strides.size(); axis-- > 1;)
            strides[axis - 1] = strides[axis] * tensor.shape[axis];
        add(name, tensor.name, static_cast<std::int64_t>(tensor.bytes.size() / sizeof(float)), tensor.shape, strides);
    };
    for (const auto& tensor : stored.tensors())
        storages.emplace_back(tensor.name, std::string(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()));
    storages.emplace_back("one", std::string(4, '\0'));
    const auto refusalOf = [&](const char* field, std::int64_t value) {
        json config = copy.config();
        config[field] = value;
        copy.setConfig(config);
        const std::string program = test::pickle::program(test::pickle::dict(items));
        test::writeBytes(copy.path() / "pytorch_model.bin", test::torchZip(program, storages).bytes());
        items.clear();
        return refusal(copy.path());
    };
    const CheckpointCopy original("classifier-safetensors");
    fs::remove(copy.path() / "model.safetensors");

    // torch.zeros(1).expand(4000000, 24)
    for (const auto& tensor : stored.tensors()) {
        Strides shape = tensor.shape;
        std::ranges::replace(shape, 48, 4'000'000);
        shape == tensor.shape ? addStored(tensor.name, tensor) : add(tensor.name, "one", 1, shape, Strides(shape.size(), 0));
    }
    CHECK_THAT(refusalOf("intermediate_size", 4'000'000),
        ContainsSubstring("intermediate.dense") && ContainsSubstring("pytorch_model.bin repeats its numbers") && ContainsSubstring("4 are stored"));

    // Every layer is the first one.
    for (const auto& tensor : stored.tensors())
        if (!tensor.name.starts_with("bert.encoder.layer.1."))
            addStored(tensor.name, tensor);
    for (int layer = 1; layer < 200; ++layer)
        for (const auto& tensor : stored.tensors())
            if (const std::string first = "bert.encoder.layer.0."; tensor.name.starts_with(first))
                addStored("bert.encoder.layer." + std::to_string(layer) + "." + tensor.name.substr(first.size()), tensor);
    copy.setConfig(original.config());
    CHECK_THAT(refusalOf("num_hidden_layers", 200), ContainsSubstring("pytorch_model.bin") && ContainsSubstring("share the same numbers"));

    for (const auto& tensor : stored.tensors())
        addStored(tensor.name, tensor);
    CHECK(refusalOf("num_hidden_layers", 2) == "accepted");
}

TEST_CASE("A vocabulary that does not fit is refused by its file")
{
    CHECK_THAT(afterVocabulary(""), ContainsSubstring("vocab.txt"));
    CHECK_THAT(afterVocabulary("\n"), ContainsSubstring("vocab.txt"));
    CHECK_THAT(afterVocabulary("[PAD]\n[CLS]\n[SEP]\nword\n"), ContainsSubstring("vocab.txt") && ContainsSubstring("[UNK]"));
    CHECK_THAT(afterVocabulary("[PAD]\n[UNK]\n[CLS]\n[SEP]\nword\n"),
        ContainsSubstring("vocab.txt lists 5 tokens") && ContainsSubstring("462"));
    CHECK_THAT(after("classifier-safetensors", [](CheckpointCopy& copy) { fs::remove(copy.path() / "vocab.txt"); }),
        ContainsSubstring("vocab.txt"));
}

TEST_CASE("A vocabulary that is far too large is refused by its file within a second")
{
    const auto lines = [](std::size_t count) {
        std::string text = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n";
        for (std::size_t i = 4; i < count; ++i)
            text += "w" + std::to_string(i) + "\n";
        return text;
    };
    const auto seconds = [](const std::string& file, const std::string& bytes, const std::string& said) {
        const CheckpointCopy copy("classifier-safetensors");
        if (file != "vocab.txt")
            fs::remove(copy.path() / "vocab.txt");
        test::writeBytes(copy.path() / file, bytes);
        const std::clock_t start = std::clock(); // of this process: other work on the machine does not count
        CHECK_THROWS_WITH(core::inspectCheckpoint(copy.path()), ContainsSubstring((copy.path() / file).string()) && ContainsSubstring(said));
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    json tokenizer = json::parse(R"({"model": {"type": "WordPiece"}, "normalizer": {"type": "BertNormalizer"},
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": {"type": "BertProcessing", "cls": ["[CLS]", 2], "sep": ["[SEP]", 3]}})");
    json& vocabulary = tokenizer["model"]["vocab"] = {{"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}};
    for (std::size_t id = 4; id <= core::kMostTokens; ++id)
        vocabulary["w" + std::to_string(id)] = id;
    const double tooLong = seconds("vocab.txt", lines(8'000'000), "bytes"), tooMany = seconds("vocab.txt", lines(1'500'000), "1000000 tokens"),
                 unfit = seconds("vocab.txt", lines(900'000), "900000 tokens"),
                 listed = seconds("tokenizer.json", tokenizer.dump(), "1000000 tokens");
    std::cout << "large vocabularies: refused in " << tooLong << ", " << tooMany << ", " << unfit << " and " << listed << " s" << std::endl;
}

TEST_CASE("A folder that is not named, or is none, is refused in words")
{
    CHECK_THAT(refusal(""), ContainsSubstring("folder is an empty text"));
    CHECK_THAT(refusal("no/such/folder"), ContainsSubstring("no/such/folder is not a directory"));
}

TEST_CASE("What stands in the place of a file is named as what it is")
{
    const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 438000000\n";
    for (const auto& [checkpoint, file] :
        {std::pair{"classifier-safetensors", "model.safetensors"}, {"classifier-bin-zip", "pytorch_model.bin"},
            {"classifier-bin-legacy", "config.json"}, {"classifier-sharded-bin", "pytorch_model-00001-of-00003.bin"},
            {"classifier-sharded-safetensors", "model.safetensors.index.json"}}) {
        const std::string name = file;
        CHECK_THAT(after(checkpoint, [&](CheckpointCopy& copy) { test::writeBytes(copy.path() / name, pointer); }),
            ContainsSubstring(name) && ContainsSubstring("git-lfs pointer"));
        CHECK_THAT(
            after(checkpoint, [&](CheckpointCopy& copy) { test::writeBytes(copy.path() / name, ""); }), ContainsSubstring(name));
        CHECK_THAT(
            after(checkpoint,
                [&](CheckpointCopy& copy) { test::writeBytes(copy.path() / name, "<!DOCTYPE html>\n<title>404</title>\n"); }),
            ContainsSubstring(name));
        CHECK_THAT(after(checkpoint,
                       [&](CheckpointCopy& copy) {
                           fs::remove(copy.path() / name);
                           fs::create_directory(copy.path() / name);
                       }),
            ContainsSubstring(name == "pytorch_model.bin" || name == "model.safetensors" || name == "model.safetensors.index.json"
                    ? "model.safetensors"
                    : name));
    }
}
