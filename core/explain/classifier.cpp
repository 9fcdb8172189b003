#include "core/explain/classifier.h"

#include "core/error.h"
#include "core/explain/attention_maps.h"
#include "core/model/weights.h"
#include "core/runtime/torch_compat.h"
#include "core/runtime/translate.h"
#include "core/text/batch_encoding.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>

namespace attune::core {

namespace {

std::vector<float> values(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float* data = flat.data_ptr<float>();
    return {data, data + flat.numel()};
}

/// The parts of a batch, each text under its own index. Throws Error where a pair needs a segment that the model does not have.
std::vector<PackedText> inputsOf(const std::vector<Encoding>& encodings, const ModelConfig& config)
{
    std::vector<PackedText> inputs;
    inputs.reserve(encodings.size());
    for (const Encoding& encoding : encodings) {
        if (!encoding.tokenTypeIds.empty() && config.typeVocabSize < 2)
            throw Error("This model knows one text at a time: its type_vocab_size is 1, and a pair needs 2.", "Give one text.");
        inputs.push_back({&encoding.ids, &encoding.tokenTypeIds, static_cast<std::int64_t>(inputs.size())});
    }
    return inputs;
}

std::vector<Token> tokensOf(const Encoding& encoding, const Vocabulary& vocabulary)
{
    std::vector<Token> tokens;
    tokens.reserve(encoding.ids.size());
    for (std::size_t i = 0; i < encoding.ids.size(); ++i)
        tokens.push_back({vocabulary.token(encoding.ids[i]), encoding.ids[i], encoding.ranges[i],
                          encoding.tokenTypeIds.empty() ? 0 : encoding.tokenTypeIds[i]});
    return tokens;
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
    const auto positions = static_cast<std::size_t>(config.maxPositionEmbeddings);
    if (options.maxLength < 2 || options.maxLength > positions)
        throw Error("The maximum length " + std::to_string(options.maxLength) + " does not suit this model.",
                    "Choose max_length between 2 and " + std::to_string(positions) + ".");
    const bool pairs = std::any_of(texts.begin(), texts.end(), [](const TextInput& input) { return input.second.has_value(); });
    if (pairs && options.maxLength < 3)
        throw Error("A pair does not fit into " + std::to_string(options.maxLength) + " tokens: [CLS] and two [SEP] alone are 3.",
                    "Choose a max_length of 3 or more, or give one text.");
    checkPrecision(model.device(), options.precision);

    torch::NoGradGuard noGrad;
    const AutocastScope autocast(model.device(), options.precision);
    const std::vector<Encoding> encodings
        = encodeAll(tokenizer, texts, {options.maxLength, options.kept, options.pairTruncation}, at::get_num_threads(), {}, {});
    const PackedBatch batch = pack(inputsOf(encodings, config));
    ForwardOptions forward;
    forward.attentions = options.attention;
    forward.clsOnly = !options.attention;
    const BertOutput output = model.forward(PackedTensors(batch, model.device()), forward);

    const torch::Tensor logits = output.logits.to(torch::kCPU, torch::kFloat32); // [sequences, labels]
    if (!torch::isfinite(logits).all().item<bool>())
        throw Error("The model's answer is not a number.",
                    "Its weights are damaged or its training went astray: choose another checkpoint, or train again with a lower learning rate.");
    const torch::Tensor probabilities
        = config.problemType == ProblemType::MultiLabel ? torch::sigmoid(logits) : torch::softmax(logits, -1); // [sequences, labels]
    std::vector<Prediction> predictions(texts.size());
    for (std::size_t sequence = 0; sequence < texts.size(); ++sequence) {
        const auto at = static_cast<std::int64_t>(sequence);
        const auto row = static_cast<std::size_t>(batch.rows[sequence]);
        Prediction& prediction = predictions[row];
        prediction.labels = config.labels;
        prediction.problemType = config.problemType;
        prediction.logits = values(logits[at]);
        prediction.probabilities = values(probabilities[at]);
        prediction.label = static_cast<std::size_t>(
            std::max_element(prediction.probabilities.begin(), prediction.probabilities.end()) - prediction.probabilities.begin());
        prediction.tokens = tokensOf(encodings[row], tokenizer.vocabulary());
        prediction.fullLength = encodings[row].fullLength;
        prediction.maxLength = options.maxLength;
        if (options.attention) {
            prediction.attention = attentionMaps(output, batch, at);
            const auto tokens = static_cast<std::int64_t>(encodings[row].ids.size());
            prediction.lastHiddenState = values(output.lastHiddenState.narrow(0, batch.firstTokens[sequence], tokens));
            prediction.pooled = values(output.pooled[at]);
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

} // namespace attune::core
