#include "app/cli/commands.h"

#include "app/cli/explanation_table.h"
#include "app/cli/output.h"
#include "app/cli/percent_line.h"
#include "app/cli/validators.h"
#include "core/engine/loader.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace attune::cli {

namespace {

struct ExplainArguments {
    std::string model, text, textPair, label, method = core::explainMethodName(core::ExplainMethod::IntegratedGradients), device = "auto";
    std::size_t steps = core::kUsualExplainSteps, maxLength = 0;
    bool json = false;
};

void printJson(const core::Explanation& explanation)
{
    nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
    for (const core::Token& token : explanation.tokens)
        tokens.push_back(token.text);
    nlohmann::ordered_json answer{{"tokens", tokens},
                                  {"class", explanation.labels[explanation.label]},
                                  {"attributions", explanation.attributions},
                                  {"convergence_delta", nullptr},
                                  {"logits", explanation.logits},
                                  {"method", core::explainMethodName(explanation.method)},
                                  {"truncated", explanation.fullLength > explanation.tokens.size()}};
    if (explanation.convergenceDelta)
        answer["convergence_delta"] = *explanation.convergenceDelta;
    std::cout << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void explain(const ExplainArguments& arguments, bool isPair)
{
    const std::filesystem::path checkpoint = core::checkpointOf(arguments.model);
    const core::CheckpointSummary summary = core::inspectCheckpoint(checkpoint); // what is broken is told before the engine is loaded
    core::ExplainOptions options;
    options.method = core::explainMethodNamed(arguments.method);
    if (!arguments.label.empty())
        options.label = core::labelNamed(summary.config.labels, arguments.label);
    options.steps = arguments.steps;
    options.maxLength = arguments.maxLength;
    core::TextInput input{arguments.text, std::nullopt};
    if (isPair)
        input.second = arguments.textPair;
    const auto classifier = core::loadEngine().openClassifier(checkpoint, arguments.device);
    const auto pass = classifier->explain(input, options);
    {
        PercentLine progress("Explaining");
        for (; !pass->finished(); pass->step())
            progress.show(pass->done(), pass->total());
    }
    if (arguments.json)
        printJson(pass->explanation());
    else
        std::cout << explanationTable(pass->explanation());
    finishOutput();
}

} // namespace

void addExplain(CLI::App& app)
{
    auto arguments = std::make_shared<ExplainArguments>();
    CLI::App* command = app.add_subcommand("explain", "Show which tokens of a text moved a class's score, or where the model looked");
    command->footer("Examples: attune-cli explain my-run --text \"It could not be better.\"\n"
                    "          attune-cli explain my-run --text \"It could not be better.\" --class negative --method leave-one-out --json\n"
                    "Methods:  integrated-gradients  shares out the score, less that of an empty text, among the tokens\n"
                    "          gradient-x-input      the same from the text's own slope alone: quicker and coarser\n"
                    "          leave-one-out         masks every word once and shows what the score loses; needs no gradient\n"
                    "          rollout               what [CLS] looked at, followed through all layers: no class plays a part in it");
    command->add_option("MODEL", arguments->model, "A fine-tuned checkpoint's folder, or a run's")->required()->check(notEmpty());
    command->add_option("--text", arguments->text, "The text")->required()->check(notEmpty());
    CLI::Option* textPair = command->add_option("--text-pair", arguments->textPair, "The second text, for a model of pairs");
    command->add_option("--class", arguments->label, "The class whose score is explained: its label, or its index from 0 (default: the predicted one)")
        ->check(notEmpty());
    command->add_option("--method", arguments->method, "integrated-gradients, gradient-x-input, rollout or leave-one-out")
        ->check(explainMethodName())
        ->capture_default_str();
    command->add_option("--steps", arguments->steps, "Points at which integrated-gradients takes a gradient; the others have none")
        ->check(unsignedNumber())
        ->check(CLI::Range(std::size_t{1}, core::kMostExplainSteps))
        ->capture_default_str();
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_flag("--json", arguments->json, "One JSON object instead of a table");
    command->callback([arguments, textPair] { explain(*arguments, textPair->count() > 0); });
}

} // namespace attune::cli
