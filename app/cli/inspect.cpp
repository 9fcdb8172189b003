#include "app/cli/commands.h"

#include "app/cli/data_options.h"
#include "app/cli/forecast.h"
#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/loader.h"
#include "core/runs/run_directory.h"
#include "core/text/tokenizer.h"
#include "core/utf8.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kKeyWidth = 12;
constexpr std::size_t kMostNames = 6; // of a list in the plain output

struct InspectArguments {
    std::string checkpoint, data;
    core::ColumnNames columns;
    DialectArguments dialect;
    double validationSplit = 0.1;
    bool json = false;
};

struct SpecialToken {
    const char* role; ///< as special_tokens_map.json calls it
    std::int32_t id;
};

std::vector<SpecialToken> specialTokens(const core::Vocabulary& vocabulary)
{
    std::vector<SpecialToken> tokens{{"unk_token", vocabulary.unknown()}, {"sep_token", vocabulary.sep()},
        {"pad_token", vocabulary.pad()}, {"cls_token", vocabulary.cls()}};
    if (const auto mask = vocabulary.id("[MASK]"))
        tokens.push_back({"mask_token", *mask});
    return tokens;
}

std::uintmax_t fileBytes(const core::CheckpointSummary& summary, const std::string& file)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(summary.directory / file, absent);
    return absent ? 0 : size;
}

/// The fields of config.json by their own names, without the labels.
Json architecture(const core::ModelConfig& config)
{
    const Json written = Json::parse(config.toJson());
    Json fields = Json::object();
    for (const char* field : {"model_type", "num_hidden_layers", "hidden_size", "num_attention_heads", "intermediate_size",
             "hidden_act", "vocab_size", "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "hidden_dropout_prob",
             "attention_probs_dropout_prob", "classifier_dropout", "initializer_range"})
        fields[field] = written.at(field);
    return fields;
}

void printJson(const core::CheckpointSummary& summary, const core::Vocabulary& vocabulary, const std::optional<core::TrainingForecast>& forecast)
{
    Json special = Json::object(), files = Json::array();
    for (const auto& [role, id] : specialTokens(vocabulary))
        special[role] = {{"token", vocabulary.token(id)}, {"id", id}};
    for (const auto& file : summary.files)
        files.push_back({{"name", file}, {"bytes", fileBytes(summary, file)}});
    Json answer{{"name", summary.name}, {"directory", summary.directory.string()},
        {"architecture", architecture(summary.config)}, {"parameters", summary.parameters},
        {"tokenizer",
            {{"vocabulary_size", summary.vocabularySize}, {"do_lower_case", summary.lowerCase}, {"max_length", summary.maxLength},
                {"special_tokens", special}}},
        {"labels", summary.config.labels}, {"has_classifier", summary.hasClassifier},
        {"problem_type", Json::parse(summary.config.toJson()).at("problem_type")},
        {"weights",
            {{"format", summary.format}, {"dtype", summary.dtype}, {"tensors", summary.storedTensors},
                {"bytes", summary.weightBytes}, {"files", files}}},
        {"missing", summary.missing}, {"unused", summary.unused},
        {"licence", summary.licence.empty() ? Json(nullptr) : Json(summary.licence)}};
    if (forecast)
        answer["forecast"] = forecastJson(*forecast);
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void printLine(std::string_view key, const std::string& value)
{
    std::cout << fitted(key, kKeyWidth) << "  " << value << '\n';
}

/// The first names as a terminal may be shown them, and how many more there are.
std::string listed(const std::vector<std::string>& names)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i)
        list += (i ? ", " : "") + core::printable(names[i]);
    return names.size() > kMostNames ? list + " and " + std::to_string(names.size() - kMostNames) + " more" : list;
}

std::string plural(std::size_t count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void printPlain(const core::CheckpointSummary& summary, const core::Vocabulary& vocabulary)
{
    const core::ModelConfig& config = summary.config;
    const Json fields = Json::parse(config.toJson());
    printLine("checkpoint", summary.name + ", in " + summary.directory.string());
    printLine("architecture",
        "BERT: " + std::to_string(config.numHiddenLayers) + " layers, hidden size " + std::to_string(config.hiddenSize) + ", "
            + std::to_string(config.numAttentionHeads) + " heads of " + std::to_string(config.headSize()) + ", feed-forward "
            + std::to_string(config.intermediateSize) + ", " + fields.at("hidden_act").get<std::string>());
    printLine("embeddings",
        std::to_string(config.maxPositionEmbeddings) + " positions, " + std::to_string(config.typeVocabSize)
            + " token types, layer_norm_eps " + fields.at("layer_norm_eps").dump());
    printLine("parameters", std::to_string(summary.parameters));

    std::string special;
    for (const auto& [role, id] : specialTokens(vocabulary))
        special += (special.empty() ? "" : ", ") + core::printable(vocabulary.token(id)) + " " + std::to_string(id);
    printLine("tokenizer",
        std::to_string(summary.vocabularySize) + " tokens, " + (summary.lowerCase ? "lower-cased" : "cased") + ", at most "
            + std::to_string(summary.maxLength) + " tokens a text");
    printLine("special", special);

    printLine("labels",
        std::to_string(config.labels.size()) + ": " + listed(config.labels)
            + (summary.hasClassifier ? "" : " (no classifier is stored)"));
    printLine("problem", fields.at("problem_type").get<std::string>());

    printLine("weights",
        summary.format + ", " + summary.dtype + ", " + plural(summary.storedTensors, "tensor") + ", "
            + bytesInWords(summary.weightBytes));
    for (std::size_t i = 0; i < summary.files.size(); ++i)
        printLine(i == 0 ? "files" : "", core::printable(summary.files[i]) + ", " + bytesInWords(fileBytes(summary, summary.files[i])));
    printLine("missing", summary.missing.empty() ? "none" : listed(summary.missing) + ": newly initialised");
    printLine("unused", summary.unused.empty() ? "none" : listed(summary.unused));
    printLine("licence", summary.licence.empty() ? "not stated" : summary.licence);
}

/// What training it on a file with the defaults would take.
core::TrainingForecast forecastFor(const InspectArguments& arguments, const core::CheckpointSummary& summary, const core::Tokenizer& tokenizer)
{
    const core::Table table = readTable(arguments.data, arguments.dialect.choice());
    const core::Dataset dataset = core::makeDataset(table, core::rolesNamed(table, arguments.columns));
    const core::TrainingOptions options = core::defaultOptions(summary.config);
    return forecastOn(core::loadEngine(), summary, options, core::textsOf(dataset, arguments.validationSplit, tokenizer, summary.config, options));
}

void inspect(const InspectArguments& arguments)
{
    const std::filesystem::path directory = core::checkpointOf(arguments.checkpoint);
    const core::CheckpointSummary summary = core::inspectCheckpoint(directory);
    const core::Tokenizer tokenizer = core::Tokenizer::fromDirectory(directory);
    std::optional<core::TrainingForecast> forecast;
    if (!arguments.data.empty())
        forecast = forecastFor(arguments, summary, tokenizer);
    if (arguments.json) {
        printJson(summary, tokenizer.vocabulary(), forecast);
    } else {
        printPlain(summary, tokenizer.vocabulary());
        if (forecast)
            for (const auto& [key, value] : forecastLines(*forecast))
                printLine(key, value);
    }
    finishOutput();
}

} // namespace

void addInspect(CLI::App& app)
{
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* command = app.add_subcommand(
        "inspect", "Tell what a checkpoint holds: architecture, tokenizer, labels, files, what is missing or unused");
    command->footer("Examples: attune-cli inspect bert-base-uncased --json\n          attune-cli inspect bert-base-uncased --data reviews.csv");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A folder in HuggingFace's format, or a run's")->required();
    command->add_option("--data", arguments->data, "Forecast what training on this file takes of memory and time, - is standard input")->check(notEmpty());
    command->add_option("--validation-split", arguments->validationSplit, "Share of its rows held back to check with")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    addColumnOptions(*command, arguments->columns);
    addDialectOptions(*command, arguments->dialect);
    command->add_flag("--json", arguments->json, "Print one JSON object");
    command->callback([arguments] { inspect(*arguments); });
}

} // namespace attune::cli
