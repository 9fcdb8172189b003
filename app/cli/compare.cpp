#include "app/cli/commands.h"

#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/checkpoint/spelling.h"
#include "core/engine/attention_change.h"
#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runs/run_before.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

struct CompareArguments {
    std::string model, other, text, textPair, device = "auto";
    std::size_t heads = 10, maxLength = 0;
    bool json = false;
};

/// Two answers to one text, and what became of the attention; or why that cannot be told.
struct Comparison {
    core::Prediction before, after;
    std::optional<core::AttentionChange> change = {};
    std::string incomparable = {};
};

Json toJson(const core::Prediction& prediction)
{
    return {{"label", prediction.labels[prediction.label]}, {"labels", prediction.labels}, {"probabilities", prediction.probabilities}, {"logits", prediction.logits}};
}

void printJson(const Comparison& comparison)
{
    Json tokens = Json::array(), changes;
    for (const core::Token& token : comparison.after.tokens)
        tokens.push_back(token.text);
    if (comparison.change)
        for (std::size_t layer = 0; layer < comparison.after.attention.layers; ++layer) {
            const auto first = comparison.change->byHead.begin() + static_cast<std::ptrdiff_t>(layer * comparison.after.attention.heads);
            changes.push_back(std::vector<float>(first, first + static_cast<std::ptrdiff_t>(comparison.after.attention.heads)));
        }
    const Json answer{{"tokens", tokens},
                      {"before", toJson(comparison.before)},
                      {"after", toJson(comparison.after)},
                      {"head_changes", changes},
                      {"incomparable", comparison.change ? Json() : Json(comparison.incomparable)},
                      {"truncated", comparison.after.fullLength > comparison.after.tokens.size()}};
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

/// A class that one of the two does not know has no figure there.
std::string probabilityOf(const core::Prediction& prediction, const std::string& label)
{
    const auto found = std::find(prediction.labels.begin(), prediction.labels.end(), label);
    if (found == prediction.labels.end())
        return "    -";
    char text[16];
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(prediction.probabilities[static_cast<std::size_t>(found - prediction.labels.begin())]));
    return text;
}

void printTable(const Comparison& comparison, std::size_t heads)
{
    std::vector<std::string> labels = comparison.after.labels;
    for (const std::string& label : comparison.before.labels)
        if (std::find(labels.begin(), labels.end(), label) == labels.end())
            labels.push_back(label);
    std::size_t width = 8;
    for (const std::string& label : labels)
        width = std::max(width, std::min<std::size_t>(columnsOf(core::printable(label)), 30));
    std::cout << fitted("", width) << "  before  after\n";
    for (const std::string& label : labels)
        std::cout << fitted(core::printable(label), width) << "   " << probabilityOf(comparison.before, label) << "  " << probabilityOf(comparison.after, label) << '\n';
    if (!comparison.change) {
        std::cout << '\n' << comparison.incomparable << '\n';
        return;
    }
    std::cout << "\nHeads whose attention changed most, on average over all pairs of tokens, in % of what a token gives\n"
                 "(layers and heads are counted from 0, as attend takes them):\n";
    const auto ranked = comparison.change->ranked();
    for (std::size_t i = 0; i < std::min(heads, ranked.size()); ++i)
        std::printf("  layer %2zu, head %2zu  %6.2f\n", ranked[i].layer, ranked[i].head, 100 * static_cast<double>(ranked[i].change));
    std::fflush(stdout);
}

void compare(const CompareArguments& arguments, bool isPair)
{
    const std::filesystem::path trained = core::checkpointOf(arguments.model);
    core::inspectCheckpoint(trained); // what is broken is told before the engine is loaded
    if (arguments.other.empty())
        core::checkpointBefore(arguments.model);
    else
        core::inspectCheckpoint(core::checkpointOf(arguments.other));
    core::PredictOptions options;
    options.maxLength = arguments.maxLength;
    options.attention = true;
    core::TextInput input{arguments.text, std::nullopt};
    if (isPair)
        input.second = arguments.textPair;
    core::Engine& engine = core::loadEngine();
    Comparison comparison;
    comparison.before = (arguments.other.empty() ? engine.openBefore(arguments.model, arguments.device)
                                                 : engine.openClassifier(core::checkpointOf(arguments.other), arguments.device))
                            ->predict(input, options);
    comparison.after = engine.openClassifier(trained, arguments.device)->predict(input, options);
    try {
        comparison.change = core::attentionChange(comparison.before, comparison.after);
    } catch (const core::Error& error) {
        comparison.incomparable = error.what();
    }
    if (arguments.json)
        printJson(comparison);
    else
        printTable(comparison, arguments.heads);
    finishOutput();
}

} // namespace

void addCompare(CLI::App& app)
{
    auto arguments = std::make_shared<CompareArguments>();
    CLI::App* command = app.add_subcommand("compare", "Show what training changed: a text's probabilities before and after, and the heads that look elsewhere now");
    command->footer("Examples: attune-cli compare my-run --text \"It could not be better.\"\n"
                    "          attune-cli compare my-run my-other-run --text \"It could not be better.\" --json");
    command->add_option("MODEL", arguments->model, "A run's folder; or, with OTHER, any fine-tuned checkpoint's")->required()->check(notEmpty());
    command->add_option("OTHER", arguments->other, "What it is compared with (default: the checkpoint that the run began with, under the run's classifier)")
        ->check(notEmpty());
    command->add_option("--text", arguments->text, "The text")->required()->check(notEmpty());
    CLI::Option* textPair = command->add_option("--text-pair", arguments->textPair, "The second text, for a model of pairs");
    CLI::Option* heads = command->add_option("--heads", arguments->heads, "Heads listed at most")->check(unsignedNumber())->capture_default_str();
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_flag("--json", arguments->json, "One JSON object with the change of every head, [layers, heads], from 0 to 1")->excludes(heads);
    command->callback([arguments, textPair] { compare(*arguments, textPair->count() > 0); });
}

} // namespace attune::cli
