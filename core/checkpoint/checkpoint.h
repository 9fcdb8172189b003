#pragma once

#include "core/checkpoint/model_config.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/stored_weights.h"

namespace attune::core {

/// Name and shape of one parameter of BertForSequenceClassification, spelled as HuggingFace does
/// ("bert.encoder.layer.0.attention.self.query.weight").
struct ParameterSpec {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// All parameters in HuggingFace's order for `config` (classifier for config.labels.size() classes last).
std::vector<ParameterSpec> bertParameters(const ModelConfig& config);

/// A checkpoint directory, opened and checked without torch: what it is and where each parameter lies.
/// Refusals (Error): no config.json, no vocabulary or no weights, or damaged ones; vocabulary and embedding of different sizes; an
/// encoder or embedding parameter absent, of another shape or not of floating-point numbers.
struct Checkpoint {
    std::filesystem::path directory;
    ModelConfig config;
    StoredWeights weights;
    std::map<std::string, const StoredTensor*> stored; ///< by HuggingFace's name with "bert." prefix
    std::vector<std::string> missing;   ///< to be freshly initialised: classifier.*, bert.pooler.dense.*
    std::vector<std::string> unused;    ///< stored, but not a parameter; gamma and beta as weight and bias, as transformers reports them
    bool hasClassifier = false;         ///< a stored head with config.labels.size() classes

    static Checkpoint open(const std::filesystem::path& directory);
};

/// What the window's card and `attune-cli` tell about a checkpoint; plain values.
struct CheckpointSummary {
    std::filesystem::path directory;
    std::string name;                   ///< the directory's name
    ModelConfig config;
    std::int64_t parameters = 0;        ///< without the classifier when it is missing
    std::size_t storedTensors = 0;
    std::vector<std::string> missing;
    std::vector<std::string> unused;
    std::size_t vocabularySize = 0;
    bool lowerCase = true;
    std::size_t maxLength = 512;        ///< model_max_length where stated and smaller than the positions
    bool hasClassifier = false;
    std::uint64_t weightBytes = 0;
    std::string format;                 ///< of the weights: "safetensors", "sharded PyTorch zip", ...
    std::string dtype;                  ///< as which the weights are stored: "F32", or "F16, F32" when mixed
    std::vector<std::string> files;     ///< names of the weight files, an index first
    std::string licence;                ///< "Apache-2.0"; empty where none is stated
};

/// Opens, checks and lets go again. Throws as Checkpoint::open and Tokenizer::fromDirectory do.
CheckpointSummary inspectCheckpoint(const std::filesystem::path& directory);

} // namespace attune::core
