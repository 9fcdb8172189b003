#pragma once

#include "core/engine/engine.h"
#include "core/runs/training_steps.h"

/// What a training will take of this machine, told before it starts. Needs no engine, but for the speed that one has measured.
namespace attune::core {

/// The texts of a training as its cost depends on them.
struct TextsToLearn {
    std::int64_t train = 0, validation = 0, test = 0;
    double meanTokens = 0;    ///< of a text, cut off at max_seq_length
    std::int64_t longest = 0; ///< tokens
    std::int64_t maxLength = 0; ///< where they are cut off: max_seq_length, or what the data give where it is left open
    std::uint64_t bytes = 0;  ///< that they take in memory, as text and as tokens
    std::int64_t labels = 2;
};

/// Counts the tokens of the texts: of some thousands spread over the file where there are more. Throws Error when stopped.
TextsToLearn textsOf(const DataSplit& data, const Tokenizer& tokenizer, const ModelConfig& config, const TrainingOptions& options,
                     std::stop_token stop = {});

/// The same before anything is split: `validationShare` of `dataset` will be held back.
TextsToLearn textsOf(const Dataset& dataset, double validationShare, const Tokenizer& tokenizer, const ModelConfig& config,
                     const TrainingOptions& options, std::stop_token stop = {});

/// Bytes at the peak.
struct MemoryForecast {
    double weights = 0;
    double gradients = 0;
    double optimizer = 0;   ///< its moments
    double activations = 0; ///< what the backward pass needs of the texts computed at once
    double working = 0;     ///< LibTorch itself, the data, copies in half precision, what the allocator loses

    double total() const { return weights + gradients + optimizer + activations + working; }
};

/// `microBatchTokens` are computed at once, of texts of at most `longest` tokens. `onProcessor`: as the processor is made use of, which steps
/// over the word embeddings of the batch alone.
MemoryForecast forecastMemory(const ModelConfig& config, const TrainingOptions& options, Precision precision, std::int64_t microBatchTokens,
                              std::int64_t longest, bool onProcessor, std::uint64_t dataBytes = 0);

/// Tokens of a micro-batch from the model's size alone (a clock would not be reproducible): about half a teraFLOP forward and back, so that
/// even a large model on a slow processor answers between two of them within a fraction of a second; a hundred times that on a graphics card.
std::int64_t microBatchTokens(const ModelConfig& config, bool onProcessor = true);

/// The same, made smaller where `availableMemory` bytes would not hold all that the training takes beside LibTorch, which is loaded already.
/// Throws Error where not even one text of `longest` tokens fits: the system would end the program in the middle.
std::int64_t microBatchTokens(const ModelConfig& config, const TrainingOptions& options, Precision precision, std::int64_t longest,
                              std::uint64_t availableMemory);

/// Multiplications and additions of the matrix products for one text of `tokens` tokens, forward; a backward pass takes twice as many. The top
/// layer is computed for [CLS] alone.
double flopsForward(const ModelConfig& config, double tokens);

/// What is to be forecast.
struct ForecastRequest {
    ModelConfig config;
    TrainingOptions options;
    TextsToLearn texts;
    Precision precision = Precision::Fp32; ///< what options.precision stands for
    bool onProcessor = true;
    std::uint64_t availableMemory = 0;     ///< bytes that this process may still take on the device; 0: not known
    std::optional<MachineSpeed> speed;     ///< absent: no forecast of the time
};

struct TrainingForecast {
    TrainingSteps steps;
    std::int64_t microBatchTokens = 0;
    std::int64_t maxLength = 0;    ///< of texts, in tokens
    MemoryForecast memory;
    bool fits = true;
    std::uint64_t memoryFree = 0;  ///< as it was for the forecast; 0: not known
    std::string obstacle;          ///< a sentence where it does not fit
    Precision precision = Precision::Fp32;
    std::optional<double> seconds; ///< from the first step to the last evaluation

    /// Between these the time lies, other programs permitting.
    double leastSeconds() const { return 0.75 * seconds.value_or(0); }
    double mostSeconds() const { return 1.4 * seconds.value_or(0); }
};
TrainingForecast forecast(const ForecastRequest& request);

} // namespace attune::core
