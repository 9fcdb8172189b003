#include "core/training/evaluation_pass.h"

#include "core/training/sampler.h"
#include "core/training/trainer.h"

#include <cmath>
#include <numeric>

namespace attune::core {

EvaluationPass::EvaluationPass(const EncodedTexts& texts, std::size_t labels, std::size_t majority, std::int64_t microBatchTokens)
    : m_texts(texts)
    , m_labels(labels)
    , m_collector(labels, majority)
{
    std::vector<std::int64_t> all(static_cast<std::size_t>(texts.size()));
    std::iota(all.begin(), all.end(), std::int64_t{0});
    m_parts = microBatches(all, texts.lengths, 2 * microBatchTokens); // twice: there is no backward pass
}

std::int64_t EvaluationPass::nextTokens() const
{
    const std::vector<std::int64_t>& part = m_parts[m_next];
    return std::accumulate(part.begin(), part.end(), std::int64_t{0},
                           [&](std::int64_t sum, std::int64_t text) { return sum + m_texts.lengths[static_cast<std::size_t>(text)]; });
}

bool EvaluationPass::step(const BertForSequenceClassification& model, Precision precision)
{
    const PackedBatch batch = pack(m_texts.encodings, m_parts[m_next]);
    const ClassifiedBatch classified = classify(model, batch, m_texts.labels, precision);
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        if (!std::isfinite(classified.losses[i]))
            return false;
        m_collector.add(m_texts.labels[static_cast<std::size_t>(batch.rows[i])],
                        std::span<const float>(classified.probabilities).subspan(i * m_labels, m_labels), classified.losses[i]);
    }
    ++m_next;
    return true;
}

} // namespace attune::core
