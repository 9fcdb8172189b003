#include "app/cli/commands.h"

#include "app/cli/data_options.h"
#include "app/cli/dataset_report.h"
#include "app/cli/label_options.h"
#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/data/row_problems.h"
#include "core/error.h"
#include "core/output_file.h"
#include "core/runs/run_directory.h"
#include "core/text/batch_encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <thread>

namespace attune::cli {

namespace {

constexpr std::size_t kTokenized = std::size_t{1} << 14; ///< texts at a time: their tokens are not kept

struct DatasetArguments {
    std::string file, exportTo, checkpoint, validation;
    std::size_t maxLength = 0;
    DialectArguments dialect;
    core::ColumnNames columns;
    std::shared_ptr<LabelArguments> labels;
    bool json = false;
};

void exportExamples(const core::Dataset& dataset, const std::string& file)
{
    core::OutputFile out(file);
    for (const core::Example& example : dataset.examples) {
        nlohmann::ordered_json line{{"text", example.text.view()}};
        if (example.textPair)
            line["text_pair"] = example.textPair->view();
        line["label"] = dataset.labels[static_cast<std::size_t>(example.label)];
        out.write(line.dump() + '\n');
    }
    out.commit();
}

/// The roles, or why there are none; a column that the user named wrongly is an error.
std::optional<core::ColumnRoles> rolesFound(const core::Table& table, const core::ColumnNames& columns, std::string& unusable)
{
    const bool named = !columns.text.empty() || !columns.label.empty() || !columns.textPair.empty();
    try {
        return core::rolesNamed(table, columns);
    } catch (const core::Error& error) {
        if (named && !table.rows.empty())
            throw;
        unusable = error.what();
        return std::nullopt;
    }
}

/// All rows that have a text and a label; no number of labels is too small or too large to be told.
core::Dataset datasetOf(DatasetFacts& facts, const core::LabelMap& map)
{
    std::vector<std::string> labels;
    for (const auto& [label, count] : facts.labels)
        labels.push_back(label);
    if (labels.size() < 2 || labels.size() > core::kMaxLabels)
        try {
            core::makeDataset(facts.table, *facts.roles, map);
        } catch (const core::Error& error) {
            facts.unusable = error.what();
        }
    return labels.empty() ? core::Dataset{} : core::makeDataset(facts.table, *facts.roles, labels, map);
}

void measureOverlaps(DatasetFacts& facts, const core::Dataset& dataset, const core::LabelMap& map, const DatasetArguments& arguments)
{
    if (!arguments.validation.empty()) {
        const core::Table other = readTable(arguments.validation, arguments.dialect.choice());
        const core::ColumnRoles roles = other.columns == facts.table.columns ? *facts.roles : core::rolesNamed(other, arguments.columns);
        facts.overlaps = overlapsOf(dataset, core::makeDataset(other, roles, dataset.labels, map));
    } else if (facts.roles->split) {
        try {
            core::ColumnSplitOptions options;
            options.labels = map;
            const core::DataSplit split = core::splitByColumn(facts.table, *facts.roles, options);
            facts.overlaps = overlapsOf(split.train, split.validation, split.test);
            std::vector<core::RowProblem> partless;
            std::copy_if(split.train.problems.begin(), split.train.problems.end(), std::back_inserter(partless),
                [](const core::RowProblem& problem) { return problem.kind == "no_part"; });
            core::addInOrder(facts.problems, std::move(partless));
        } catch (const core::Error& error) {
            facts.unusable = error.what();
        }
    }
}

std::vector<std::size_t> tokenCounts(const core::Dataset& dataset, const core::Tokenizer& tokenizer)
{
    core::EncodeOptions options;
    options.maxLength = std::size_t{1} << 40;
    const int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::size_t> lengths;
    std::vector<core::TextInput> inputs;
    for (std::size_t begin = 0; begin < dataset.examples.size(); begin += kTokenized) {
        inputs.clear();
        for (std::size_t i = begin; i < std::min(begin + kTokenized, dataset.examples.size()); ++i) {
            const core::Example& example = dataset.examples[i];
            inputs.push_back({example.text, example.textPair ? std::optional(example.textPair->view()) : std::nullopt});
        }
        for (const core::Encoding& encoding : core::encodeAll(tokenizer, inputs, options, threads, {}, {}))
            lengths.push_back(encoding.fullLength);
    }
    return lengths;
}

TokenLengths tokenLengths(const core::Dataset& dataset, const DatasetArguments& arguments)
{
    const auto tokenizer = core::Tokenizer::fromDirectory(core::checkpointOf(arguments.checkpoint));
    const auto lengths = tokenCounts(dataset, tokenizer);
    TokenLengths told{arguments.checkpoint, core::lengthHistogram(lengths), {}};
    std::vector<std::size_t> maxima{32, 64, 128, 256, 512};
    if (arguments.maxLength > 0)
        maxima = {arguments.maxLength};
    for (const std::size_t maximum : maxima)
        told.cut.emplace_back(maximum, core::shareCut(lengths, maximum));
    return told;
}

void dataset(const DatasetArguments& arguments)
{
    DatasetFacts facts;
    facts.table = readTable(arguments.file, arguments.dialect.choice());
    facts.rows = facts.table.rows.size();
    facts.textGiven = !arguments.columns.text.empty();
    facts.textPairGiven = !arguments.columns.textPair.empty();
    facts.labelGiven = !arguments.columns.label.empty();
    facts.problems = facts.table.problems;
    facts.roles = rolesFound(facts.table, arguments.columns, facts.unusable);
    core::Dataset examples;
    if (facts.roles) {
        const core::LabelMap map = arguments.labels->map();
        const core::LabelCounts labels = core::countLabels(facts.table, *facts.roles);
        checkLabels(map, labels, arguments.file);
        facts.labels = core::countClasses(labels, map);
        facts.variants = core::labelVariants(facts.labels);
        examples = datasetOf(facts, map);
        facts.leftOut = std::erase_if(examples.problems, [](const core::RowProblem& problem) { return problem.kind == "label_left_out"; });
        measureOverlaps(facts, examples, map, arguments);
        facts.table.rows = core::Rows(); // their bytes stay with the examples
        facts.report = core::reportOn(examples);
        core::addInOrder(facts.problems, examples.problems);
    }
    if (!arguments.checkpoint.empty())
        facts.lengths = tokenLengths(examples, arguments);
    if (!arguments.exportTo.empty())
        exportExamples(examples, arguments.exportTo);
    arguments.json ? printJson(facts) : printPlain(facts);
    finishOutput();
}

} // namespace

void addDataset(CLI::App& app)
{
    auto a = std::make_shared<DatasetArguments>();
    CLI::App* command = app.add_subcommand("dataset", "Show how a file of labelled texts is read, and what is in it");
    command->footer("Example: attune-cli dataset reviews.csv --label-column stars --export reviews.jsonl");
    command->add_option("FILE", a->file, "CSV, JSON Lines, or a folder of texts for each class; - is standard input")->required()->check(notEmpty());
    addColumnOptions(*command, a->columns);
    addDialectOptions(*command, a->dialect);
    a->labels = addLabelOptions(*command);
    command->add_option("--validation", a->validation, "A file to check with: tells how many of its texts are in FILE, too")->check(notEmpty());
    auto* checkpoint = command->add_option("--checkpoint", a->checkpoint, "Count the texts' tokens as this checkpoint does")->check(notEmpty());
    command->add_option("--max-seq-length", a->maxLength, "Tell what share of the texts this length cuts (default: 32, 64, 128, 256 and 512)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}))
        ->needs(checkpoint);
    command->add_option("--export", a->exportTo, "Write every usable example to a file, one JSON object a line")->check(notEmpty());
    command->add_flag("--json", a->json, "One JSON object instead of words");
    command->callback([a] {
        if (a->file == "-" && a->validation == "-")
            throw CLI::ValidationError("dataset", "only one of FILE and --validation can be standard input");
        if (!a->exportTo.empty() && sameFile(a->file, a->exportTo))
            throw CLI::ValidationError("dataset", "--export would overwrite FILE");
        if (!a->exportTo.empty() && sameFile(a->validation, a->exportTo))
            throw CLI::ValidationError("dataset", "--export would overwrite --validation");
        dataset(*a);
    });
}

} // namespace attune::cli
