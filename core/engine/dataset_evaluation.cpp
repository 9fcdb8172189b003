#include "core/engine/dataset_evaluation.h"

#include "core/data/values.h"
#include "core/engine/text_batches.h"
#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::core {

namespace {

TextInput inputOf(const Example& example)
{
    return {example.text, example.textPair ? std::optional<std::string_view>(*example.textPair) : std::nullopt};
}

/// From the logits: the probability itself may have vanished.
double lossOf(const Prediction& prediction, std::size_t label)
{
    const double largest = *std::max_element(prediction.logits.begin(), prediction.logits.end());
    double sum = 0;
    for (const float logit : prediction.logits)
        sum += std::exp(static_cast<double>(logit) - largest);
    return largest + std::log(sum) - static_cast<double>(prediction.logits[label]);
}

} // namespace

std::size_t Answer::label() const
{
    return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

DatasetEvaluation::DatasetEvaluation(Classifier& classifier, std::shared_ptr<const Dataset> dataset, PredictOptions options)
    : m_classifier(classifier)
    , m_dataset(std::move(dataset))
    , m_options(options)
    , m_tokensAtOnce(tokensAtOnce(classifier.summary().config))
    , m_order(m_dataset->examples.size())
    , m_answers(m_dataset->examples.size())
{
    const std::vector<std::string>& labels = classifier.summary().config.labels;
    if (m_dataset->labels != labels)
        throw Error(inQuotes(m_dataset->file.filename().string()) + " has the labels " + listed(m_dataset->labels) + ", and the model knows "
                + listed(labels) + ".",
            "Measure the model on rows with its own labels.");
    if (m_options.maxLength == 0)
        m_options.maxLength = classifier.summary().maxLength;
    std::vector<std::size_t> lengths;
    for (const Example& example : m_dataset->examples)
        lengths.push_back(likelyTokens(inputOf(example), m_options.maxLength));
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) { return lengths[a] < lengths[b]; });
}

void DatasetEvaluation::step()
{
    std::vector<TextInput> inputs;
    std::size_t tokens = 0;
    for (std::size_t i = m_done; i < m_order.size() && inputs.size() < kTextsAtOnce; ++i) {
        const TextInput input = inputOf(m_dataset->examples[m_order[i]]);
        tokens += likelyTokens(input, m_options.maxLength);
        if (tokens > m_tokensAtOnce && !inputs.empty())
            break;
        inputs.push_back(input);
    }
    std::vector<Prediction> predictions = m_classifier.predictAll(inputs, m_options);
    for (Prediction& prediction : predictions) {
        const std::size_t example = m_order[m_done++];
        const double loss = lossOf(prediction, static_cast<std::size_t>(m_dataset->examples[example].label));
        m_answers[example] = {std::move(prediction.probabilities), loss};
    }
}

ClassificationCollector DatasetEvaluation::collected() const
{
    ClassificationCollector collector(m_dataset->labels.size());
    for (std::size_t i = 0; i < m_answers.size(); ++i)
        if (!m_answers[i].probabilities.empty())
            collector.add(m_dataset->examples[i].label, std::span<const float>(m_answers[i].probabilities), m_answers[i].loss);
    return collector;
}

} // namespace attune::core
