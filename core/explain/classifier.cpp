#include "core/explain/classifier.h"

#include "core/error.h"
#include "core/explain/attention_maps.h"
#include "core/explain/explain_text.h"
#include "core/explain/reading.h"
#include "core/model/weights.h"
#include "core/runs/run_before.h"
#include "core/runtime/torch_compat.h"
#include "core/runtime/translate.h"

#include <algorithm>
#include <chrono>

namespace attune::core {

namespace {

/// The parts of a batch, each text under its own index.
std::vector<PackedText> inputsOf(const std::vector<Encoding>& encodings)
{
    std::vector<PackedText> inputs;
    inputs.reserve(encodings.size());
    for (const Encoding& encoding : encodings)
        inputs.push_back({&encoding.ids, &encoding.tokenTypeIds, static_cast<std::int64_t>(inputs.size())});
    return inputs;
}

void checkPrecision(torch::Device device, Precision precision)
{
    if (precision == Precision::Fp16 && device.is_cpu())
        throw Error("The processor does not compute in fp16.", "Choose the precision bf16 or fp32, or a CUDA device.");
}

class LoadedClassifier : public Classifier {
public:
    LoadedClassifier(const std::filesystem::path& directory, torch::Device device, MissingHead missingHead)
        : m_summary(inspectCheckpoint(directory)), m_tokenizer(Tokenizer::fromDirectory(directory))
    {
        if (!m_summary.hasClassifier && missingHead == MissingHead::Refuse)
            throw Error("The checkpoint " + directory.string() + " has no classifier yet.",
                        "Fine-tune it first, or choose a model that was fine-tuned for classification.");
        if (m_summary.config.problemType == ProblemType::Regression && missingHead == MissingHead::Refuse)
            throw Error("The checkpoint " + directory.string() + " is a regression model: it answers with a number and not with a label.",
                        "Choose a model that was fine-tuned for classification, or fine-tune this one.");
        m_model = loadModel(Checkpoint::open(directory), {}, 0);
        m_model->to(device);
    }

    LoadedClassifier(CheckpointSummary summary, Tokenizer tokenizer, std::shared_ptr<BertForSequenceClassification> model)
        : m_summary(std::move(summary)), m_tokenizer(std::move(tokenizer)), m_model(std::move(model))
    {
    }

    const CheckpointSummary& summary() const override { return m_summary; }

    std::vector<Prediction> predictAll(std::span<const TextInput> texts, const PredictOptions& options) override
    {
        return translated([&] {
            PredictOptions complete = options;
            if (complete.maxLength == 0)
                complete.maxLength = m_summary.maxLength;
            return predictTexts(*m_model, m_tokenizer, texts, complete);
        });
    }

    std::unique_ptr<ExplanationPass> explain(const TextInput& text, const ExplainOptions& options) override
    {
        return translated([&] {
            ExplainOptions complete = options;
            if (complete.maxLength == 0)
                complete.maxLength = m_summary.maxLength;
            return explainText(std::make_shared<ExplainedModel>(m_model), m_tokenizer, text, complete);
        });
    }

private:
    CheckpointSummary m_summary;
    Tokenizer m_tokenizer;
    std::shared_ptr<BertForSequenceClassification> m_model;
};

} // namespace

std::size_t maxLengthOf(const ModelConfig& config, const Tokenizer& tokenizer)
{
    const auto positions = static_cast<std::size_t>(config.maxPositionEmbeddings);
    return std::min(positions, tokenizer.options().modelMaxLength.value_or(positions));
}

std::vector<Prediction> predictTexts(const BertForSequenceClassification& model, const Tokenizer& tokenizer, std::span<const TextInput> texts,
                                     const PredictOptions& options)
{
    const auto start = std::chrono::steady_clock::now();
    if (texts.empty())
        return {};
    const ModelConfig& config = model.config();
    checkPrecision(model.device(), options.precision);

    torch::NoGradGuard noGrad;
    const std::vector<Encoding> encodings
        = readTexts(config, tokenizer, texts, {options.maxLength, options.kept.value_or(tokenizer.options().kept), options.pairTruncation});
    const PackedBatch batch = pack(inputsOf(encodings));
    ForwardOptions forward;
    forward.attentions = options.attention;
    forward.precision = options.precision;
    forward.clsOnly = !options.attention;
    const BertOutput output = model.forward(PackedTensors(batch, model.device()), forward);

    const torch::Tensor logits = checkedLogits(output.logits);                       // [sequences, labels]
    const torch::Tensor probabilities = probabilitiesOf(logits, config.problemType); // [sequences, labels]
    std::vector<Prediction> predictions(texts.size());
    for (std::size_t sequence = 0; sequence < texts.size(); ++sequence) {
        const auto at = static_cast<std::int64_t>(sequence);
        const auto row = static_cast<std::size_t>(batch.rows[sequence]);
        Prediction& prediction = predictions[row];
        prediction.labels = config.labels;
        prediction.problemType = config.problemType;
        prediction.logits = valuesOf(logits[at]);
        prediction.probabilities = valuesOf(probabilities[at]);
        prediction.label = static_cast<std::size_t>(
            std::max_element(prediction.probabilities.begin(), prediction.probabilities.end()) - prediction.probabilities.begin());
        prediction.tokens = tokensOf(encodings[row], tokenizer.vocabulary());
        prediction.fullLength = encodings[row].fullLength;
        prediction.maxLength = options.maxLength;
        if (options.attention) {
            prediction.attention = attentionMaps(output, batch, at);
            const auto tokens = static_cast<std::int64_t>(encodings[row].ids.size());
            prediction.lastHiddenState = valuesOf(output.lastHiddenState.narrow(0, batch.firstTokens[sequence], tokens));
            prediction.pooled = valuesOf(output.pooled[at]);
        }
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (Prediction& prediction : predictions)
        prediction.seconds = seconds;
    return predictions;
}

std::unique_ptr<Classifier> openModel(const std::filesystem::path& directory, torch::Device device, MissingHead missingHead)
{
    return std::make_unique<LoadedClassifier>(directory, device, missingHead);
}

std::unique_ptr<Classifier> openBefore(const std::filesystem::path& run, torch::Device device)
{
    const std::filesystem::path source = checkpointBefore(run), trained = checkpointOf(run);
    if (!std::filesystem::exists(trained / "model.safetensors"))
        throw Error("The run " + run.string() + " has no trained model yet.", "Let it come to its first evaluation.");
    CheckpointSummary summary = inspectCheckpoint(trained);
    summary.directory = source;
    summary.name = source.filename().string();
    const auto after = loadModel(Checkpoint::open(trained), {}, 0);
    std::vector<std::string> absent;
    const auto before = loadModel(Checkpoint::open(source), after->config().labels, 0, &absent);
    torch::NoGradGuard noGrad;
    auto weights = before->named_parameters();
    for (const auto& parameter : after->named_parameters()) {
        const bool isHead = parameter.key().starts_with("classifier.");
        if (isHead || std::find(absent.begin(), absent.end(), parameter.key()) != absent.end())
            weights[parameter.key()].copy_(parameter.value());
    }
    before->to(device);
    return std::make_unique<LoadedClassifier>(std::move(summary), Tokenizer::fromDirectory(trained), before);
}

} // namespace attune::core
