#include "core/checkpoint/stored_weights.h"
#include "core/error.h"
#include "tests/core/checkpoint/files.h"
#include "tests/core/checkpoint/torch_bytes.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <numeric>

using namespace attune;
using core::Error;
using core::StoredTensor;
using core::StoredWeights;
using test::CheckpointCopy;
namespace fs = std::filesystem;

namespace {

std::string refusal(const fs::path& directory)
{
    try {
        StoredWeights::open(directory);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

/// Every floating-point tensor, widened, under today's spelling.
std::map<std::string, std::vector<float>> valuesOf(const StoredWeights& weights)
{
    std::map<std::string, std::vector<float>> values;
    for (const StoredTensor& tensor : weights.tensors()) {
        if (!core::isFloating(tensor.dtype))
            continue;
        std::string name = tensor.name;
        for (const auto& [old, now] : {std::pair<std::string, std::string>{".gamma", ".weight"}, {".beta", ".bias"}})
            if (name.ends_with(old))
                name.replace(name.size() - old.size(), old.size(), now);
        auto& out = values[name];
        out.resize(static_cast<std::size_t>(
            std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies())));
        core::widen(tensor, out);
    }
    return values;
}

void setIndex(const CheckpointCopy& copy, const nlohmann::json& weightMap)
{
    test::writeBytes(copy.path() / "model.safetensors.index.json",
        nlohmann::json{{"metadata", {{"total_size", 1}}}, {"weight_map", weightMap}}.dump());
}

nlohmann::json weightMap(const CheckpointCopy& copy)
{
    return test::readJson(copy.path() / "model.safetensors.index.json")["weight_map"];
}

} // namespace

TEST_CASE("The same weights come out of every format, bit by bit")
{
    const auto expected = valuesOf(StoredWeights::open(test::dataDirectory() / "classifier-safetensors"));
    std::size_t numbers = 0, formats = 0;
    for (const auto& [name, format, files] :
        std::initializer_list<std::tuple<const char*, const char*, std::size_t>>{{"classifier-bin-zip", "PyTorch zip", 1},
            {"classifier-bin-legacy", "PyTorch legacy pickle", 1}, {"classifier-gamma-beta-legacy", "PyTorch legacy pickle", 1},
            {"classifier-sharded-safetensors", "sharded safetensors", 4}, {"classifier-sharded-bin", "sharded PyTorch zip", 4}}) {
        INFO(name);
        const StoredWeights weights = StoredWeights::open(test::dataDirectory() / name);
        CHECK(weights.format() == format);
        CHECK(weights.dtypes() == "F32");
        REQUIRE(weights.files().size() == files);
        CHECK((files == 1 || weights.files().front().string().ends_with(".index.json")));
        std::uint64_t bytes = 0;
        for (const auto& file : weights.files())
            bytes += fs::file_size(file);
        CHECK(weights.fileBytes() == bytes);
        const auto values = valuesOf(weights);
        CHECK((values == expected));
        for (const auto& [tensor, list] : values)
            numbers += list.size();
        ++formats;
    }
    std::cout << "weights in other formats: " << numbers << " numbers in " << formats << " formats are equal" << std::endl;
    CHECK(numbers > 0);
}

TEST_CASE("Half-precision weights are those of full precision, rounded")
{
    const auto exact = valuesOf(StoredWeights::open(test::dataDirectory() / "classifier-safetensors"));
    for (const auto& [name, dtype, precision] :
        {std::tuple{"classifier-fp16", "F16", 0x1p-11f}, {"classifier-bf16", "BF16", 0x1p-8f}}) {
        const StoredWeights weights = StoredWeights::open(test::dataDirectory() / name);
        CHECK(weights.dtypes() == dtype);
        const auto rounded = valuesOf(weights);
        REQUIRE(rounded.size() == exact.size());
        std::size_t apart = 0, compared = 0;
        for (const auto& [tensor, values] : exact)
            for (std::size_t i = 0; i < values.size(); ++i, ++compared)
                apart += !(std::abs(rounded.at(tensor)[i] - values[i]) <= precision * std::abs(values[i]) + 0x1p-25f);
        CHECK(apart == 0);
        CHECK(compared > 10'000);
    }
}

TEST_CASE("Where several formats lie there, transformers' order decides")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    const auto other = [&](const char* from, const char* name) {
        fs::copy_file(test::dataDirectory() / from / name, copy.path() / name);
    };
    other("classifier-bin-zip", "pytorch_model.bin");
    CHECK(StoredWeights::open(copy.path()).format() == "sharded safetensors");
    other("classifier-safetensors", "model.safetensors");
    CHECK(StoredWeights::open(copy.path()).format() == "safetensors");
    fs::remove(copy.path() / "model.safetensors");
    fs::remove(copy.path() / "model.safetensors.index.json");
    other("classifier-sharded-bin", "pytorch_model.bin.index.json");
    CHECK(StoredWeights::open(copy.path()).format() == "PyTorch zip");
    fs::remove(copy.path() / "pytorch_model.bin");
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("pytorch_model-00001-of-00003.bin") && ContainsSubstring("is missing"));
}

TEST_CASE("A directory without weights that can be read names what is there instead")
{
    const test::TemporaryDirectory directory;
    CHECK_THAT(refusal(directory.path()), ContainsSubstring("neither model.safetensors nor pytorch_model.bin"));
    test::writeBytes(directory / "tf_model.h5", "x");
    test::writeBytes(directory / "training_args.bin", "x");
    CHECK_THAT(refusal(directory.path()), ContainsSubstring("(tf_model.h5 is)"));
}

TEST_CASE("A missing shard is named, and a tensor that its shard does not hold")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    auto map = weightMap(copy);
    map["bert.unheard.weight"] = map.begin().value();
    setIndex(copy, map);
    CHECK_THAT(refusal(copy.path()),
        ContainsSubstring("bert.unheard.weight") && ContainsSubstring(map.begin().value().get<std::string>()));
    map.erase("bert.unheard.weight");
    setIndex(copy, map);
    CHECK(refusal(copy.path()) == "accepted");
    fs::remove(copy.path() / "model-00002-of-00003.safetensors");
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("model-00002-of-00003.safetensors") && ContainsSubstring("is missing"));
}

TEST_CASE("A tensor in two shards is refused with both files")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    fs::copy_file(copy.path() / "model-00003-of-00003.safetensors", copy.path() / "model-00004.safetensors");
    auto map = weightMap(copy);
    for (auto& [name, file] : map.items())
        if (file == "model-00003-of-00003.safetensors") {
            file = "model-00004.safetensors";
            break;
        }
    setIndex(copy, map);
    CHECK_THAT(refusal(copy.path()),
        ContainsSubstring("model-00003-of-00003.safetensors") && ContainsSubstring("model-00004.safetensors"));
}

TEST_CASE("An index cannot lead out of its directory")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    const CheckpointCopy elsewhere("classifier-safetensors");
    for (const std::string& name :
        {(elsewhere.path() / "model.safetensors").string(), std::string("../x.safetensors"), std::string("a/b.safetensors"),
            std::string("a\\b"), std::string(".."), std::string("."), std::string(), std::string("a\0b", 3)}) {
        setIndex(copy, {{"bert.pooler.dense.bias", name}});
        CHECK_THAT(refusal(copy.path()),
            ContainsSubstring("model.safetensors.index.json") && ContainsSubstring("not the name of a file beside it"));
    }
}

TEST_CASE("A damaged index is refused by the file's name")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    std::string deep = "{\"weight_map\":";
    for (int i = 0; i < 200'000; ++i)
        deep += "{\"a\":";
    nlohmann::json many;
    for (int i = 0; i < 2000; ++i)
        many[std::string("t").append(std::to_string(i))] = std::string("shard").append(std::to_string(i));
    for (const std::string& index : std::vector<std::string>{"", "<html>", "[]", "{}", R"({"weight_map":{}})",
             R"({"weight_map":[]})", R"({"weight_map":{"a":1}})", R"({"weight_map":{"a":null}})", deep,
             nlohmann::json{{"weight_map", many}}.dump(), "version https://git-lfs.github.com/spec/v1\n"}) {
        test::writeBytes(copy.path() / "model.safetensors.index.json", index);
        CHECK_THAT(refusal(copy.path()), ContainsSubstring("model.safetensors.index.json"));
    }
    fs::resize_file(copy.path() / "model.safetensors.index.json", std::uintmax_t{1} << 40);
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("1099511627776 bytes"));
}

TEST_CASE("The size that an index claims is not believed")
{
    const CheckpointCopy copy("classifier-sharded-safetensors");
    auto index = test::readJson(copy.path() / "model.safetensors.index.json");
    index["metadata"]["total_size"] = 9'000'000'000'000'000'000;
    test::writeBytes(copy.path() / "model.safetensors.index.json", index.dump());
    CHECK(StoredWeights::open(copy.path()).fileBytes() < 1'000'000);
}

TEST_CASE("A fault in a shard names the shard")
{
    const CheckpointCopy safetensors("classifier-sharded-safetensors");
    fs::resize_file(safetensors.path() / "model-00002-of-00003.safetensors", 1000);
    CHECK_THAT(refusal(safetensors.path()), ContainsSubstring("model-00002-of-00003.safetensors"));
    const CheckpointCopy torch("classifier-sharded-bin");
    test::writeBytes(torch.path() / "pytorch_model-00003-of-00003.bin",
        test::torchZip(test::pickle::program(test::pickle::global("os", "system")), {}).bytes());
    CHECK_THAT(refusal(torch.path()), ContainsSubstring("pytorch_model-00003-of-00003.bin") && ContainsSubstring("os.system"));
}

TEST_CASE("Stored tensors stay where they are when the weights are moved, and know their file")
{
    StoredWeights opened = StoredWeights::open(test::dataDirectory() / "classifier-sharded-bin");
    const auto before = valuesOf(opened);
    const StoredWeights moved = std::move(opened);
    CHECK((valuesOf(moved) == before));
    for (const auto& tensor : moved.tensors())
        CHECK(moved.fileOf(tensor).extension() == ".bin");
}
