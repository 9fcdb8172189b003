#include "core/checkpoint/model_config.h"

#include "core/checkpoint/spelling.h"
#include "core/error.h"
#include "core/json_text.h"
#include "core/small_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

namespace attune::core {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t kLargestSize = 10'000'000;
constexpr std::int64_t kMostLayers = 1'000;
constexpr std::int64_t kMostLabels = 100'000;
constexpr std::int64_t kMostParameters = 1'000'000'000'000;

const char* const kFetchAgain = "Choose a directory with a BERT checkpoint, or fetch its config.json again.";
const char* const kAnotherBert = "Choose a checkpoint of BERT itself (model_type \"bert\").";

constexpr std::pair<const char*, Activation> kActivations[] = {
    {"gelu", Activation::Gelu}, {"gelu_new", Activation::GeluNew}, {"gelu_pytorch_tanh", Activation::GeluNew},
    {"relu", Activation::Relu}, {"silu", Activation::Silu},        {"swish", Activation::Silu},
    {"tanh", Activation::Tanh}};

constexpr std::pair<const char*, ProblemType> kProblemTypes[] = {{"single_label_classification", ProblemType::SingleLabel},
                                                                 {"multi_label_classification", ProblemType::MultiLabel},
                                                                 {"regression", ProblemType::Regression}};

/// The fields of one config.json; every refusal names file and field.
class Fields {
public:
    Fields(const Json& json, const std::string& file)
        : m_json(json)
        , m_file(file)
    {
    }

    [[noreturn]] void refuse(const std::string& field, const std::string& what, const std::string& wayOut = kFetchAgain) const
    {
        throw Error("In " + m_file + ", " + field + " " + what + ".", wayOut);
    }

    const Json* find(const char* field) const { return entryOf(m_json, field); }

    std::int64_t size(const char* field, std::optional<std::int64_t> otherwise, std::int64_t largest = kLargestSize) const
    {
        const Json* value = find(field);
        if (!value && !otherwise)
            refuse(field, "is missing");
        if (!value)
            return *otherwise;
        if (!value->is_number_integer())
            refuse(field, "is " + excerptOf(*value) + ", not a whole number");
        const bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(largest);
        if (huge || value->get<std::int64_t>() < 1)
            refuse(field, "is " + excerptOf(*value) + "; it must lie between 1 and " + std::to_string(largest));
        return value->get<std::int64_t>();
    }

    /// From `least` to `most`.
    double number(const char* field, double otherwise, double least, double most) const
    {
        const Json* value = find(field);
        if (!value)
            return otherwise;
        if (!value->is_number())
            refuse(field, "is " + excerptOf(*value) + ", not a number");
        const double stated = value->get<double>();
        if (!(stated >= least && stated <= most))
            refuse(field, "is " + excerptOf(*value) + "; it must lie between " + Json(least).dump() + " and " + Json(most).dump());
        return stated;
    }

    std::string text(const char* field, const std::string& otherwise) const
    {
        const Json* value = find(field);
        if (value && !value->is_string())
            refuse(field, "is " + excerptOf(*value) + ", not a text");
        return value ? value->get<std::string>() : otherwise;
    }

    bool flag(const char* field) const
    {
        const Json* value = find(field);
        if (value && !value->is_boolean())
            refuse(field, "is " + excerptOf(*value) + ", neither true nor false");
        return value && value->get<bool>();
    }

private:
    const Json& m_json;
    const std::string& m_file;
};

Activation activation(const Fields& fields)
{
    const std::string name = fields.text("hidden_act", "gelu");
    std::string known;
    for (const auto& [spelling, meaning] : kActivations) {
        if (name == spelling)
            return meaning;
        known += (known.empty() ? "" : ", ") + std::string(spelling);
    }
    fields.refuse("hidden_act", "is \"" + printable(name) + "\", which Attune does not compute (it knows " + known + ")",
                  "Choose another checkpoint.");
}

/// Labels that read alike get their ids behind them, "a (0)" and "a (1)": answers and label2id are keyed by text.
void makeDistinct(std::vector<std::string>& names)
{
    std::unordered_map<std::string, std::size_t> counts;
    for (const auto& name : names)
        ++counts[name];
    if (counts.size() == names.size())
        return;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (counts.at(names[i]) == 1)
            continue;
        std::string name = names[i];
        do
            name += " (" + std::to_string(i) + ")";
        while (counts.contains(name)); // another label may read just so
        counts.emplace(name, 1);
        names[i] = name;
    }
}

std::vector<std::string> labels(const Fields& fields)
{
    std::vector<std::string> names;
    const Json* stated = fields.find("id2label");
    if (!stated) {
        const std::int64_t count = fields.size("num_labels", 2, kMostLabels);
        for (std::int64_t i = 0; i < count; ++i)
            names.push_back("LABEL_" + std::to_string(i));
        return names;
    }
    // As in transformers, id2label counts where num_labels or label2id say something else.
    if (!stated->is_object() || stated->empty())
        fields.refuse("id2label", "does not map ids to labels");
    for (std::size_t i = 0; i < stated->size(); ++i) {
        const auto label = stated->find(std::to_string(i));
        if (label == stated->end())
            fields.refuse("id2label", "has " + std::to_string(stated->size()) + " entries and none for id " + std::to_string(i));
        if (label->is_structured() || label->is_null())
            fields.refuse("id2label", "has no text for id " + std::to_string(i));
        names.push_back(label->is_string() ? label->get<std::string>() : label->dump());
    }
    makeDistinct(names);
    return names;
}

ProblemType problemType(const Fields& fields, std::size_t labels)
{
    const std::string name = fields.text("problem_type", labels == 1 ? "regression" : "single_label_classification");
    for (const auto& [spelling, meaning] : kProblemTypes)
        if (name == spelling)
            return meaning;
    fields.refuse("problem_type", "is \"" + printable(name)
                                      + "\"; it is one of single_label_classification, multi_label_classification and regression");
}

/// Where model_type does not tell the family, architectures may: a RoBERTa of 2019 would be computed with wrong positions.
void refuseOtherFamilies(const Fields& fields)
{
    const Json* listed = fields.find("architectures");
    if (fields.find("model_type") || !listed || !listed->is_array() || listed->empty())
        return;
    for (const Json& name : *listed)
        if (name.is_string() && name.get_ref<const std::string&>().starts_with("Bert"))
            return;
    fields.refuse("architectures", "names " + excerptOf(listed->front()) + ", and Attune trains BERT only", kAnotherBert);
}

void refuseOtherArchitectures(const Fields& fields)
{
    // The configurations of 2018 state no model_type.
    if (const std::string type = fields.text("model_type", "bert"); type != "bert")
        fields.refuse("model_type", "is \"" + printable(type) + "\", and Attune trains BERT only", kAnotherBert);
    if (const std::string positions = fields.text("position_embedding_type", "absolute"); positions != "absolute")
        fields.refuse("position_embedding_type", "is \"" + printable(positions) + "\"; Attune computes absolute positions only", kAnotherBert);
    for (const char* field : {"is_decoder", "add_cross_attention", "is_encoder_decoder"})
        if (fields.flag(field))
            fields.refuse(field, "is true, and Attune trains encoders only", kAnotherBert);
    if (const Json* pruned = fields.find("pruned_heads"); pruned && !pruned->empty())
        fields.refuse("pruned_heads", "removes attention heads, which Attune does not compute", kAnotherBert);
    if (fields.find("quantization_config"))
        fields.refuse("quantization_config", "says that the weights are quantised, and Attune reads F32, F16, BF16 and F64 only",
                      "Choose the checkpoint from which the quantised one was made.");
    refuseOtherFamilies(fields);
}

// The first spelling of each activation is the one that every version of transformers knows.
template<typename Meaning, std::size_t size>
const char* spelling(const std::pair<const char*, Meaning> (&known)[size], Meaning meaning)
{
    return std::ranges::find(known, meaning, &std::pair<const char*, Meaning>::second)->first;
}

} // namespace

std::int64_t ModelConfig::parameterCount() const
{
    const std::int64_t embeddings = (vocabSize + maxPositionEmbeddings + typeVocabSize + 2) * hiddenSize;
    const std::int64_t attention = 4 * (hiddenSize + 1) * hiddenSize;
    const std::int64_t feedForward = (hiddenSize + 1) * intermediateSize + (intermediateSize + 1) * hiddenSize;
    const std::int64_t layer = attention + feedForward + 4 * hiddenSize;
    const std::int64_t pooler = (hiddenSize + 1) * hiddenSize;
    return embeddings + numHiddenLayers * layer + pooler + (hiddenSize + 1) * static_cast<std::int64_t>(labels.size());
}

ModelConfig ModelConfig::readFile(const std::filesystem::path& file)
{
    const auto text = readSmallFile(file, kLargestSettings);
    if (!text)
        throw Error("There is no file " + file.string() + ".",
                    "Choose a directory that holds a checkpoint: config.json, the tokenizer's files and the weights.");
    return parse(*text, file.string());
}

ModelConfig ModelConfig::parse(const std::string& text, const std::string& name)
{
    const Json json = parseJsonObject(text, name);
    const Fields fields(json, name);
    refuseOtherArchitectures(fields);

    const ModelConfig usual;
    ModelConfig config;
    config.hiddenSize = fields.size("hidden_size", std::nullopt);
    config.vocabSize = fields.size("vocab_size", std::nullopt);
    config.numHiddenLayers = fields.size("num_hidden_layers", std::nullopt, kMostLayers);
    config.numAttentionHeads = fields.size("num_attention_heads", std::nullopt);
    config.intermediateSize = fields.size("intermediate_size", std::nullopt);
    config.maxPositionEmbeddings = fields.size("max_position_embeddings", usual.maxPositionEmbeddings);
    config.typeVocabSize = fields.size("type_vocab_size", usual.typeVocabSize);
    if (config.hiddenSize % config.numAttentionHeads != 0)
        fields.refuse("hidden_size", "is " + std::to_string(config.hiddenSize) + ", which num_attention_heads = "
                                         + std::to_string(config.numAttentionHeads) + " does not divide");

    const double mostDropout = std::nextafter(1.0, 0.0);
    config.layerNormEps = fields.number("layer_norm_eps", usual.layerNormEps, 0, 1);
    config.hiddenDropoutProb = fields.number("hidden_dropout_prob", usual.hiddenDropoutProb, 0, mostDropout);
    config.attentionProbsDropoutProb = fields.number("attention_probs_dropout_prob", usual.attentionProbsDropoutProb, 0, mostDropout);
    config.classifierDropout = fields.number("classifier_dropout", config.hiddenDropoutProb, 0, mostDropout);
    config.initializerRange = fields.number("initializer_range", usual.initializerRange, 0, 10);
    config.hiddenAct = activation(fields);
    config.labels = core::labels(fields);
    config.problemType = core::problemType(fields, config.labels.size());

    if (const std::int64_t count = config.parameterCount(); count > kMostParameters)
        throw Error(name + " describes a network of " + std::to_string(count) + " parameters (hidden_size "
                        + std::to_string(config.hiddenSize) + ", intermediate_size " + std::to_string(config.intermediateSize)
                        + ", num_hidden_layers " + std::to_string(config.numHiddenLayers) + ").",
                    kFetchAgain);
    return config;
}

std::string ModelConfig::toJson() const
{
    Json id2label = Json::object();
    Json label2id = Json::object();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        id2label[std::to_string(i)] = labels[i];
        label2id[labels[i]] = i;
    }
    const Json json = {
        {"architectures", {"BertForSequenceClassification"}},
        {"attention_probs_dropout_prob", attentionProbsDropoutProb},
        {"classifier_dropout", classifierDropout},
        {"hidden_act", spelling(kActivations, hiddenAct)},
        {"hidden_dropout_prob", hiddenDropoutProb},
        {"hidden_size", hiddenSize},
        {"id2label", id2label},
        {"initializer_range", initializerRange},
        {"intermediate_size", intermediateSize},
        {"label2id", label2id},
        {"layer_norm_eps", layerNormEps},
        {"max_position_embeddings", maxPositionEmbeddings},
        {"model_type", "bert"},
        {"num_attention_heads", numAttentionHeads},
        {"num_hidden_layers", numHiddenLayers},
        {"pad_token_id", 0},
        {"position_embedding_type", "absolute"},
        {"problem_type", spelling(kProblemTypes, problemType)},
        {"torch_dtype", "float32"},
        {"type_vocab_size", typeVocabSize},
        {"use_cache", true},
        {"vocab_size", vocabSize},
    };
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace attune::core
