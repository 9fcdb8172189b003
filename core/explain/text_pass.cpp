#include "core/explain/text_pass.h"

#include "core/engine/forecast.h"
#include "core/explain/reading.h"
#include "core/runtime/translate.h"

#include <algorithm>
#include <chrono>

namespace attune::core {

TextPass::TextPass(Question question, std::size_t total)
    : m_explanation(std::move(question.explanation))
    , m_text(std::move(question.text))
    , m_config(std::move(question.config))
    , m_label(question.label)
    , m_onProcessor(m_text->words().device().is_cpu())
    , m_total(total)
{
}

void TextPass::step()
{
    if (finished())
        return;
    const auto start = std::chrono::steady_clock::now();
    m_done += translated([&] { return work(); });
    m_explanation.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (finished())
        m_text.reset(); // nobody need keep the weights for it any longer
}

void TextPass::take(const torch::Tensor& logits)
{
    const torch::Tensor checked = checkedLogits(logits); // [labels]
    m_explanation.logits = valuesOf(checked);
    m_explanation.probabilities = valuesOf(probabilitiesOf(checked, m_config.problemType));
    const auto largest = std::max_element(m_explanation.logits.begin(), m_explanation.logits.end());
    m_explanation.label = m_label.value_or(static_cast<std::size_t>(largest - m_explanation.logits.begin()));
}

std::size_t TextPass::textsAtOnce(bool withGradients) const
{
    const std::int64_t tokens = microBatchTokens(m_config, m_onProcessor) * (withGradients ? 1 : 2);
    return static_cast<std::size_t>(std::max<std::int64_t>(1, tokens / text().tokens()));
}

} // namespace attune::core
