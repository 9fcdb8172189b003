#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attune::core {

enum class Activation { Gelu, GeluNew, Relu, Silu, Tanh };

/// What the labels are: exactly one is true, any number are, or each is a number to be predicted.
enum class ProblemType { SingleLabel, MultiLabel, Regression };

/// BERT's architecture as config.json states it, under HuggingFace's names.
struct ModelConfig {
    std::int64_t vocabSize = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t numHiddenLayers = 0;
    std::int64_t numAttentionHeads = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t maxPositionEmbeddings = 512;
    std::int64_t typeVocabSize = 2;
    double layerNormEps = 1e-12;
    double hiddenDropoutProb = 0.1;
    double attentionProbsDropoutProb = 0.1;
    double classifierDropout = 0.1;   ///< hidden_dropout_prob where config.json has none
    double initializerRange = 0.02;
    Activation hiddenAct = Activation::Gelu;
    std::vector<std::string> labels;  ///< id2label in order; LABEL_0, LABEL_1, ... where config.json states none; distinct: texts that are
                                      ///< equal there get their ids behind them, "a (0)"
    ProblemType problemType = ProblemType::SingleLabel; ///< where config.json has none: Regression for one label, as transformers infers

    std::int64_t headSize() const { return hiddenSize / numAttentionHeads; }
    std::int64_t parameterCount() const; ///< of BertForSequenceClassification with labels.size() classes

    /// Throws Error naming the file and the field: not JSON, a field missing or of an absurd size, another model_type,
    /// heads that do not divide hidden_size, relative positions, decoder or cross-attention settings.
    static ModelConfig readFile(const std::filesystem::path& file);
    static ModelConfig parse(const std::string& json, const std::string& name);

    /// config.json of a BertForSequenceClassification that `transformers` loads unchanged.
    std::string toJson() const;
};

} // namespace attune::core
