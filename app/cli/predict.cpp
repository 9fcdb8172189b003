#include "app/cli/commands.h"

#include "core/engine/loader.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

struct PredictArguments {
    std::string checkpoint, text, device = "auto";
    std::size_t maxLength = 0;
    bool json = false;
};

void printJson(const core::Prediction& prediction)
{
    nlohmann::ordered_json probabilities = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        probabilities[prediction.labels[i]] = prediction.probabilities[i];
    nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
    for (const core::Token& token : prediction.tokens)
        tokens.push_back(token.text);
    const nlohmann::ordered_json answer{{"label", prediction.labels[prediction.label]},
                                        {"probabilities", probabilities},
                                        {"logits", prediction.logits},
                                        {"tokens", tokens},
                                        {"truncated", prediction.fullLength > prediction.tokens.size()}};
    std::cout << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << std::endl;
}

void printPlain(const core::Prediction& prediction)
{
    std::cout << prediction.labels[prediction.label] << '\n';
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        std::printf("%8.3f  %s\n", static_cast<double>(prediction.probabilities[i]), prediction.labels[i].c_str());
    if (prediction.fullLength > prediction.tokens.size())
        std::printf("The text has %zu tokens; its end is not read beyond %zu.\n", prediction.fullLength, prediction.maxLength);
}

} // namespace

void addPredict(CLI::App& app)
{
    auto arguments = std::make_shared<PredictArguments>();
    CLI::App* command = app.add_subcommand("predict", "Predict the label of a text");
    command->footer("Example: attune-cli predict my-run --text \"It could not be better.\" --json");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A fine-tuned checkpoint's folder, or a run's")->required();
    command->add_option("--text", arguments->text, "The text")->required();
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
    command->add_flag("--json", arguments->json, "One JSON object instead of words");
    command->callback([arguments] {
        core::Engine& engine = core::loadEngine();
        const auto classifier = engine.openClassifier(core::checkpointOf(arguments->checkpoint), arguments->device);
        core::PredictOptions options;
        options.maxLength = arguments->maxLength;
        const core::Prediction prediction = classifier->predict(arguments->text, options);
        arguments->json ? printJson(prediction) : printPlain(prediction);
    });
}

} // namespace attune::cli
