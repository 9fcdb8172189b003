#include "core/explain/classifier.h"

#include "core/error.h"
#include "core/explain/attention_maps.h"
#include "core/model/weights.h"
#include "core/runtime/translate.h"

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

class LoadedClassifier : public Classifier {
public:
    LoadedClassifier(const std::filesystem::path& directory, torch::Device device, MissingHead missingHead)
        : m_summary(inspectCheckpoint(directory)), m_tokenizer(Tokenizer::fromDirectory(directory))
    {
        if (!m_summary.hasClassifier && missingHead == MissingHead::Refuse)
            throw Error("The checkpoint " + directory.string() + " has no classifier yet.",
                        "Fine-tune it first, or choose a model that was fine-tuned for classification.");
        m_model = loadModel(Checkpoint::open(directory), {}, 0);
        m_model->to(device);
    }

    const CheckpointSummary& summary() const override { return m_summary; }

    Prediction predict(const std::string& text, const PredictOptions& options) override
    {
        return translated([&] {
            return predictText(*m_model, m_tokenizer, text, options.maxLength ? options.maxLength : m_summary.maxLength, options.attention);
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

Prediction predictText(const BertForSequenceClassification& model, const Tokenizer& tokenizer, const std::string& text, std::size_t maxLength,
                       bool withAttention)
{
    const auto start = std::chrono::steady_clock::now();
    const auto positions = static_cast<std::size_t>(model.config().maxPositionEmbeddings);
    if (maxLength < 2 || maxLength > positions)
        throw Error("The maximum length " + std::to_string(maxLength) + " does not suit this model.",
                    "Choose max_length between 2 and " + std::to_string(positions) + ".");

    torch::NoGradGuard noGrad;
    const std::vector<Encoding> encodings{tokenizer.encode(text, maxLength)};
    const Encoding& encoding = encodings.front();
    ForwardOptions options;
    options.attentions = withAttention;
    options.clsOnly = !withAttention;
    const BertOutput output = model.forward(PackedTensors(pack(encodings, {0}), model.device()), options);

    Prediction prediction;
    prediction.labels = model.config().labels;
    prediction.logits = values(output.logits);
    prediction.probabilities = values(torch::softmax(output.logits, -1));
    prediction.label = static_cast<std::size_t>(
        std::max_element(prediction.probabilities.begin(), prediction.probabilities.end()) - prediction.probabilities.begin());
    for (std::size_t i = 0; i < encoding.ids.size(); ++i)
        prediction.tokens.push_back({tokenizer.vocabulary().token(encoding.ids[i]), encoding.ids[i], encoding.ranges[i]});
    prediction.fullLength = encoding.fullLength;
    prediction.maxLength = maxLength;
    if (withAttention) {
        prediction.attention = attentionMaps(output);
        prediction.lastHiddenState = values(output.lastHiddenState);
        prediction.pooled = values(output.pooled);
    }
    prediction.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return prediction;
}

std::unique_ptr<Classifier> openModel(const std::filesystem::path& directory, torch::Device device, MissingHead missingHead)
{
    return std::make_unique<LoadedClassifier>(directory, device, missingHead);
}

} // namespace attune::core
