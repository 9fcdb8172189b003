#pragma once

#include "core/engine/engine.h"
#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace attune::test {

/// Answers without a network: the more often a label's first letter stands in the text, the more probable it is. Keeps count of what it was asked.
class FakeClassifier : public core::Classifier {
public:
    explicit FakeClassifier(std::vector<std::string> labels = {"a", "b"}, std::int64_t hiddenSize = 768)
    {
        m_summary.config.labels = std::move(labels);
        m_summary.config.hiddenSize = hiddenSize;
        m_summary.config.intermediateSize = 4 * hiddenSize;
        m_summary.config.numHiddenLayers = 12;
        m_summary.maxLength = 512;
        m_summary.hasClassifier = true;
    }

    const core::CheckpointSummary& summary() const override { return m_summary; }

    std::vector<core::Prediction> predictAll(std::span<const core::TextInput> texts, const core::PredictOptions& asOf) override
    {
        batches.push_back(texts.size());
        options = asOf;
        std::vector<core::Prediction> predictions;
        for (const core::TextInput& input : texts) {
            asked.push_back(std::string(input.text) + (input.second ? "|" + std::string(*input.second) : std::string()));
            predictions.push_back(answer(asked.back()));
        }
        return predictions;
    }

    std::unique_ptr<core::ExplanationPass> explain(const core::TextInput&, const core::ExplainOptions&) override
    {
        throw core::Error("The fake classifier explains nothing.");
    }

    core::Prediction answer(const std::string& text) const
    {
        core::Prediction prediction;
        prediction.labels = m_summary.config.labels;
        for (const std::string& label : prediction.labels)
            prediction.logits.push_back(static_cast<float>(std::count(text.begin(), text.end(), label[0])));
        const float largest = *std::max_element(prediction.logits.begin(), prediction.logits.end());
        float sum = 0;
        for (const float logit : prediction.logits)
            sum += std::exp(logit - largest);
        for (const float logit : prediction.logits)
            prediction.probabilities.push_back(std::exp(logit - largest) / sum);
        prediction.label = static_cast<std::size_t>(
            std::max_element(prediction.logits.begin(), prediction.logits.end()) - prediction.logits.begin());
        return prediction;
    }

    std::vector<std::size_t> batches;
    std::vector<std::string> asked;
    core::PredictOptions options;

private:
    core::CheckpointSummary m_summary;
};

} // namespace attune::test
