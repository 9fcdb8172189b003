#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/data/dataset.h"
#include "core/engine/explanation.h"
#include "core/engine/token.h"
#include "core/progress.h"
#include "core/runs/metrics.h"
#include "core/runs/precision.h"
#include "core/runs/run_directory.h"
#include "core/runs/training_options.h"
#include "core/text/batch_encoding.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <stop_token>

/// The door to the engine: what faces may ask of it, and the values that cross. Values cross, tensors never do.
/// Every call may throw Error and nothing else. An engine and all it hands out belong to one thread.
namespace attune::core {

/// Raised whenever anything in this header, or in a type it hands across, changes shape.
inline constexpr int kEngineInterface = 8;

/// Something that the engine can compute on.
struct DeviceReport {
    std::string name;                  ///< what `device` takes: "cpu", "cuda:0", "mps"
    std::string model;                 ///< as its maker calls it
    std::uint64_t memory = 0;          ///< bytes; 0 where it is not known
    std::uint64_t freeMemory = 0;      ///< bytes that programs may still take
    std::vector<Precision> precisions; ///< that it has the circuits for; fp32 first
};

/// What the engine found on this machine.
struct RuntimeReport {
    std::string torchVersion;          ///< of LibTorch
    std::string blas;                  ///< "OpenBLAS", "MKL" or "reference BLAS"
    std::string warning;               ///< a whole sentence with its cure, empty when all is well
    std::string processor;             ///< its name
    int threads = 1;                   ///< that the engine computes with
    int coresAllowed = 1;              ///< that this process may use
    std::uint64_t processMemory = 0;   ///< bytes of this process that lie in memory
    std::vector<DeviceReport> devices; ///< the processor first
    std::string chosenDevice;          ///< what "auto" means here: a name out of `devices`

    /// nullptr where no device has this name.
    const DeviceReport* device(const std::string& name) const
    {
        for (const DeviceReport& one : devices)
            if (one.name == name)
                return &one;
        return nullptr;
    }
};

/// Attention probabilities of one text; each row (over `to`) sums to 1.
struct AttentionMaps {
    std::size_t layers = 0;
    std::size_t heads = 0;
    std::size_t tokens = 0;
    std::vector<float> values;         ///< [layers, heads, tokens (from), tokens (to)]

    float at(std::size_t layer, std::size_t head, std::size_t from, std::size_t to) const
    {
        return values[((layer * heads + head) * tokens + from) * tokens + to];
    }
};

struct PredictOptions {
    std::size_t maxLength = 0;         ///< 0: what the model was trained with
    bool attention = false;            ///< also compute attention, hidden states and the pooled output
    Precision precision = Precision::Fp32;
    std::optional<KeptPart> kept = {}; ///< of a text that is too long; absent: what the model was trained on
    PairTruncation pairTruncation = PairTruncation::LongestFirst;
};

/// What a model says about one text.
struct Prediction {
    std::size_t label = 0;             ///< index of the most probable class
    std::vector<std::string> labels;
    ProblemType problemType = ProblemType::SingleLabel;
    std::vector<float> probabilities;  ///< [labels]; each by itself where the model gives several labels to one text
    std::vector<float> logits;         ///< [labels]
    std::vector<Token> tokens;
    std::size_t fullLength = 0;        ///< tokens had nothing been cut off
    std::size_t maxLength = 0;         ///< that was in force
    double seconds = 0;                ///< that the answer took

    // Filled when PredictOptions::attention is set:
    AttentionMaps attention;
    std::vector<float> lastHiddenState; ///< [tokens, hidden]
    std::vector<float> pooled;          ///< [hidden], after tanh
};

/// A model opened for prediction, without dropout.
class Classifier {
public:
    virtual ~Classifier() = default;
    virtual const CheckpointSummary& summary() const = 0;

    /// All in one batch, answers in the order of `texts`. Throws Error when a precision is asked for that the device lacks.
    virtual std::vector<Prediction> predictAll(std::span<const TextInput> texts, const PredictOptions& options) = 0;

    Prediction predict(const TextInput& text, const PredictOptions& options)
    {
        return std::move(predictAll({&text, 1}, options).front());
    }

    /// Begins to explain what the model says of `text`; nothing is computed before the first step. Throws Error when the text holds no word, when there is
    /// no such class, or when the steps are out of range.
    virtual std::unique_ptr<ExplanationPass> explain(const TextInput& text, const ExplainOptions& options) = 0;
};

/// All that a training needs.
struct TrainingRequest {
    std::filesystem::path checkpoint;
    std::filesystem::path output;      ///< the run's directory; must not exist
    RunSources sources;
    DataSplit data;
    TrainingOptions options;
};

/// A run to go on with, from the last state that it saved.
struct ResumeRequest {
    std::filesystem::path run;
    DataSplit data;                    ///< the same as before: refused otherwise
    TrainingOptions options;           ///< what differs is recorded; what the weights or the order of the texts depend on must not differ
};

/// A text that a model in training is asked about again and again.
struct ExaminedText {
    std::string text;
    std::optional<std::string> second = {}; ///< of a pair
    bool operator==(const ExaminedText&) const = default;
};

/// What one call of step() did: a micro-batch of training, of validation or of the test. All are absent when the micro-batch
/// completed neither an optimiser step nor an evaluation.
struct StepResult {
    std::optional<StepMetrics> step;
    std::optional<EvaluationMetrics> evaluation;
    bool evaluating = false;           ///< this call computed validation or test texts
    std::optional<std::filesystem::path> examination; ///< file that the examined text's attention was kept in at this evaluation
    std::string notice;                ///< a sentence for the user, such as that memory ran short
};

/// A training in progress. Between two calls of step() anything may be asked; asking never changes the run.
class TrainingSession {
public:
    virtual ~TrainingSession() = default;
    virtual const TrainingPlan& plan() const = 0;
    virtual bool finished() const = 0;

    /// One micro-batch. Throws Error when the loss is no longer a number: the run has failed, the best model so far stays in model/ and the
    /// sentence names step, batch and learning rate. Throws Error also where something could not be written (a full disk): then the run
    /// stands, nothing is lost, and the next call tries again.
    virtual StepResult step() = 0;

    /// Saves all that it takes to go on later, in this session (the next step() does) or in another (Engine::resumeTraining).
    virtual void pause() = 0;

    /// Makes the run end with the best model so far: no more training; where no evaluation took place since training began, the next
    /// calls of step() make one first, so that there is a best model to keep.
    virtual void stop() = 0;

    /// How the run stands; final once finished().
    virtual RunSummary summary() const = 0;

    /// With the weights as they are now.
    virtual Prediction predict(const TextInput& text, const PredictOptions& options) = 0;

    /// As Classifier::explain, of the weights as they are now: the pass goes on with them while step() changes the model's.
    virtual std::unique_ptr<ExplanationPass> explain(const TextInput& text, const ExplainOptions& options) = 0;

    /// From now on `text` is predicted at each evaluation and its attention kept in the run's directory (core/runs/examinations.h); none: no longer.
    /// What cannot be kept is told as a notice of step(), and never ends a run. A run that is gone on with begins with the text that its last evaluation
    /// examined.
    virtual void examine(std::optional<ExaminedText> text) = 0;
};

/// Seeded random BERT.
struct NewCheckpoint {
    ModelConfig config;                ///< vocabSize is taken from the vocabulary
    std::vector<std::string> vocabulary;
    TokenizerOptions tokenizer;
    std::uint64_t seed = 42;
};

/// How fast a model of some shape trains here, measured.
struct MachineSpeed {
    Precision precision = Precision::Fp32; ///< what the option `precision` stands for
    double flops = 0;                      ///< operations of the matrix products a second, forward and back, with all that goes on between them
    double parameters = 0;                 ///< that the optimizer steps over in a second
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual RuntimeReport runtime() const = 0;

    /// Trains two layers of `config`'s shape for some tenths of a second, on texts of about `meanTokens` tokens. Other work disturbs it.
    virtual MachineSpeed measureSpeed(const ModelConfig& config, const TrainingOptions& options, double meanTokens) = 0;

    /// `device`: auto, cpu, cuda, cuda:N or mps. Throws Error when the checkpoint holds no classifier.
    virtual std::unique_ptr<Classifier> openClassifier(const std::filesystem::path& checkpoint, const std::string& device) = 0;

    /// The same for looking inside any BERT: attention and hidden states count, and where the checkpoint holds no classifier (or no pooler)
    /// labels and logits (pooled output) are those of a freshly initialised one.
    virtual std::unique_ptr<Classifier> openEncoder(const std::filesystem::path& checkpoint, const std::string& device) = 0;

    /// What the best model of `run` became from: the checkpoint that the run began with, under the run's labels and with its classifier (and its pooler,
    /// where the checkpoint holds none). Throws Error when the run has no model yet, or when the checkpoint is gone or has changed.
    virtual std::unique_ptr<Classifier> openBefore(const std::filesystem::path& run, const std::string& device) = 0;

    /// Tokenizes, loads weights and makes the run's directory; progress counts texts tokenized. Throws Error when stopped.
    virtual std::unique_ptr<TrainingSession> startTraining(TrainingRequest request, const Progress& progress, std::stop_token stop) = 0;

    /// Goes on with a run that was paused, stopped or killed. On the processor it ends with the same bits as if it had never been interrupted.
    /// Throws Error when there is no saved state, when the data are others, or when the options do not go with the state.
    virtual std::unique_ptr<TrainingSession> resumeTraining(ResumeRequest request, const Progress& progress, std::stop_token stop) = 0;

    /// Writes a HuggingFace directory; refuses one that exists.
    virtual void writeNewCheckpoint(const NewCheckpoint& checkpoint, const std::filesystem::path& directory) = 0;
};

} // namespace attune::core
