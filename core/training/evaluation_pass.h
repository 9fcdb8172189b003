#pragma once

#include "core/model/bert.h"
#include "core/runs/classification_metrics.h"
#include "core/training/encoded_texts.h"

namespace attune::core {

/// A pass of a model over validation or test texts, a micro-batch at a time.
class EvaluationPass {
public:
    /// `majority` is the label that the baseline always answers. The texts have to outlive the pass.
    EvaluationPass(const EncodedTexts& texts, std::size_t labels, std::size_t majority, std::int64_t microBatchTokens);

    bool finished() const { return m_next == m_parts.size(); }

    std::int64_t nextTokens() const; ///< of the next micro-batch

    /// Computes it; false where a loss is not a number.
    bool step(const BertForSequenceClassification& model, Precision precision);

    /// All but step, epoch and time, once finished().
    EvaluationMetrics metrics() const { return m_collector.metrics(); }

private:
    const EncodedTexts& m_texts;
    std::size_t m_labels;
    ClassificationCollector m_collector;
    std::vector<std::vector<std::int64_t>> m_parts;
    std::size_t m_next = 0;
};

} // namespace attune::core
