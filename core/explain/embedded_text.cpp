#include "core/explain/embedded_text.h"

namespace attune::core {

torch::Tensor wordRows(const BertForSequenceClassification& network, const std::vector<std::int32_t>& ids)
{
    torch::NoGradGuard noGrad;
    const torch::Tensor indices = torch::tensor(std::vector<std::int64_t>(ids.begin(), ids.end()), torch::kInt64).to(network.device());
    return network.embeddings->wordEmbeddings->weight.index_select(0, indices); // [ids, hidden]
}

EmbeddedText::EmbeddedText(std::shared_ptr<const ExplainedModel> model, std::vector<std::int32_t> ids, std::vector<std::int32_t> tokenTypeIds)
    : m_model(std::move(model))
    , m_ids(std::move(ids))
    , m_tokenTypeIds(std::move(tokenTypeIds))
    , m_words(wordRows(m_model->network(), m_ids))
{
}

BertOutput EmbeddedText::run(const torch::Tensor& rows, bool attentions) const
{
    torch::NoGradGuard noGrad;
    return forward(rows, attentions);
}

torch::Tensor EmbeddedText::gradient(const torch::Tensor& rows, std::int64_t label) const
{
    torch::AutoGradMode withGradients(true);
    const torch::Tensor varied = rows.detach().requires_grad_();
    const torch::Tensor logits = forward(varied, false).logits; // [texts, labels]
    return torch::autograd::grad({logits.select(1, label).sum()}, {varied}).front();
}

BertOutput EmbeddedText::forward(const torch::Tensor& rows, bool attentions) const
{
    const BertForSequenceClassification& network = m_model->network();
    // The ids serve for positions and segments alone: the rows stand for the words.
    const std::vector<PackedText> texts(static_cast<std::size_t>(rows.size(0) / tokens()), {&m_ids, &m_tokenTypeIds, 0});
    ForwardOptions options;
    options.wordRows = rows;
    options.attentions = attentions;
    options.clsOnly = !attentions;
    return network.forward(PackedTensors(pack(texts), network.device()), options);
}

} // namespace attune::core
