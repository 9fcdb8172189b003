#include "app/cli/commands.h"

#include "core/engine/loader.h"

#include <iostream>

namespace attune::cli {

namespace {

struct AttendArguments {
    std::string checkpoint, text, output, device = "auto";
    std::size_t maxLength = 0;
};

template <typename T> std::span<const std::byte> bytesOf(const std::vector<T>& values)
{
    return std::as_bytes(std::span<const T>(values));
}

void writeAttention(const core::Prediction& prediction, const std::filesystem::path& file)
{
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    const core::AttentionMaps& maps = prediction.attention;
    std::vector<std::int64_t> ids;
    for (const core::Token& token : prediction.tokens)
        ids.push_back(token.id);
    const auto tokens = count(prediction.tokens.size());
    core::writeSafetensors(
        file,
        {{"attention", "F32", {count(maps.layers), count(maps.heads), tokens, tokens}, bytesOf(maps.values)},
         {"last_hidden_state", "F32", {tokens, count(prediction.lastHiddenState.size()) / tokens}, bytesOf(prediction.lastHiddenState)},
         {"pooled", "F32", {count(prediction.pooled.size())}, bytesOf(prediction.pooled)},
         {"input_ids", "I64", {tokens}, bytesOf(ids)}},
        {{"format", "pt"}});
}

} // namespace

void addAttend(CLI::App& app)
{
    auto arguments = std::make_shared<AttendArguments>();
    CLI::App* command = app.add_subcommand("attend", "Write what each token of a text attended to");
    command->footer("Example: attune-cli attend my-run --text \"It could not be better.\" --output attention.safetensors");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A checkpoint's folder, or a run's")->required();
    command->add_option("--text", arguments->text, "The text")->required();
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--output", arguments->output,
                        "Safetensors file to write: attention [layers, heads, tokens, tokens], last_hidden_state [tokens, hidden], pooled "
                        "[hidden], input_ids [tokens]")
        ->required();
    command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
    command->callback([arguments] {
        core::Engine& engine = core::loadEngine();
        const auto encoder = engine.openEncoder(core::checkpointOf(arguments->checkpoint), arguments->device);
        core::PredictOptions options;
        options.maxLength = arguments->maxLength;
        options.attention = true;
        writeAttention(encoder->predict(arguments->text, options), arguments->output);
    });
}

} // namespace attune::cli
