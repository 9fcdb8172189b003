#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/bert.h"

#include <map>

namespace attune::test {

/// All tensors of a safetensors file; integers as int64.
std::map<std::string, torch::Tensor> readTensors(const std::filesystem::path& file);

/// A padded batch and what the reference computes from it; undefined tensors are not compared.
struct GoldenBatch {
    torch::Tensor inputIds, attentionMask, tokenTypeIds; // [texts, tokens] int64
    torch::Tensor logits;                                // [texts, labels]
    torch::Tensor pooled;                                // [texts, hidden]
    torch::Tensor lastHidden;                            // [texts, tokens, hidden]
    std::vector<torch::Tensor> attentions;               // per layer [texts, heads, tokens, tokens]
};

/// Texts of a padded batch, pads dropped.
struct UnpaddedTexts {
    std::vector<std::vector<std::int32_t>> ids, types;
    std::vector<core::PackedText> packed() const;
};
UnpaddedTexts unpad(const torch::Tensor& inputIds, const torch::Tensor& attentionMask, const torch::Tensor& tokenTypeIds);

/// The largest absolute differences found and how many numbers were compared.
struct Differences {
    double logits = 0, pooled = 0, lastHidden = 0, attentions = 0;
    std::int64_t numbers = 0, texts = 0;
    void add(const Differences& other);
    /// Compares two tensors and raises `largest`, one of those above. Throws where their shapes differ.
    void raise(double& largest, const torch::Tensor& ours, const torch::Tensor& theirs);
    double largest() const;
};
/// On the device of `model`, both ways of attention.
Differences compare(const core::BertForSequenceClassification& model, const GoldenBatch& golden);

/// Every device that this machine has; says where there is no graphics card.
std::vector<torch::Device> devices();

} // namespace attune::test
