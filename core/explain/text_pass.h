#pragma once

#include "core/engine/explanation.h"
#include "core/explain/embedded_text.h"

#include <optional>

namespace attune::core {

/// A text that is to be explained.
struct Question {
    Explanation explanation;          ///< all that is known before anything is computed
    EmbeddedText text;
    ModelConfig config;
    std::optional<std::size_t> label; ///< whose score it is about; absent: the most probable one
};

/// What the methods have in common: the first step asks what the model says of the text, the last one lets go of the model.
class TextPass : public ExplanationPass {
public:
    bool finished() const final { return m_done == m_total; }
    void step() final;
    std::size_t done() const final { return m_done; }
    std::size_t total() const final { return m_total; }
    const Explanation& explanation() const final { return m_explanation; }

protected:
    TextPass(Question question, std::size_t total);

    /// One batch; returns how many texts went through the network. The first call takes() the text's logits.
    virtual std::size_t work() = 0;

    /// `logits` [labels] of the text.
    void take(const torch::Tensor& logits);

    const EmbeddedText& text() const { return *m_text; }
    std::int64_t label() const { return static_cast<std::int64_t>(m_explanation.label); }
    std::size_t left() const { return m_total - m_done; }

    /// Texts of this length that one step takes; without a backward pass there may be twice as many.
    std::size_t textsAtOnce(bool withGradients) const;

    Explanation m_explanation;

private:
    std::optional<EmbeddedText> m_text;
    ModelConfig m_config;
    std::optional<std::size_t> m_label;
    bool m_onProcessor;
    std::size_t m_done = 0, m_total;
};

} // namespace attune::core
