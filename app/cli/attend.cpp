#include "app/cli/commands.h"

#include "app/cli/attention_picture.h"
#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/engine/loader.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <iostream>
#include <utility>

namespace attune::cli {

namespace {

struct AttendArguments {
    std::string checkpoint, text, textPair, output, device = "auto", precision = "fp32";
    std::size_t maxLength = 0;
    std::optional<std::size_t> layer, head;
    bool json = false;
};

template <typename T> std::span<const std::byte> bytesOf(const std::vector<T>& values)
{
    return std::as_bytes(std::span<const T>(values));
}

void writeAttention(const core::Prediction& prediction, const std::filesystem::path& file)
{
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    const core::AttentionMaps& maps = prediction.attention;
    std::vector<std::int64_t> ids, segments;
    for (const core::Token& token : prediction.tokens) {
        ids.push_back(token.id);
        segments.push_back(token.segment);
    }
    const auto tokens = count(prediction.tokens.size());
    const auto tensor = [](const char* name, const char* dtype, std::vector<std::int64_t> shape, std::span<const std::byte> bytes) {
        core::StoredTensor stored;
        stored.name = name;
        stored.dtype = dtype;
        stored.shape = std::move(shape);
        stored.bytes = bytes;
        return stored;
    };
    core::writeSafetensors(
        file,
        {tensor("attention", "F32", {count(maps.layers), count(maps.heads), tokens, tokens}, bytesOf(maps.values)),
         tensor("last_hidden_state", "F32", {tokens, count(prediction.lastHiddenState.size()) / tokens}, bytesOf(prediction.lastHiddenState)),
         tensor("pooled", "F32", {count(prediction.pooled.size())}, bytesOf(prediction.pooled)),
         tensor("input_ids", "I64", {tokens}, bytesOf(ids)), tensor("token_type_ids", "I64", {tokens}, bytesOf(segments))},
        {{"format", "pt"}});
}

void checkIndex(const char* what, const std::optional<std::size_t>& index, std::size_t count)
{
    if (index && *index >= count)
        throw core::Error("--" + std::string(what) + " " + std::to_string(*index) + ": the model has " + std::to_string(count) + " " + what
                              + "s, counted from 0.",
                          "Choose 0 to " + std::to_string(count - 1) + ".");
}

/// A JSON array in text, an entry by an entry.
template <typename Entry> void writeList(std::string& text, std::size_t count, Entry&& entry)
{
    text += '[';
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0)
            text += ',';
        entry(i);
    }
    text += ']';
}

void append(std::string& text, float value)
{
    char digits[24]; // the shortest that reads back to the same fp32
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// [tokens, tokens] of one head, or [heads, tokens, tokens] of a layer, [layers, tokens, tokens] of a head in all layers, or everything.
/// Row by row to standard output: of a long text all values as text are hundreds of megabytes.
void printValues(const core::AttentionMaps& maps, const AttendArguments& arguments)
{
    std::string text;
    const auto head = [&](std::size_t layer, std::size_t index) {
        writeList(text, maps.tokens, [&](std::size_t from) {
            writeList(text, maps.tokens, [&](std::size_t to) { append(text, maps.at(layer, index, from, to)); });
            std::cout << std::exchange(text, {});
        });
    };
    const auto layer = [&](std::size_t index) {
        if (arguments.head)
            head(index, *arguments.head);
        else
            writeList(text, maps.heads, [&](std::size_t i) { head(index, i); });
    };
    if (arguments.layer)
        layer(*arguments.layer);
    else
        writeList(text, maps.layers, layer);
    std::cout << text;
}

void printJson(const core::Prediction& prediction, const AttendArguments& arguments)
{
    const auto orNull = [](const std::optional<std::size_t>& index) { return index ? nlohmann::ordered_json(*index) : nlohmann::ordered_json(); };
    nlohmann::ordered_json tokens = nlohmann::ordered_json::array(), segments = nlohmann::ordered_json::array();
    for (const core::Token& token : prediction.tokens) {
        tokens.push_back(token.text);
        segments.push_back(token.segment);
    }
    const nlohmann::ordered_json answer{{"tokens", tokens},
                                        {"token_type_ids", segments},
                                        {"truncated", prediction.fullLength > prediction.tokens.size()},
                                        {"layers", prediction.attention.layers},
                                        {"heads", prediction.attention.heads},
                                        {"layer", orNull(arguments.layer)},
                                        {"head", orNull(arguments.head)}};
    std::string text = answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.pop_back(); // the brace: the values are the object's last entry
    std::cout << text << ",\"attention\":";
    printValues(prediction.attention, arguments);
    std::cout << "}\n";
}

void attend(const AttendArguments& arguments, bool isPair)
{
    const std::filesystem::path checkpoint = core::checkpointOf(arguments.checkpoint);
    const core::CheckpointSummary summary = core::inspectCheckpoint(checkpoint); // what is broken is told before the engine is loaded
    checkIndex("layer", arguments.layer, static_cast<std::size_t>(summary.config.numHiddenLayers));
    checkIndex("head", arguments.head, static_cast<std::size_t>(summary.config.numAttentionHeads));
    core::PredictOptions options;
    options.maxLength = arguments.maxLength;
    options.attention = true;
    options.precision = core::precisionNamed(arguments.precision);
    core::TextInput input{arguments.text, std::nullopt};
    if (isPair)
        input.second = arguments.textPair;
    const core::Prediction prediction
        = core::loadEngine().openEncoder(checkpoint, arguments.device)->predictAll({&input, 1}, options).front();

    if (!arguments.output.empty())
        writeAttention(prediction, arguments.output);
    else if (arguments.json)
        printJson(prediction, arguments);
    else
        std::cout << attentionPicture(prediction, arguments.layer, arguments.head, terminalColumns());
    finishOutput();
}

} // namespace

void addAttend(CLI::App& app)
{
    auto arguments = std::make_shared<AttendArguments>();
    CLI::App* command = app.add_subcommand("attend", "Show what each token of a text attended to");
    command->footer("Examples: attune-cli attend my-run --text \"It could not be better.\" --layer 5\n"
                    "          attune-cli attend my-run --text \"It could not be better.\" --output attention.safetensors");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A checkpoint's folder, or a run's")->required()->check(notEmpty());
    command->add_option("--text", arguments->text, "The text")->required();
    CLI::Option* textPair = command->add_option("--text-pair", arguments->textPair, "The second text of a pair");
    command->add_option("--layer", arguments->layer, "One layer, counted from 0 (default: all; the picture shows their mean)")->check(unsignedNumber());
    command->add_option("--head", arguments->head, "One head, counted from 0 (default: all; the picture shows their mean)")->check(unsignedNumber());
    command->add_option("--max-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_option("--precision", arguments->precision, "fp32, bf16 or fp16")->check(precisionName())->capture_default_str();
    CLI::Option* json = command->add_flag("--json", arguments->json, "One JSON object with the values of the layer and head chosen");
    command
        ->add_option("--output", arguments->output,
                     "Safetensors file to write: attention [layers, heads, tokens, tokens], last_hidden_state [tokens, hidden], pooled "
                     "[hidden], input_ids and token_type_ids [tokens]")
        ->check(notEmpty())
        ->excludes(json)
        ->excludes(command->get_option("--layer"))
        ->excludes(command->get_option("--head"));
    command->callback([arguments, textPair] { attend(*arguments, textPair->count() > 0); });
}

} // namespace attune::cli
