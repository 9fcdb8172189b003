// config.json and the index of a checkpoint's shards.
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/shard_index.h"
#include "tests/fuzz/require.h"

#include <cmath>
#include <cstdint>

namespace attune::test {

namespace {

constexpr std::int64_t kMostLayers = 1000;

void checkConfig(const core::ModelConfig& config)
{
    for (const std::int64_t size : {config.vocabSize, config.hiddenSize, config.numHiddenLayers, config.numAttentionHeads,
             config.intermediateSize, config.maxPositionEmbeddings, config.typeVocabSize})
        require(size > 0, "sizes are positive");
    require(config.hiddenSize % config.numAttentionHeads == 0, "heads divide the hidden size");
    require(config.numHiddenLayers <= kMostLayers, "layers can be counted");
    require(config.parameterCount() > 0, "the parameters can be counted");
    require(!config.labels.empty(), "there is a label");
    for (const double share : {config.hiddenDropoutProb, config.attentionProbsDropoutProb, config.classifierDropout})
        require(share >= 0 && share < 1, "dropout is a share");
    require(std::isfinite(config.layerNormEps) && std::isfinite(config.initializerRange), "numbers are finite");
    require(!core::bertParameters(config).empty(), "there are parameters");

    const std::string written = config.toJson();
    requireReadable(written, "what is written is readable");
    const core::ModelConfig again = core::ModelConfig::parse(written, "written.json");
    require(again.toJson() == written, "what is written is read again as it was");
}

void checkIndex(const core::ShardIndex& index)
{
    require(!index.tensorsOf.empty(), "an index names a file");
    for (const auto& [file, tensors] : index.tensorsOf) {
        require(!file.empty() && file.find('/') == std::string::npos && file != "..", "a shard lies beside its index");
        require(!tensors.empty(), "a shard holds something");
    }
}

} // namespace

} // namespace attune::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace attune;
    const std::string text(reinterpret_cast<const char*>(data), size);
    core::ModelConfig config;
    if (test::accepted([&] { config = core::ModelConfig::parse(text, "fuzz/config.json"); }))
        test::checkConfig(config);
    core::ShardIndex index;
    if (test::accepted([&] { index = core::parseShardIndex(text, "fuzz/model.safetensors.index.json"); }))
        test::checkIndex(index);
    return 0;
}
