#pragma once

#include "core/model/bert.h"

#include <memory>

namespace attune::core {

/// The network that an explanation computes with, batch by batch. Whoever is about to change its weights calls keepWeights() first: an explanation is of
/// one model, not of several mixed.
class ExplainedModel {
public:
    explicit ExplainedModel(std::shared_ptr<const BertForSequenceClassification> model) : m_model(std::move(model)) {}

    /// Throws Error where there was no memory to keep the weights.
    const BertForSequenceClassification& network() const;

    /// Goes on with a copy of the weights, all but the word embeddings: explanations look those up when they begin. Where memory does not hold it, that
    /// is the explanation's trouble and not the caller's.
    void keepWeights() noexcept;
    bool isKept() const { return m_isKept; }

private:
    std::shared_ptr<const BertForSequenceClassification> m_model; // null where they were lost
    bool m_isKept = false;
};

} // namespace attune::core
