#include "core/model/bert.h"

#include "core/model/attention.h"
#include "core/model/fused_encoder.h"
#include "core/runtime/torch_compat.h"

namespace attune::core {

namespace nn = torch::nn;

namespace {

torch::Tensor toDevice(const std::vector<std::int64_t>& values, torch::Device device)
{
    return torch::tensor(values, torch::kInt64).to(device);
}

nn::LayerNorm makeLayerNorm(const ModelConfig& config)
{
    return nn::LayerNorm(nn::LayerNormOptions({config.hiddenSize}).eps(config.layerNormEps));
}

/// Without the random numbers that nn::Embedding would draw for millions of values that loading overwrites.
nn::Embedding makeEmbedding(std::int64_t rows, const ModelConfig& config)
{
    return nn::Embedding(nn::EmbeddingOptions(rows, config.hiddenSize)._weight(torch::empty({rows, config.hiddenSize})));
}

constexpr std::int64_t kRowsRounded = 64;

torch::Tensor layerNorm(const nn::LayerNorm& norm, const torch::Tensor& x)
{
    return torch::layer_norm(x, {x.size(-1)}, norm->weight, norm->bias, norm->options.eps());
}

} // namespace

PackedTensors::PackedTensors(const PackedBatch& batch, torch::Device device)
    : inputIds(toDevice(batch.inputIds, device))
    , positionIds(toDevice(batch.positionIds, device))
    , tokenTypeIds(toDevice(batch.tokenTypeIds, device))
    , firstTokens(toDevice(batch.firstTokens, device))
    , groups(batch.groups)
{
    if (!device.is_cuda())
        return;
    std::vector<std::int32_t> begins(batch.firstTokens.begin(), batch.firstTokens.end());
    begins.push_back(static_cast<std::int32_t>(batch.tokens()));
    offsets = torch::tensor(begins, torch::kInt32).to(device);
}

BertEmbeddings::BertEmbeddings(const ModelConfig& config)
    : wordEmbeddings(register_module("word_embeddings", makeEmbedding(config.vocabSize, config)))
    , positionEmbeddings(register_module("position_embeddings", makeEmbedding(config.maxPositionEmbeddings, config)))
    , tokenTypeEmbeddings(register_module("token_type_embeddings", makeEmbedding(config.typeVocabSize, config)))
    , layerNorm(register_module("LayerNorm", makeLayerNorm(config)))
{
}

BertSelfAttention::BertSelfAttention(const ModelConfig& config)
    : query(register_module("query", nn::Linear(config.hiddenSize, config.hiddenSize)))
    , key(register_module("key", nn::Linear(config.hiddenSize, config.hiddenSize)))
    , value(register_module("value", nn::Linear(config.hiddenSize, config.hiddenSize)))
{
}

BertBlockOutput::BertBlockOutput(std::int64_t in, const ModelConfig& config)
    : dense(register_module("dense", nn::Linear(in, config.hiddenSize)))
    , layerNorm(register_module("LayerNorm", makeLayerNorm(config)))
{
}

namespace {

/// A module that only gives its children a common name, as "encoder" or "pooler" do.
std::shared_ptr<nn::Module> addNamespace(nn::Module& parent, const std::string& name)
{
    return parent.register_module(name, std::make_shared<nn::Module>(name));
}

} // namespace

BertLayer::BertLayer(const ModelConfig& config) : intermediate(nullptr)
{
    const auto attention = addNamespace(*this, "attention");
    self = attention->register_module("self", std::make_shared<BertSelfAttention>(config));
    attentionOutput = attention->register_module("output", std::make_shared<BertBlockOutput>(config.hiddenSize, config));
    intermediate = addNamespace(*this, "intermediate")->register_module("dense", nn::Linear(config.hiddenSize, config.intermediateSize));
    output = register_module("output", std::make_shared<BertBlockOutput>(config.intermediateSize, config));
}

BertForSequenceClassification::BertForSequenceClassification(const ModelConfig& config)
    : pooler(nullptr), classifier(nullptr), m_config(config)
{
    const auto bert = addNamespace(*this, "bert");
    embeddings = bert->register_module("embeddings", std::make_shared<BertEmbeddings>(config));
    const auto stack = addNamespace(*addNamespace(*bert, "encoder"), "layer");
    for (std::int64_t i = 0; i < config.numHiddenLayers; ++i)
        layers.push_back(stack->register_module(std::to_string(i), std::make_shared<BertLayer>(config)));
    pooler = addNamespace(*bert, "pooler")->register_module("dense", nn::Linear(config.hiddenSize, config.hiddenSize));
    classifier = register_module("classifier", nn::Linear(config.hiddenSize, static_cast<std::int64_t>(config.labels.size())));
}

BertOutput BertForSequenceClassification::forward(const PackedTensors& batch, const ForwardOptions& options) const
{
    BertOutput result;
    torch::Tensor hidden = embed(batch, options); // [tokens, hidden]
    const bool fused = fusedEncoderTakes(*this, options);
    if (fused)
        hidden = fusedEncoder(*this, hidden, batch, options);
    for (std::size_t i = 0; !fused && i < layers.size(); ++i) {
        std::vector<torch::Tensor> attentions;
        const bool clsOnly = options.clsOnly && i + 1 == layers.size();
        hidden = encode(*layers[i], hidden, batch, options, clsOnly, options.attentions ? &attentions : nullptr);
        if (options.attentions)
            result.attentions.push_back(std::move(attentions));
    }
    const bool reduced = options.clsOnly && !layers.empty();
    result.lastHiddenState = hidden;
    const torch::Tensor first = reduced ? hidden : hidden.index_select(0, batch.firstTokens); // [sequences, hidden]
    result.pooled = torch::tanh(linear(pooler, first, options));
    result.logits = linear(classifier, dropout(result.pooled, m_config.classifierDropout, options.dropout), options);
    return result;
}

torch::Tensor BertForSequenceClassification::embed(const PackedTensors& batch, const ForwardOptions& options) const
{
    const torch::Tensor words
        = options.wordRows.defined() ? options.wordRows : torch::embedding(embeddings->wordEmbeddings->weight, batch.inputIds);
    const torch::Tensor types = torch::embedding(embeddings->tokenTypeEmbeddings->weight, batch.tokenTypeIds);
    const torch::Tensor positions = torch::embedding(embeddings->positionEmbeddings->weight, batch.positionIds);
    return dropout(layerNorm(embeddings->layerNorm, words + types + positions), m_config.hiddenDropoutProb, options.dropout);
}

torch::Tensor BertForSequenceClassification::encode(const BertLayer& layer, const torch::Tensor& hidden, const PackedTensors& batch,
                                                    const ForwardOptions& options, bool clsOnly, std::vector<torch::Tensor>* attentions) const
{
    if (options.trace)
        options.trace->attentionGroups.push_back(batch.groups);
    // Keys and values need every token; queries, and all that follows, only those whose result is read.
    const torch::Tensor asking = clsOnly ? hidden.index_select(0, batch.firstTokens) : hidden; // [asking, hidden]
    // On a card every conversion is a kernel of its own, and the number of kernels bounds a step: what only attention, activation and products read stays
    // in their type there. They would round it to that type anyway, so that no result changes.
    const torch::ScalarType type = scalarType(options.precision);
    const bool packed = !attentions && attendsPacked(batch.offsets, m_config.hiddenSize / m_config.numAttentionHeads);
    const torch::ScalarType forAttention = packed ? type : torch::kFloat32, forActivation = hidden.is_cuda() ? type : torch::kFloat32;
    const torch::Tensor query = linear(layer.self->query, asking, options, forAttention); // [asking, hidden]
    const torch::Tensor key = linear(layer.self->key, hidden, options, forAttention);     // [tokens, hidden]
    const torch::Tensor value = linear(layer.self->value, hidden, options, forAttention); // [tokens, hidden]

    const AttentionInput input{query, key, value, batch.groups, m_config.numAttentionHeads, clsOnly, options.precision, batch.offsets};
    const torch::Tensor context = attend(input, m_config.attentionProbsDropoutProb, options.dropout, attentions); // [asking, hidden]

    const torch::Tensor attended = dropout(linear(layer.attentionOutput->dense, context, options), m_config.hiddenDropoutProb, options.dropout);
    const torch::Tensor middle = layerNorm(layer.attentionOutput->layerNorm, attended + asking);
    const torch::Tensor wide = activate(linear(layer.intermediate, middle, options, forActivation)); // [asking, intermediate]
    const torch::Tensor narrow = dropout(linear(layer.output->dense, wide, options), m_config.hiddenDropoutProb, options.dropout);
    return layerNorm(layer.output->layerNorm, narrow + middle);
}

torch::Tensor BertForSequenceClassification::linear(const nn::Linear& layer, const torch::Tensor& x, const ForwardOptions& options,
                                                    torch::ScalarType result) const
{
    if (options.trace)
        options.trace->linearRows.push_back(x.size(0));
    if (options.precision == Precision::Fp32)
        return torch::linear(x, layer->weight, layer->bias);
    const torch::ScalarType type = scalarType(options.precision);
    const torch::Tensor weight = layer->weight.to(type), bias = layer->bias.to(type);
    if (x.is_cuda())
        return torch::linear(x.to(type), weight, bias).to(result);
    // oneDNN makes code for every new shape it meets: with the rows rounded up it meets few.
    const std::int64_t rows = x.size(0), rounded = (rows + kRowsRounded - 1) / kRowsRounded * kRowsRounded;
    const torch::Tensor input = rows == rounded ? x.to(type) : torch::constant_pad_nd(x.to(type), {0, 0, 0, rounded - rows}); // [rounded, in]
    return torch::linear(input, weight, bias).narrow(0, 0, rows).to(result);
}

void BertForSequenceClassification::setDropout(double probability)
{
    m_config.hiddenDropoutProb = m_config.attentionProbsDropoutProb = m_config.classifierDropout = probability;
}

torch::Tensor BertForSequenceClassification::activate(const torch::Tensor& x) const
{
    switch (m_config.hiddenAct) {
    case Activation::Gelu:
        return torch::gelu(x);
    case Activation::GeluNew:
        return torch::gelu(x, "tanh");
    case Activation::Relu:
        return torch::relu(x);
    case Activation::Silu:
        return torch::silu(x);
    case Activation::Tanh:
        return torch::tanh(x);
    }
    return x;
}

} // namespace attune::core
