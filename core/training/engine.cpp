#include "core/training/engine.h"

#include "core/error.h"
#include "core/explain/classifier.h"
#include "core/model/weights.h"
#include "core/runtime/machine.h"
#include "core/runtime/translate.h"
#include "core/training/session.h"
#include "core/training/speed.h"

namespace attune::core {

namespace {

class LibTorchEngine : public Engine {
public:
    LibTorchEngine() { setUpProcess(); }

    RuntimeReport runtime() const override { return translated(runtimeReport); }

    MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens) override
    {
        return translated([&] { return core::measureSpeed(config, options, meanTokens); });
    }

    std::unique_ptr<Classifier> openClassifier(const std::filesystem::path& checkpoint, const std::string& device) override
    {
        return translated([&] { return openModel(checkpoint, chooseDevice(device), MissingHead::Refuse); });
    }

    std::unique_ptr<Classifier> openEncoder(const std::filesystem::path& checkpoint, const std::string& device) override
    {
        return translated([&] { return openModel(checkpoint, chooseDevice(device), MissingHead::Initialise); });
    }

    std::unique_ptr<Classifier> openBefore(const std::filesystem::path& run, const std::string& device) override
    {
        return translated([&] { return core::openBefore(run, chooseDevice(device)); });
    }

    std::unique_ptr<TrainingSession> startTraining(TrainingRequest request, const Progress& progress, std::stop_token stop) override
    {
        return translated([&] { return std::unique_ptr<TrainingSession>(new Session(std::move(request), progress, stop)); });
    }

    std::unique_ptr<TrainingSession> resumeTraining(ResumeRequest request, const Progress& progress, std::stop_token stop) override
    {
        return translated([&] { return std::unique_ptr<TrainingSession>(new Session(std::move(request), progress, stop)); });
    }

    void writeNewCheckpoint(const NewCheckpoint& checkpoint, const std::filesystem::path& directory) override
    {
        translated([&] {
            if (std::filesystem::exists(directory))
                throw Error("The folder " + directory.string() + " exists already.", "Choose another --output.");
            ModelConfig config = checkpoint.config;
            config.vocabSize = static_cast<std::int64_t>(checkpoint.vocabulary.size());
            const Tokenizer tokenizer(Vocabulary(checkpoint.vocabulary, "the new vocabulary"), checkpoint.tokenizer);
            const auto model = randomModel(config, checkpoint.seed);
            saveConfiguration(config, tokenizer, static_cast<std::size_t>(config.maxPositionEmbeddings), directory);
            saveWeights(*model, directory, SavedParts::WithoutClassifier); // what it tells apart comes with the data
        });
    }
};

} // namespace

Engine& libTorchEngine()
{
    static Engine& engine = *new LibTorchEngine;
    return engine;
}

} // namespace attune::core
