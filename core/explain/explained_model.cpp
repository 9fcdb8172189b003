#include "core/explain/explained_model.h"

#include "core/error.h"

namespace attune::core {

namespace {

std::shared_ptr<const BertForSequenceClassification> copyOf(const BertForSequenceClassification& model)
{
    torch::NoGradGuard noGrad;
    ModelConfig config = model.config();
    config.vocabSize = 1;
    auto copy = std::make_shared<BertForSequenceClassification>(config);
    copy->to(model.device());
    const auto source = model.named_parameters();
    for (auto& parameter : copy->named_parameters())
        if (const torch::Tensor& weights = source[parameter.key()]; weights.sizes() == parameter.value().sizes())
            parameter.value().copy_(weights);
    return copy;
}

} // namespace

const BertForSequenceClassification& ExplainedModel::network() const
{
    if (!m_model)
        throw Error("The training went on before the explanation was done, and there was no memory for a copy of the model.",
                    "Pause the training, or wait for its end, and ask again.");
    return *m_model;
}

void ExplainedModel::keepWeights() noexcept
{
    if (m_isKept)
        return;
    m_isKept = true;
    try {
        m_model = copyOf(*m_model);
    } catch (...) { // short of memory
        m_model.reset();
    }
}

} // namespace attune::core
