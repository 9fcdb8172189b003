#include "core/explain/explain_text.h"

#include "core/data/values.h"
#include "core/engine/word_attributions.h"
#include "core/error.h"
#include "core/explain/reading.h"
#include "core/explain/rollout.h"
#include "core/explain/text_pass.h"

#include <algorithm>

namespace attune::core {

namespace {

/// [tokens]: sums over the hidden axis, in fp64 since large terms of either sign nearly cancel.
std::vector<float> sumsOverHidden(const torch::Tensor& products) { return valuesOf(products.to(torch::kCPU).to(torch::kFloat64).sum(-1)); }

class GradientTimesInput : public TextPass {
public:
    explicit GradientTimesInput(Question question) : TextPass(std::move(question), 2) {}

private:
    std::size_t work() override
    {
        if (done() == 0)
            take(text().run(text().words()).logits[0]);
        else
            m_explanation.attributions = sumsOverHidden(text().gradient(text().words(), label()) * text().words());
        return 1;
    }
};

/// The integral over the straight line from the baseline to the text, by the midpoint rule.
class IntegratedGradients : public TextPass {
public:
    IntegratedGradients(Question question, std::size_t steps, torch::Tensor baseline)
        : TextPass(std::move(question), steps + kEnds)
        , m_baseline(std::move(baseline))
        , m_way(text().words() - m_baseline)
        , m_gradients(torch::zeros(m_way.sizes(), torch::kFloat64))
    {
        m_explanation.steps = steps;
    }

private:
    static constexpr std::size_t kEnds = 2;

    std::size_t work() override
    {
        if (done() == 0) {
            const torch::Tensor logits = text().run(torch::cat({text().words(), m_baseline})).logits; // [2, labels]
            take(logits[0]);
            m_explanation.baselineScore = static_cast<double>(checkedLogits(logits)[1][label()].item<float>());
            return kEnds;
        }
        const std::size_t points = std::min(textsAtOnce(true), left());
        const double steps = static_cast<double>(m_explanation.steps);
        const double first = (static_cast<double>(done() - kEnds) + 0.5) / steps;
        const auto count = static_cast<std::int64_t>(points);
        const torch::Tensor alphas
            = (torch::arange(count, torch::kFloat64) / steps + first).to(torch::kFloat32).to(m_way.device()).view({count, 1, 1}); // [points, 1, 1]
        const torch::Tensor rows = (m_baseline + alphas * m_way).flatten(0, 1);                                                   // [points * tokens, hidden]
        const torch::Tensor gradients = text().gradient(rows, label()).unflatten(0, {count, text().tokens()});                   // [points, tokens, hidden]
        m_gradients += gradients.sum(0).to(torch::kCPU).to(torch::kFloat64);
        if (points == left())
            finish();
        return points;
    }

    void finish()
    {
        const torch::Tensor products = m_gradients / static_cast<double>(m_explanation.steps) * m_way.to(torch::kCPU).to(torch::kFloat64);
        m_explanation.attributions = sumsOverHidden(products);
        m_explanation.convergenceDelta = products.sum().item<double>() - (m_explanation.score() - m_explanation.baselineScore);
    }

    torch::Tensor m_baseline, m_way; // [tokens, hidden]
    torch::Tensor m_gradients;       // [tokens, hidden] fp64, their sum so far
};

class Rollout : public TextPass {
public:
    explicit Rollout(Question question) : TextPass(std::move(question), 1) {}

private:
    std::size_t work() override
    {
        const BertOutput output = text().run(text().words(), /*attentions=*/true);
        take(output.logits[0]);
        std::vector<torch::Tensor> layers;
        for (const std::vector<torch::Tensor>& layer : output.attentions)
            layers.push_back(layer.front()[0]); // [heads, tokens, tokens]
        const torch::Tensor flow = rollout(layers);
        m_explanation.rollout = valuesOf(flow);
        m_explanation.attributions = valuesOf(flow[0]);
        return 1;
    }
};

/// Every word of the text masked once, with all its pieces.
class LeaveOneOut : public TextPass {
public:
    LeaveOneOut(Question question, std::vector<WordSpan> words, torch::Tensor mask)
        : TextPass(std::move(question), words.size() + 1)
        , m_words(std::move(words))
        , m_mask(std::move(mask))
    {
        m_explanation.attributions.resize(m_explanation.tokens.size());
    }

private:
    std::size_t work() override
    {
        if (done() == 0) {
            take(text().run(text().words()).logits[0]);
            return 1;
        }
        const std::size_t first = done() - 1, count = std::min(textsAtOnce(false), left());
        const torch::Tensor masked = text().words().repeat({static_cast<std::int64_t>(count), 1, 1}); // [texts, tokens, hidden]
        for (std::size_t i = 0; i < count; ++i) {
            const WordSpan& word = m_words[first + i];
            masked[static_cast<std::int64_t>(i)].narrow(0, static_cast<std::int64_t>(word.first), static_cast<std::int64_t>(word.count)).copy_(m_mask);
        }
        const torch::Tensor logits = checkedLogits(text().run(masked.flatten(0, 1)).logits); // [texts, labels]
        for (std::size_t i = 0; i < count; ++i) {
            const WordSpan& word = m_words[first + i];
            const double lost = m_explanation.score() - static_cast<double>(logits[static_cast<std::int64_t>(i)][label()].item<float>());
            for (std::size_t piece = 0; piece < word.count; ++piece)
                m_explanation.attributions[word.first + piece] = static_cast<float>(lost / static_cast<double>(word.count));
        }
        return count;
    }

    std::vector<WordSpan> m_words; // of the text, without [CLS] and [SEP]
    torch::Tensor m_mask;          // [hidden]
};

void check(const ExplainOptions& options, const ModelConfig& config)
{
    if (options.label && *options.label >= config.labels.size())
        throw Error("The model has no class " + std::to_string(*options.label) + ": it tells apart " + listed(config.labels) + ".",
                    "Choose an index from 0 to " + std::to_string(config.labels.size() - 1) + ".");
    if (options.method == ExplainMethod::IntegratedGradients && (options.steps < 1 || options.steps > kMostExplainSteps))
        throw Error("Integrated gradients cannot be computed in " + std::to_string(options.steps) + " steps.",
                    "Choose steps between 1 and " + std::to_string(kMostExplainSteps) + ".");
}

/// All [PAD] but [CLS] and every [SEP]: what the model reads of a text that says nothing.
std::vector<std::int32_t> baselineOf(const std::vector<Token>& tokens, std::int32_t pad)
{
    std::vector<std::int32_t> ids;
    for (const Token& token : tokens)
        ids.push_back(token.special() ? token.id : pad);
    return ids;
}

} // namespace

std::unique_ptr<ExplanationPass> explainText(std::shared_ptr<const ExplainedModel> model, const Tokenizer& tokenizer, const TextInput& text,
                                             const ExplainOptions& options)
{
    const BertForSequenceClassification& network = model->network();
    const Vocabulary& vocabulary = tokenizer.vocabulary();
    check(options, network.config());
    const Encoding encoding = readTexts(network.config(), tokenizer, {&text, 1}, {options.maxLength, options.kept.value_or(tokenizer.options().kept), options.pairTruncation}).front();

    Explanation explanation;
    explanation.method = options.method;
    explanation.labels = network.config().labels;
    explanation.tokens = tokensOf(encoding, vocabulary);
    explanation.fullLength = encoding.fullLength;
    explanation.maxLength = options.maxLength;
    std::vector<WordSpan> words = wordSpans(explanation.tokens);
    std::erase_if(words, [](const WordSpan& word) { return word.special; });
    if (words.empty())
        throw Error("The text holds no word that the model reads, so there is nothing to explain.", "Write at least one word.");

    Question question{std::move(explanation), EmbeddedText(model, encoding.ids, encoding.tokenTypeIds), network.config(), options.label};
    switch (options.method) {
    case ExplainMethod::GradientTimesInput: return std::make_unique<GradientTimesInput>(std::move(question));
    case ExplainMethod::Rollout: return std::make_unique<Rollout>(std::move(question));
    case ExplainMethod::LeaveOneOut: {
        const auto mask = vocabulary.id(vocabulary.special().mask).value_or(vocabulary.unknown());
        question.explanation.mask = vocabulary.token(mask);
        return std::make_unique<LeaveOneOut>(std::move(question), std::move(words), wordRows(network, {mask})[0]);
    }
    case ExplainMethod::IntegratedGradients: break;
    }
    torch::Tensor baseline = wordRows(network, baselineOf(question.explanation.tokens, vocabulary.pad()));
    return std::make_unique<IntegratedGradients>(std::move(question), options.steps, std::move(baseline));
}

} // namespace attune::core
