#include "core/checkpoint/checkpoint.h"
#include "core/error.h"
#include "tests/core/checkpoint/files.h"
#include "tests/support/catch.h"

#include <numeric>

using namespace attune;
using core::Activation;
using core::ModelConfig;
using nlohmann::json;

namespace {

json smallest()
{
    return {{"vocab_size", 100}, {"hidden_size", 12}, {"num_hidden_layers", 2}, {"num_attention_heads", 3}, {"intermediate_size", 24}};
}

ModelConfig with(const std::string& field, const json& value)
{
    json config = smallest();
    config[field] = value;
    return ModelConfig::parse(config.dump(), "some/config.json");
}

void refused(const std::string& field, const json& value, const std::string& shown = {})
{
    INFO(field << " = " << value);
    CHECK_THROWS_WITH(with(field, value), ContainsSubstring("some/config.json") && ContainsSubstring(field) && ContainsSubstring(shown));
}

} // namespace

TEST_CASE("A configuration of 2018 that states sizes only gets BERT's defaults")
{
    const ModelConfig config = ModelConfig::parse(smallest().dump(), "config.json");
    CHECK(config.vocabSize == 100);
    CHECK(config.hiddenSize == 12);
    CHECK(config.numHiddenLayers == 2);
    CHECK(config.numAttentionHeads == 3);
    CHECK(config.headSize() == 4);
    CHECK(config.intermediateSize == 24);
    CHECK(config.maxPositionEmbeddings == 512);
    CHECK(config.typeVocabSize == 2);
    CHECK(config.layerNormEps == 1e-12);
    CHECK(config.hiddenDropoutProb == 0.1);
    CHECK(config.classifierDropout == 0.1);
    CHECK(config.hiddenAct == Activation::Gelu);
    CHECK(config.labels == std::vector<std::string>{"LABEL_0", "LABEL_1"});
}

TEST_CASE("Every size that a network is made of must be stated")
{
    const json sizes = smallest();
    for (const auto& [field, value] : sizes.items()) {
        json config = sizes;
        config.erase(field);
        CHECK_THROWS_WITH(ModelConfig::parse(config.dump(), "config.json"), ContainsSubstring("config.json") && ContainsSubstring(field + " is missing"));
        config[field] = nullptr;
        CHECK_THROWS_WITH(ModelConfig::parse(config.dump(), "config.json"), ContainsSubstring(field + " is missing"));
    }
}

TEST_CASE("Absurd sizes are refused by name")
{
    for (const char* field : {"vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
                              "max_position_embeddings", "type_vocab_size"}) {
        refused(field, 0, "0");
        refused(field, -1, "-1");
        refused(field, 10'000'001, "10000001");
        refused(field, std::uint64_t{18446744073709551615u}, "18446744073709551615");
        refused(field, 12.0, "12.0");
        refused(field, "12", "\"12\"");
        refused(field, true);
        refused(field, json::array({12}));
        refused(field, json::object());
    }
    refused("num_hidden_layers", 1001, "1000");
    refused("num_labels", -2);
    refused("num_labels", 1'000'000);
}

TEST_CASE("Sizes that are bearable one by one but not together are refused")
{
    json config = smallest();
    for (const char* field : {"vocab_size", "hidden_size", "intermediate_size", "max_position_embeddings"})
        config[field] = 10'000'000;
    config["num_hidden_layers"] = 1000;
    config["num_attention_heads"] = 1;
    CHECK_THROWS_WITH(ModelConfig::parse(config.dump(), "config.json"), ContainsSubstring("parameters") && ContainsSubstring("hidden_size"));
}

TEST_CASE("Heads must divide the hidden size")
{
    CHECK_THROWS_WITH(with("num_attention_heads", 5),
                      ContainsSubstring("config.json") && ContainsSubstring("hidden_size is 12") && ContainsSubstring("num_attention_heads = 5"));
}

TEST_CASE("Each activation has its spellings")
{
    CHECK(with("hidden_act", "gelu").hiddenAct == Activation::Gelu);
    CHECK(with("hidden_act", "gelu_new").hiddenAct == Activation::GeluNew);
    CHECK(with("hidden_act", "gelu_pytorch_tanh").hiddenAct == Activation::GeluNew);
    CHECK(with("hidden_act", "relu").hiddenAct == Activation::Relu);
    CHECK(with("hidden_act", "silu").hiddenAct == Activation::Silu);
    CHECK(with("hidden_act", "swish").hiddenAct == Activation::Silu);
    CHECK(with("hidden_act", "tanh").hiddenAct == Activation::Tanh);
    for (const char* other : {"mish", "quick_gelu", "gelu_fast", "gelu_10", "GELU", ""})
        refused("hidden_act", other, "it knows gelu, gelu_new, gelu_pytorch_tanh, relu, silu, swish, tanh");
    refused("hidden_act", 7);
}

TEST_CASE("What is not BERT is refused")
{
    refused("model_type", "albert", "albert");
    refused("model_type", 1);
    refused("position_embedding_type", "relative_key", "relative_key");
    refused("is_decoder", true);
    refused("is_decoder", "yes");
    refused("add_cross_attention", true);
    refused("is_encoder_decoder", true);
    refused("pruned_heads", {{"0", {1, 2}}});
    refused("quantization_config", {{"bits", 4}}, "quantised");
    refused("architectures", {"RobertaForMaskedLM"}, "RobertaForMaskedLM");
    CHECK_NOTHROW(with("quantization_config", nullptr));
    CHECK_NOTHROW(with("architectures", {"BertForPreTraining"}));
    CHECK_NOTHROW(with("architectures", json::array()));
    json named = smallest(); // where model_type tells the family, it counts, as in transformers
    named["model_type"] = "bert";
    named["architectures"] = {"OwnClassifier"};
    CHECK_NOTHROW(ModelConfig::parse(named.dump(), ""));
    CHECK_NOTHROW(with("chunk_size_feed_forward", 8));
    CHECK_NOTHROW(with("model_type", "bert"));
    CHECK_NOTHROW(with("model_type", nullptr));
    CHECK_NOTHROW(with("is_decoder", false));
    CHECK_NOTHROW(with("pruned_heads", json::object()));
    CHECK_NOTHROW(with("position_embedding_type", "absolute"));
}

TEST_CASE("Shares are numbers between 0 and 1")
{
    for (const char* field : {"hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout"}) {
        refused(field, -0.1);
        refused(field, 1);
        refused(field, 1e300);
        refused(field, "0.1");
        CHECK_NOTHROW(with(field, 0));
    }
    refused("layer_norm_eps", -1e-12);
    refused("initializer_range", 11);
    CHECK(with("layer_norm_eps", 1e-5).layerNormEps == 1e-5);
    CHECK(with("attention_probs_dropout_prob", 0.25).attentionProbsDropoutProb == 0.25);
}

TEST_CASE("A classifier without dropout of its own takes the hidden layers'")
{
    CHECK(with("hidden_dropout_prob", 0.3).classifierDropout == 0.3);
    json config = smallest();
    config["hidden_dropout_prob"] = 0.3;
    config["classifier_dropout"] = nullptr;
    CHECK(ModelConfig::parse(config.dump(), "").classifierDropout == 0.3);
    config["classifier_dropout"] = 0.0;
    CHECK(ModelConfig::parse(config.dump(), "").classifierDropout == 0.0);
}

TEST_CASE("Labels come from id2label in the order of their ids, else from num_labels")
{
    CHECK(with("id2label", {{"1", "good"}, {"0", "bad"}}).labels == std::vector<std::string>{"bad", "good"});
    json eleven;
    for (int i = 0; i < 11; ++i)
        eleven[std::to_string(i)] = std::string("L").append(std::to_string(i));
    CHECK(with("id2label", eleven).labels[10] == "L10");
    CHECK(with("num_labels", 3).labels == std::vector<std::string>{"LABEL_0", "LABEL_1", "LABEL_2"});
    CHECK(with("id2label", {{"0", 1}, {"1", 2}}).labels == std::vector<std::string>{"1", "2"});
    refused("id2label", json::object());
    refused("id2label", json::array({"bad", "good"}));
    refused("id2label", {{"0", "bad"}, {"2", "good"}}, "id 1");
    refused("id2label", {{"1", "bad"}, {"2", "good"}}, "id 0");
    refused("id2label", {{"0", nullptr}});
}

TEST_CASE("Labels that contradict num_labels or label2id are decided as transformers does: id2label counts")
{
    json config = smallest();
    config["id2label"] = {{"0", "bad"}, {"1", "good"}};
    config["num_labels"] = 7;
    config["label2id"] = {{"bad", 1}, {"other", 0}};
    CHECK(ModelConfig::parse(config.dump(), "").labels == std::vector<std::string>{"bad", "good"});
}

TEST_CASE("Labels that read alike are told apart by their ids, and what is written maps back")
{
    using Labels = std::vector<std::string>;
    CHECK(with("id2label", {{"0", "a"}, {"1", "a"}, {"2", "b"}}).labels == Labels{"a (0)", "a (1)", "b"});
    CHECK(with("id2label", {{"0", "a"}, {"1", "a (0)"}, {"2", "a"}}).labels == Labels{"a (0) (0)", "a (0)", "a (2)"});
    CHECK(with("id2label", {{"0", "a"}, {"1", "a (2)"}, {"2", "a"}, {"3", "a (2)"}}).labels == Labels{"a (0)", "a (2) (1)", "a (2) (2)", "a (2) (3)"});
    const ModelConfig config = with("id2label", {{"0", 1}, {"1", "1"}});
    CHECK(config.labels == Labels{"1 (0)", "1 (1)"});
    CHECK(json::parse(config.toJson())["label2id"] == json({{"1 (0)", 0}, {"1 (1)", 1}}));
    CHECK(ModelConfig::parse(config.toJson(), "").labels == config.labels);
}

TEST_CASE("The problem's type is read, or inferred as transformers does")
{
    using core::ProblemType;
    CHECK(with("problem_type", nullptr).problemType == ProblemType::SingleLabel);
    CHECK(with("num_labels", 1).problemType == ProblemType::Regression);
    CHECK(with("problem_type", "single_label_classification").problemType == ProblemType::SingleLabel);
    CHECK(with("problem_type", "multi_label_classification").problemType == ProblemType::MultiLabel);
    CHECK(with("problem_type", "regression").problemType == ProblemType::Regression);
    refused("problem_type", "ranking", "ranking");
    refused("problem_type", 3);

    ModelConfig config = with("problem_type", "multi_label_classification");
    CHECK(json::parse(config.toJson())["problem_type"] == "multi_label_classification");
    config.problemType = ProblemType::Regression;
    CHECK(ModelConfig::parse(config.toJson(), "").problemType == ProblemType::Regression);
}

TEST_CASE("A configuration that is not a JSON object is refused by the file's name")
{
    for (const std::string& text : std::vector<std::string>{"", "<!DOCTYPE html>", "{", "[]", "3", "{\"vocab_size\": \"\xFF\"}"})
        CHECK_THROWS_WITH(ModelConfig::parse(text, "some/config.json"), ContainsSubstring("some/config.json"));
}

TEST_CASE("A configuration that nests a million deep is refused like any other")
{
    CHECK_THROWS_AS(ModelConfig::parse(std::string(1'000'000, '['), "config.json"), core::Error);
    std::string deep(1'000'000, '[');
    deep.append(1'000'000, ']');
    CHECK_THROWS_AS(ModelConfig::parse(deep, "config.json"), core::Error);
    CHECK_NOTHROW(with("unheard", json::parse(std::string(90, '[') + std::string(90, ']'))));
    CHECK_NOTHROW(with("unheard", std::string(500, '['))); // brackets within a text nest nothing
    deep.insert(0, "{\"vocab_size\":").append("}");
    CHECK_THROWS_WITH(ModelConfig::parse(deep, "config.json"), ContainsSubstring("config.json"));
}

TEST_CASE("A configuration file is refused unread when it is absent, no file or endless")
{
    const test::TemporaryDirectory directory;
    CHECK_THROWS_WITH(ModelConfig::readFile(directory / "config.json"), ContainsSubstring("config.json"));
    CHECK_THROWS_AS(ModelConfig::readFile(directory.path()), core::Error);
    test::writeBytes(directory / "config.json", "{}");
    std::filesystem::resize_file(directory / "config.json", std::uintmax_t{1} << 40);
    CHECK_THROWS_WITH(ModelConfig::readFile(directory / "config.json"), ContainsSubstring("1099511627776 bytes"));
}

TEST_CASE("A configuration that is written is read again as it was")
{
    for (const Activation activation : {Activation::Gelu, Activation::GeluNew, Activation::Relu, Activation::Silu, Activation::Tanh}) {
        ModelConfig config = ModelConfig::parse(smallest().dump(), "");
        config.hiddenAct = activation;
        config.layerNormEps = 1e-7;
        config.hiddenDropoutProb = 0.15;
        config.attentionProbsDropoutProb = 0;
        config.classifierDropout = 0.25;
        config.maxPositionEmbeddings = 40;
        config.typeVocabSize = 1;
        config.initializerRange = 0.03;
        config.labels = {"z\xC3\xBCrich", "\"", "1"};
        const ModelConfig again = ModelConfig::parse(config.toJson(), "written");
        CHECK(again.toJson() == config.toJson());
        CHECK(again.hiddenAct == activation);
        CHECK(again.labels == config.labels);
        CHECK(again.classifierDropout == 0.25);
        CHECK(again.maxPositionEmbeddings == 40);
    }
}

TEST_CASE("A written configuration holds what transformers builds a classifier from")
{
    ModelConfig config = ModelConfig::parse(smallest().dump(), "");
    config.labels = {"bad", "good"};
    const json written = json::parse(config.toJson());
    CHECK(written["architectures"] == json::array({"BertForSequenceClassification"}));
    CHECK(written["model_type"] == "bert");
    CHECK(written["problem_type"] == "single_label_classification");
    CHECK(written["torch_dtype"] == "float32");
    CHECK(written["id2label"] == json({{"0", "bad"}, {"1", "good"}}));
    CHECK(written["label2id"] == json({{"bad", 0}, {"good", 1}}));
    CHECK(written["hidden_act"] == "gelu");
    CHECK(written["layer_norm_eps"] == 1e-12);
}

TEST_CASE("The parameter count is the sum over the parameters")
{
    ModelConfig config = ModelConfig::parse(smallest().dump(), "");
    config.labels = {"a", "b", "c", "d", "e"};
    std::int64_t sum = 0;
    for (const auto& parameter : core::bertParameters(config))
        sum += std::accumulate(parameter.shape.begin(), parameter.shape.end(), std::int64_t{1}, std::multiplies());
    CHECK(config.parameterCount() == sum);

    // BERT-base with two labels, as transformers counts it.
    ModelConfig base;
    base.vocabSize = 30522;
    base.hiddenSize = 768;
    base.numHiddenLayers = 12;
    base.numAttentionHeads = 12;
    base.intermediateSize = 3072;
    base.labels = {"LABEL_0", "LABEL_1"};
    CHECK(base.parameterCount() == 109'483'778);
}
