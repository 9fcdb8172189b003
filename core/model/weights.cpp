#include "core/model/weights.h"

#include "core/error.h"
#include "core/atomic_file.h"

namespace attune::core {

namespace {

void draw(const std::string& name, torch::Tensor& parameter, double range, at::Generator generator)
{
    const bool isNorm = name.find("LayerNorm") != std::string::npos;
    if (name.ends_with(".bias"))
        parameter.zero_();
    else if (isNorm)
        parameter.fill_(1);
    else
        parameter.normal_(0, range, generator);
}

} // namespace

std::shared_ptr<BertForSequenceClassification> loadModel(const Checkpoint& checkpoint, const std::vector<std::string>& labels, std::uint64_t seed,
                                                         std::vector<std::string>* newlyInitialised)
{
    ModelConfig config = checkpoint.config;
    const bool keepClassifier = checkpoint.hasClassifier && (labels.empty() || labels == config.labels);
    if (!labels.empty())
        config.labels = labels;

    auto model = std::make_shared<BertForSequenceClassification>(config);
    torch::NoGradGuard noGrad;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (auto& entry : model->named_parameters()) {
        const auto stored = checkpoint.stored.find(entry.key());
        const bool isClassifier = entry.key().starts_with("classifier.");
        if (stored != checkpoint.stored.end() && (!isClassifier || keepClassifier)) {
            // Checkpoint::open has compared the shapes.
            widen(*stored->second, {entry.value().data_ptr<float>(), static_cast<std::size_t>(entry.value().numel())});
        } else {
            draw(entry.key(), entry.value(), config.initializerRange, generator);
            if (newlyInitialised)
                newlyInitialised->push_back(entry.key());
        }
    }
    return model;
}

std::shared_ptr<BertForSequenceClassification> randomModel(const ModelConfig& config, std::uint64_t seed)
{
    auto model = std::make_shared<BertForSequenceClassification>(config);
    torch::NoGradGuard noGrad;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (auto& entry : model->named_parameters())
        draw(entry.key(), entry.value(), config.initializerRange, generator);
    return model;
}

void saveConfiguration(const ModelConfig& config, const Tokenizer& tokenizer, std::size_t modelMaxLength, const std::filesystem::path& directory)
{
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure)
        throw Error("The folder " + directory.string() + " could not be made: " + failure.message() + ".", "Choose another place or make room.");
    writeFileAtomically(directory / "config.json", config.toJson());
    tokenizer.save(directory, modelMaxLength);
}

void saveWeights(const BertForSequenceClassification& model, const std::filesystem::path& directory, SavedParts parts)
{
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> alive; // keeps copies from a device until they are written
    std::vector<StoredTensor> stored;
    for (const auto& entry : model.named_parameters()) {
        if (parts == SavedParts::WithoutClassifier && entry.key().starts_with("classifier."))
            continue;
        alive.push_back(entry.value().detach().to(torch::kCPU).contiguous());
        const torch::Tensor& tensor = alive.back();
        stored.push_back({entry.key(), "F32", tensor.sizes().vec(),
                          {reinterpret_cast<const std::byte*>(tensor.data_ptr<float>()), tensor.nbytes()}});
    }
    writeSafetensors(directory / "model.safetensors", stored, {{"format", "pt"}});
}

} // namespace attune::core
