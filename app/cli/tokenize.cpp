#include "app/cli/commands.h"

#include "app/cli/text_input.h"
#include "core/error.h"
#include "core/runs/run_directory.h"
#include "core/text/batch_encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <thread>

namespace attune::cli {

namespace {

constexpr std::size_t kUsualMaxLength = 512;

const std::map<std::string, core::PairTruncation> kTruncations = {{"longest_first", core::PairTruncation::LongestFirst},
    {"only_first", core::PairTruncation::OnlyFirst}, {"only_second", core::PairTruncation::OnlySecond}};

struct TokenizeArguments {
    std::string checkpoint;
    std::string file = "-";
    std::size_t maxLength = 0;
    std::string truncation = "longest_first";
    std::string keep = "head";
    bool pairs = false;
    bool ids = false;
    bool json = false;
};

std::vector<core::Encoding> encode(const core::Tokenizer& tokenizer, const std::vector<core::TextInput>& inputs,
    const core::EncodeOptions& options, const LineInput& input)
{
    try {
        return core::encodeAll(tokenizer, inputs, options, static_cast<int>(std::max(1u, std::thread::hardware_concurrency())), {}, {});
    } catch (const core::Error&) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            try {
                core::encodeAll(tokenizer, std::span(inputs).subspan(i, 1), options, 1, {}, {});
            } catch (const core::Error& error) {
                throw core::Error(
                    "Line " + std::to_string(input.firstLine() + i) + " of " + input.name() + ": " + error.cause(), error.wayOut());
            }
        throw;
    }
}

void printJson(const core::Tokenizer& tokenizer, const core::Encoding& encoding, LineOutput& output)
{
    nlohmann::ordered_json line;
    line["ids"] = encoding.ids;
    auto& tokens = line["tokens"] = nlohmann::ordered_json::array();
    for (const std::int32_t id : encoding.ids)
        tokens.push_back(tokenizer.vocabulary().token(id));
    line["token_type_ids"] = encoding.tokenTypeIds.empty() ? std::vector<std::int32_t>(encoding.ids.size(), 0) : encoding.tokenTypeIds;
    line["truncated"] = encoding.truncated();
    output.append(line.dump());
}

void print(const core::Tokenizer& tokenizer, const core::Encoding& encoding, bool ids, LineOutput& output)
{
    std::string_view separator;
    for (const std::int32_t id : encoding.ids) {
        output.append(separator);
        ids ? output.append(id) : output.append(tokenizer.vocabulary().token(id));
        separator = " ";
    }
    separator = "\t";
    if (ids)
        for (const std::int32_t type : encoding.tokenTypeIds) {
            output.append(separator);
            output.append(type);
            separator = " ";
        }
}

void tokenize(const TokenizeArguments& arguments)
{
    const auto tokenizer = core::Tokenizer::fromDirectory(core::checkpointOf(arguments.checkpoint));
    core::EncodeOptions options;
    options.maxLength = arguments.maxLength ? arguments.maxLength : tokenizer.options().modelMaxLength.value_or(kUsualMaxLength);
    if (arguments.pairs && options.maxLength < core::kLeastPairLength)
        throw core::Error("--max-length " + std::to_string(options.maxLength) + " leaves no room for a pair: [CLS] and two [SEP] take "
                + std::to_string(core::kLeastPairLength) + " tokens.",
            "Choose a larger --max-length.");
    options.kept = core::keptPartNamed(arguments.keep);
    options.pairTruncation = kTruncations.at(arguments.truncation);

    LineInput input(arguments.file);
    LineOutput output;
    for (auto lines = &input.next(); !lines->empty(); lines = &input.next())
        for (const auto& encoding : encode(tokenizer, inputsOf(*lines, arguments.pairs, input), options, input)) {
            arguments.json ? printJson(tokenizer, encoding, output) : print(tokenizer, encoding, arguments.ids, output);
            output.endLine();
        }
    output.flush();
}

} // namespace

void addTokenize(CLI::App& app)
{
    auto arguments = std::make_shared<TokenizeArguments>();
    CLI::App* command = app.add_subcommand("tokenize", "Cut texts into tokens: one text a line, one line of tokens each");
    command->footer("Example: attune-cli tokenize my-run --ids < texts.txt\n"
                    "With --pairs and --ids, a line is the ids, a tab and the segment ids.");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A folder with a tokenizer's files, or a run's")->required();
    command->add_option("FILE", arguments->file, "Texts, one a line; - is standard input")->capture_default_str();
    auto* pairs = command->add_flag("--pairs", arguments->pairs, "Each line is two texts, parted by its first tab");
    auto* ids = command->add_flag("--ids", arguments->ids, "Print token ids instead of the tokens' text");
    command->add_flag("--json", arguments->json, "Print one object a line: ids, tokens, token_type_ids, truncated")->excludes(ids);
    command
        ->add_option("--max-length", arguments->maxLength,
            "Tokens kept at most, [CLS] and [SEP] among them (default: as trained, else 512)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->add_option("--keep", arguments->keep, "What stays of a text that is too long: head, tail or head+tail (a quarter and the rest)")
        ->check(CLI::IsMember({"head", "tail", "head+tail"}))
        ->capture_default_str()
        ->excludes(pairs);
    command
        ->add_option("--truncation", arguments->truncation,
            "Which text of a pair is cut: longest_first, only_first or only_second")
        ->check(CLI::IsMember(kTruncations))
        ->capture_default_str()
        ->needs(pairs);
    command->callback([arguments] { tokenize(*arguments); });
}

} // namespace attune::cli
