#pragma once

#include "core/explain/explained_model.h"

namespace attune::core {

/// Rows of a network's word embeddings, [ids, hidden], without gradients.
torch::Tensor wordRows(const BertForSequenceClassification& network, const std::vector<std::int32_t>& ids);

/// A text on its way into a network, in evaluation mode and fp32, with the word embeddings in hand: explanations vary these. Position and type embeddings
/// and their LayerNorm come after, as usual.
class EmbeddedText {
public:
    EmbeddedText(std::shared_ptr<const ExplainedModel> model, std::vector<std::int32_t> ids, std::vector<std::int32_t> tokenTypeIds);

    const torch::Tensor& words() const { return m_words; } // [tokens, hidden], the text's own
    std::int64_t tokens() const { return m_words.size(0); }

    /// The network over texts of this one's length and segments, `rows` [texts * tokens, hidden] in place of their word embeddings.
    BertOutput run(const torch::Tensor& rows, bool attentions = false) const;

    /// The derivative of the logits' sum over the texts, of the class `label`, by `rows`: [texts * tokens, hidden]. A text's rows decide its own logits
    /// alone. No gradient of a weight is formed.
    torch::Tensor gradient(const torch::Tensor& rows, std::int64_t label) const;

private:
    BertOutput forward(const torch::Tensor& rows, bool attentions) const;

    std::shared_ptr<const ExplainedModel> m_model;
    std::vector<std::int32_t> m_ids, m_tokenTypeIds;
    torch::Tensor m_words;
};

} // namespace attune::core
