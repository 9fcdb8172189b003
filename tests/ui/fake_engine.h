#pragma once

#include "core/engine/engine.h"

#include <atomic>
#include <chrono>
#include <mutex>

namespace attune::test {

/// How a FakeEngine behaves; set before a training starts.
struct FakeBehaviour {
    std::int64_t steps = 6;
    std::int64_t evalSteps = 2;
    std::chrono::milliseconds stepTime{1};       ///< that each step() blocks
    std::chrono::milliseconds preparationTime{0}; ///< that a training takes to begin or to go on, unless it is stopped
    std::optional<std::int64_t> failingStep = std::nullopt;      ///< throws core::Error there
    std::optional<std::int64_t> crashingStep = std::nullopt;     ///< throws something that is no core::Error there
    bool opensClassifiers = true;
    std::optional<std::int64_t> fullDiskStep = std::nullopt;     ///< cannot be written down while the engine's diskIsFull is set
    std::chrono::milliseconds answerTime{0};      ///< that an opened model takes for a batch
    std::optional<std::int64_t> shortMemoryStep = std::nullopt;  ///< from there on the engine's tokensThatFit is all that is computed at once
    std::int64_t microBatchTokens = 4096;         ///< that a training begins with
    std::int64_t longestText = 512;               ///< in tokens: less is never computed at once
};

/// Stands behind the engine's door in tests of the window: computes nothing, can be slow, can fail. Its counters may be read from any
/// thread.
class FakeEngine : public core::Engine {
public:
    explicit FakeEngine(FakeBehaviour behaviour = {});

    core::RuntimeReport runtime() const override;
    core::MachineSpeed measureSpeed(const core::ModelConfig& config, const core::TrainingOptions& options, double meanTokens) override;
    std::unique_ptr<core::Classifier> openClassifier(const std::filesystem::path& checkpoint, const std::string& device) override;
    std::unique_ptr<core::Classifier> openEncoder(const std::filesystem::path& checkpoint, const std::string& device) override;
    std::unique_ptr<core::Classifier> openBefore(const std::filesystem::path& run, const std::string& device) override;
    std::unique_ptr<core::TrainingSession> startTraining(
        core::TrainingRequest request, const core::Progress& progress, std::stop_token stop) override;
    std::unique_ptr<core::TrainingSession> resumeTraining(
        core::ResumeRequest request, const core::Progress& progress, std::stop_token stop) override;
    void writeNewCheckpoint(const core::NewCheckpoint& checkpoint, const std::filesystem::path& directory) override;

    /// What a model of this engine answers: as many tokens as words, attention rows that sum to 1.
    static core::Prediction prediction(const std::string& text);
    /// The same of what openBefore() opens: undecided, and each token looks at itself alone.
    static core::Prediction predictionBefore(const std::string& text);

    void noteExamined(const std::string& text);
    std::vector<std::string> examinedTexts() const; ///< one for each evaluation that had a text to examine
    void notePrediction(const std::string& text);
    std::vector<std::string> predictedTexts() const;

    FakeBehaviour behaviour;
    std::atomic<bool> inStep = false;
    std::atomic<bool> sessionAlive = false;
    std::atomic<int> stepsMade = 0;
    std::atomic<bool> diskIsFull = true;
    std::atomic<std::int64_t> tokensThatFit = 1024;
    std::atomic<int> pauses = 0;
    std::optional<core::ResumeRequest> resumed = std::nullopt;   ///< what resumeTraining() was asked last
    std::atomic<int> classifiersOpened = 0;
    std::atomic<int> beforesOpened = 0;
    std::atomic<int> speedsMeasured = 0;
    std::atomic<std::size_t> trainExamples = 0;

private:
    void prepare(const std::stop_token& stop) const;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_predictedTexts, m_examinedTexts;
};

} // namespace attune::test
