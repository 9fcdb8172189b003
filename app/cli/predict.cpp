#include "app/cli/commands.h"

#include "app/cli/data_options.h"
#include "app/cli/output.h"
#include "app/cli/predict_file.h"
#include "app/cli/text_input.h"
#include "app/cli/validators.h"
#include "core/checkpoint/spelling.h"
#include "core/engine/loader.h"
#include "core/runs/run_data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

constexpr float kTold = 0.5f; // of several labels, those at least this probable are told

struct PredictArguments {
    std::string checkpoint, text, textPair, input, output, textColumn, textPairColumn, device = "auto", precision = "fp32";
    DialectArguments dialect;
    std::size_t maxLength = 0, batchSize = 32;
    bool pairs = false, json = false;
};

/// The labels that a model with several of them a text gives to this one.
std::vector<std::string> labelsTold(const core::Prediction& prediction)
{
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        if (prediction.probabilities[i] >= kTold)
            labels.push_back(prediction.labels[i]);
    return labels;
}

bool severalLabels(const core::Prediction& prediction) { return prediction.problemType == core::ProblemType::MultiLabel; }

void printJson(const core::Prediction& prediction)
{
    nlohmann::ordered_json probabilities = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        probabilities[prediction.labels[i]] = prediction.probabilities[i];
    nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
    for (const core::Token& token : prediction.tokens)
        tokens.push_back(token.text);
    nlohmann::ordered_json answer{{"label", prediction.labels[prediction.label]}};
    if (severalLabels(prediction))
        answer["labels"] = labelsTold(prediction);
    answer["probabilities"] = probabilities;
    answer["logits"] = prediction.logits;
    answer["tokens"] = tokens;
    answer["truncated"] = prediction.fullLength > prediction.tokens.size();
    std::cout << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

std::string headline(const core::Prediction& prediction)
{
    if (!severalLabels(prediction))
        return core::printable(prediction.labels[prediction.label]);
    std::string told;
    for (const std::string& label : labelsTold(prediction))
        told += (told.empty() ? "" : ", ") + core::printable(label);
    return told.empty() ? "(none)" : told;
}

std::string threeDigits(float probability)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(probability));
    return text;
}

/// One text: every class has a line of its own.
void printWhole(const core::Prediction& prediction)
{
    std::cout << headline(prediction) << '\n';
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        std::cout << "   " << threeDigits(prediction.probabilities[i]) << "  " << core::printable(prediction.labels[i]) << '\n';
    if (prediction.fullLength > prediction.tokens.size())
        std::cout << "The text has " << prediction.fullLength << " tokens; of them " << prediction.maxLength << " are read.\n";
}

/// Many texts: a line each, label and its probability with a tab between.
void printLine(const core::Prediction& prediction)
{
    std::cout << headline(prediction) << '\t' << threeDigits(prediction.probabilities[prediction.label]) << '\n';
}

void predict(const PredictArguments& arguments)
{
    core::PredictOptions options;
    options.maxLength = arguments.maxLength;
    options.precision = core::precisionNamed(arguments.precision);
    const std::filesystem::path checkpoint = core::checkpointOf(arguments.checkpoint);
    core::inspectCheckpoint(checkpoint); // what is broken is told before the engine is loaded
    const auto classifier = core::loadEngine().openClassifier(checkpoint, arguments.device);

    if (!arguments.output.empty()) {
        const std::filesystem::path input = arguments.input == "-" ? "/dev/stdin" : arguments.input;
        const core::RunSources learned = core::sourcesBehind(arguments.checkpoint);
        return predictFile(*classifier,
                           {input, arguments.output, arguments.textColumn, arguments.textPairColumn, arguments.dialect.choice(), options,
                            learned.textColumn, learned.textPairColumn},
                           arguments.checkpoint, arguments.json);
    }
    if (arguments.input.empty()) {
        core::TextInput input{arguments.text, std::nullopt};
        if (arguments.pairs)
            input.second = arguments.textPair;
        const core::Prediction prediction = classifier->predictAll({&input, 1}, options).front();
        arguments.json ? printJson(prediction) : printWhole(prediction);
    } else {
        LineInput input(arguments.input);
        for (auto lines = &input.next(); !lines->empty(); lines = &input.next())
            for (std::size_t first = 0; first < lines->size(); first += arguments.batchSize) {
                const auto batch = std::span(*lines).subspan(first, std::min(arguments.batchSize, lines->size() - first));
                for (const core::Prediction& prediction : classifier->predictAll(inputsOf(batch, arguments.pairs, input, first), options))
                    arguments.json ? printJson(prediction) : printLine(prediction);
                std::cout.flush();
            }
    }
    finishOutput();
}

} // namespace

void addPredict(CLI::App& app)
{
    auto arguments = std::make_shared<PredictArguments>();
    CLI::App* command = app.add_subcommand("predict", "Predict the label of a text, of every line of a file, or of every row of a table");
    command->footer("Examples: attune-cli predict my-run --text \"It could not be better.\"\n"
                    "          attune-cli predict my-run --input reviews.csv --text-column review --output answers.csv\n"
                    "          attune-cli predict my-run --input reviews.txt --json > answers.jsonl");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A fine-tuned checkpoint's folder, or a run's")->required()->check(notEmpty());
    CLI::Option* text = command->add_option("--text", arguments->text, "The text");
    CLI::Option* textPair = command->add_option("--text-pair", arguments->textPair, "The second text, for a model of pairs")->needs(text);
    CLI::Option* input = command->add_option("INPUT,--input", arguments->input, "A file with one text a line or, with --output, a table of whatever shape; - is standard input")
                              ->check(notEmpty());
    auto* pairs = command->add_flag("--pairs", arguments->pairs, "Every line has two texts with a tab between them")->needs(input);
    auto* output = command
                       ->add_option("--output", arguments->output,
                                    "CSV file to write, - is standard output: every row of the table with the prediction and the probabilities behind its columns")
                       ->check(notEmpty())
                       ->needs(input)
                       ->excludes(pairs);
    command->add_option("--text-column", arguments->textColumn, "Name of the table's text column, or 0-based index without header (default: guessed)")
        ->check(notEmpty())
        ->needs(output);
    command->add_option("--text-pair-column", arguments->textPairColumn, "The same for the second text of pairs (default: none)")
        ->check(notEmpty())
        ->needs(output);
    addDialectOptions(*command, arguments->dialect, output);
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--batch-size", arguments->batchSize, "Texts computed at once, where a file has one a line")
        ->check(CLI::Range(std::size_t{1}, std::size_t{100000}))
        ->capture_default_str();
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_option("--precision", arguments->precision, "fp32, bf16 or fp16")->check(precisionName())->capture_default_str();
    command->add_flag("--json", arguments->json, "One JSON object for each text, or about the table, instead of words");
    command->callback([arguments, text, textPair, input] {
        if ((text->count() > 0) == (input->count() > 0))
            throw CLI::ValidationError("predict", "give either --text, or --input FILE, or - for standard input");
        if (textPair->count() > 0)
            arguments->pairs = true;
        predict(*arguments);
    });
}

} // namespace attune::cli
