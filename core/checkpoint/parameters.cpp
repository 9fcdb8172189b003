#include "core/checkpoint/checkpoint.h"

namespace attune::core {

std::vector<ParameterSpec> bertParameters(const ModelConfig& config)
{
    const std::int64_t hidden = config.hiddenSize;
    std::vector<ParameterSpec> parameters;
    const auto linear = [&](const std::string& name, std::int64_t out, std::int64_t in) {
        parameters.push_back({name + ".weight", {out, in}});
        parameters.push_back({name + ".bias", {out}});
    };
    const auto layerNorm = [&](const std::string& name) {
        parameters.push_back({name + ".weight", {hidden}});
        parameters.push_back({name + ".bias", {hidden}});
    };

    parameters.push_back({"bert.embeddings.word_embeddings.weight", {config.vocabSize, hidden}});
    parameters.push_back({"bert.embeddings.position_embeddings.weight", {config.maxPositionEmbeddings, hidden}});
    parameters.push_back({"bert.embeddings.token_type_embeddings.weight", {config.typeVocabSize, hidden}});
    layerNorm("bert.embeddings.LayerNorm");
    for (std::int64_t i = 0; i < config.numHiddenLayers; ++i) {
        const std::string layer = "bert.encoder.layer." + std::to_string(i);
        for (const char* part : {"query", "key", "value"})
            linear(layer + ".attention.self." + part, hidden, hidden);
        linear(layer + ".attention.output.dense", hidden, hidden);
        layerNorm(layer + ".attention.output.LayerNorm");
        linear(layer + ".intermediate.dense", config.intermediateSize, hidden);
        linear(layer + ".output.dense", hidden, config.intermediateSize);
        layerNorm(layer + ".output.LayerNorm");
    }
    linear("bert.pooler.dense", hidden, hidden);
    linear("classifier", static_cast<std::int64_t>(config.labels.size()), hidden);
    return parameters;
}

} // namespace attune::core
