#include "app/cli/commands.h"

#include "app/cli/data_options.h"
#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "core/engine/loader.h"
#include "core/error.h"
#include "core/text/wordpiece_trainer.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <map>

namespace attune::cli {

namespace {

struct NewCheckpointArguments {
    std::string shape = "tiny", vocabularyFrom, output, textColumn;
    std::size_t vocabularySize = 30522;
    std::int64_t maxPositions = 512;
    std::uint64_t seed = 42;
    bool cased = false, json = false;
};

struct Shape {
    std::int64_t layers, hidden;
};

/// The sizes of Google's BERT miniatures (Turc et al. 2019, "Well-read students learn better"): heads of 64, feed-forward of 4 x hidden.
const std::map<std::string, Shape> kShapes{{"tiny", {2, 128}}, {"mini", {4, 256}}, {"small", {4, 512}}, {"medium", {8, 512}}, {"base", {12, 768}}};

std::vector<std::string> textsOf(const NewCheckpointArguments& arguments)
{
    const core::Table table = readTable(arguments.vocabularyFrom);
    const std::size_t column
        = arguments.textColumn.empty() ? core::guessColumns(table).text : core::columnNamed(table, arguments.textColumn);
    std::vector<std::string> texts;
    for (const core::Row& row : table.rows)
        texts.emplace_back(row.fields[column]);
    return texts;
}

void printOutcome(const NewCheckpointArguments& arguments, const core::NewCheckpoint& made)
{
    if (arguments.json) {
        const nlohmann::ordered_json answer{{"directory", arguments.output}, {"shape", arguments.shape},
            {"vocabulary_size", made.vocabulary.size()}, {"parameters", made.config.parameterCount()}};
        std::cout << answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    } else {
        std::cout << "A random " << arguments.shape << " BERT with " << made.vocabulary.size() << " tokens lies in " << arguments.output << '\n';
    }
    finishOutput();
}

} // namespace

void addNewCheckpoint(CLI::App& app)
{
    auto arguments = std::make_shared<NewCheckpointArguments>();
    CLI::App* command = app.add_subcommand("new-checkpoint", "Make a BERT of random weights with a vocabulary learned from a file's text");
    command->footer("Example: attune-cli new-checkpoint --shape mini --vocabulary-from reviews.csv --output my-bert");
    std::vector<std::string> names;
    for (const auto& [name, shape] : kShapes)
        names.push_back(name);
    command->add_option("--shape", arguments->shape, "tiny, mini, small, medium or base")->check(CLI::IsMember(names))->capture_default_str();
    command->add_option("--vocabulary-from", arguments->vocabularyFrom, "CSV file whose text the vocabulary is learned from; - is standard input")
        ->required()
        ->check(notEmpty());
    command->add_option("--text-column", arguments->textColumn, "Column of the text: its name, or 0-based index without header (default: guessed)")
        ->check(notEmpty());
    command->add_option("--vocabulary-size", arguments->vocabularySize, "Tokens at most")
        ->check(CLI::Range(std::size_t{100}, std::size_t{1000000}))
        ->capture_default_str();
    command->add_option("--max-positions", arguments->maxPositions, "Longest input in tokens")
        ->check(CLI::Range(std::int64_t{8}, std::int64_t{65536}))
        ->capture_default_str();
    command->add_option("--seed", arguments->seed, "Seed of the weights")->check(unsignedNumber())->capture_default_str();
    command->add_flag("--cased", arguments->cased, "Keep capital letters apart from small ones");
    command->add_option("--output", arguments->output, "Folder to write; must not exist")->required()->check(notEmpty());
    command->add_flag("--json", arguments->json, "One JSON object instead of words");
    command->callback([arguments] {
        const Shape shape = kShapes.at(arguments->shape);
        core::NewCheckpoint checkpoint;
        checkpoint.seed = arguments->seed;
        checkpoint.tokenizer.doLowerCase = !arguments->cased;
        checkpoint.vocabulary = core::trainWordPiece(textsOf(*arguments), arguments->vocabularySize, checkpoint.tokenizer);
        checkpoint.config.hiddenSize = shape.hidden;
        checkpoint.config.numHiddenLayers = shape.layers;
        checkpoint.config.numAttentionHeads = shape.hidden / 64;
        checkpoint.config.intermediateSize = 4 * shape.hidden;
        checkpoint.config.maxPositionEmbeddings = arguments->maxPositions;
        checkpoint.config.labels = {"LABEL_0", "LABEL_1"};
        checkpoint.config.vocabSize = static_cast<std::int64_t>(checkpoint.vocabulary.size());
        core::loadEngine().writeNewCheckpoint(checkpoint, arguments->output);
        printOutcome(*arguments, checkpoint);
    });
}

} // namespace attune::cli
