#pragma once

#include "core/checkpoint/model_config.h"
#include "core/model/dropout.h"
#include "core/model/bf16_weights.h"
#include "core/model/packed_batch.h"
#include "core/runs/precision.h"

#include <torch/torch.h>

namespace attune::core {

/// What a forward pass really computed; filled where a caller asks, so that a test can count.
struct ForwardTrace {
    std::vector<std::int64_t> linearRows;                 ///< tokens that entered each linear layer, in order
    std::vector<std::vector<LengthGroup>> attentionGroups; ///< per layer
};

/// A packed batch on the model's device.
struct PackedTensors {
    torch::Tensor inputIds, positionIds, tokenTypeIds; // [tokens] int64
    torch::Tensor firstTokens;                         // [sequences] int64
    torch::Tensor offsets;                             // [sequences + 1] int32, where each begins, and the end; on CUDA only
    std::vector<LengthGroup> groups;

    PackedTensors(const PackedBatch& batch, torch::Device device);
};

struct ForwardOptions {
    DropoutBits* dropout = nullptr;     ///< null: evaluation mode
    bool attentions = false;            ///< also return the probabilities, through the explicit path
    bool clsOnly = false;               ///< the last layer computes [CLS] alone: all that a classifier reads, and exact
    Precision precision = Precision::Fp32; ///< of matrix products: their results and all else are fp32
    torch::Tensor wordRows;             ///< [tokens, hidden] to use instead of looking up word embeddings (gradients with respect to them)
    /// The backward pass may add the gradients of the layers' weights to their grad() itself: for training alone, since torch::autograd::grad for
    /// other tensors would do it, too.
    bool addsWeightGradients = false;
    ForwardTrace* trace = nullptr;
};

struct BertOutput {
    torch::Tensor lastHiddenState;      // [tokens, hidden], or [sequences, hidden] with clsOnly
    torch::Tensor pooled;               // [sequences, hidden], after tanh
    torch::Tensor logits;               // [sequences, labels]
    /// [layer][group]: [sequences of the group, heads, length, length]
    std::vector<std::vector<torch::Tensor>> attentions;
};

// The module tree exists for its names: they equal HuggingFace's parameter names (transformers/models/bert/modeling_bert.py), so that loading
// and saving need no table. The forward pass is one story in bert.cpp.

struct BertEmbeddings : torch::nn::Module {
    explicit BertEmbeddings(const ModelConfig& config);
    torch::nn::Embedding wordEmbeddings, positionEmbeddings, tokenTypeEmbeddings;
    torch::nn::LayerNorm layerNorm;
};

struct BertSelfAttention : torch::nn::Module {
    explicit BertSelfAttention(const ModelConfig& config);
    torch::nn::Linear query, key, value;
};

/// Dense, then residual and LayerNorm: the end of the attention block and of the feed-forward block.
struct BertBlockOutput : torch::nn::Module {
    BertBlockOutput(std::int64_t in, const ModelConfig& config);
    torch::nn::Linear dense;
    torch::nn::LayerNorm layerNorm;
};

struct BertLayer : torch::nn::Module {
    explicit BertLayer(const ModelConfig& config);
    std::shared_ptr<BertSelfAttention> self;
    std::shared_ptr<BertBlockOutput> attentionOutput, output;
    torch::nn::Linear intermediate;
};

/// BertForSequenceClassification on packed batches: Devlin et al. 2019, computed as HuggingFace does, without a single pad token.
struct BertForSequenceClassification : torch::nn::Module {
    explicit BertForSequenceClassification(const ModelConfig& config);

    BertOutput forward(const PackedTensors& batch, const ForwardOptions& options = {}) const;

    /// Mean cross-entropy is formed by the caller from logits; labels are [sequences].
    const ModelConfig& config() const { return m_config; }
    void setDropout(double probability); ///< everywhere, in place of the checkpoint's
    torch::Device device() const { return classifier->weight.device(); }
    Bf16Weights& bf16Weights() const { return m_bf16Weights; }

    std::shared_ptr<BertEmbeddings> embeddings;
    std::vector<std::shared_ptr<BertLayer>> layers;
    torch::nn::Linear pooler, classifier;

private:
    torch::Tensor embed(const PackedTensors& batch, const ForwardOptions& options) const;
    torch::Tensor encode(const BertLayer& layer, const torch::Tensor& hidden, const PackedTensors& batch, const ForwardOptions& options,
                         bool clsOnly, std::vector<torch::Tensor>* attentions) const;
    /// A product of the precision's type, as `result`.
    torch::Tensor linear(const torch::nn::Linear& layer, const torch::Tensor& x, const ForwardOptions& options,
                         torch::ScalarType result = torch::kFloat32) const;
    torch::Tensor activate(const torch::Tensor& x) const;

    ModelConfig m_config;
    mutable Bf16Weights m_bf16Weights;
};

} // namespace attune::core
