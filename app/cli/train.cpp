#include "app/cli/commands.h"
#include "app/cli/data_options.h"
#include "app/cli/train_progress.h"
#include "app/cli/validators.h"

#include "core/data/csv.h"
#include "core/engine/loader.h"
#include "core/error.h"
#include "core/hub/places.h"

#include <csignal>
#include <iostream>

namespace attune::cli {

namespace {

struct TrainArguments {
    std::string data, checkpoint, output, textColumn, labelColumn, validation;
    std::optional<double> validationSplit, epochs, learningRate;
    std::optional<std::int64_t> maxSteps, batchSize, maxSeqLength, evalSteps;
    std::optional<std::uint64_t> seed;
    std::string device = "auto";
    bool json = false;
};

volatile std::sig_atomic_t g_interrupted = 0;

core::ColumnRoles rolesOf(const core::Table& table, const TrainArguments& arguments)
{
    const bool textGiven = !arguments.textColumn.empty(), labelGiven = !arguments.labelColumn.empty();
    const core::ColumnRoles guess = core::guessColumns(table);
    core::ColumnRoles roles = guess;
    if (textGiven)
        roles.text = core::columnNamed(table, arguments.textColumn);
    if (labelGiven)
        roles.label = core::columnNamed(table, arguments.labelColumn);
    // A column that was named takes its part from the guess; the other part goes to what the guess took it for.
    if (roles.text == roles.label && textGiven != labelGiven)
        (textGiven ? roles.label : roles.text) = textGiven ? guess.text : guess.label;
    if (roles.text == roles.label)
        throw core::Error("Column \"" + table.columns[roles.text] + "\" cannot be text and label at once.",
                          "Name both with --text-column and --label-column.");
    if (roles.split == roles.text || roles.split == roles.label)
        roles.split.reset();
    return roles;
}

void tellProblems(const core::Table& table, const core::Dataset& dataset)
{
    const std::size_t count = table.problems.size() + dataset.problems.size();
    if (count == 0)
        return;
    const core::RowProblem& first = table.problems.empty() ? dataset.problems.front() : table.problems.front();
    std::cerr << "attune-cli: " << count << (count == 1 ? " row is" : " rows are") << " left out of " << table.file.string() << "; the first at line "
              << first.line << ": " << first.reason << std::endl;
}

/// As it is recorded in the run.
std::filesystem::path pathOf(const std::string& file) { return file == "-" ? "/dev/stdin" : file; }

core::DataSplit dataFor(const TrainArguments& arguments, std::uint64_t seed, core::RunSources& sources)
{
    const core::Table table = readTable(arguments.data);
    const core::ColumnRoles roles = rolesOf(table, arguments);
    const core::Dataset dataset = core::makeDataset(table, roles);
    tellProblems(table, dataset);
    if (!arguments.validation.empty()) {
        sources.validationFile = pathOf(arguments.validation);
        sources.split = "file";
        const core::Table other = readTable(arguments.validation);
        // The validation file is read with the roles of the training file where it has the same columns.
        const core::ColumnRoles otherRoles = other.columns == table.columns ? roles : rolesOf(other, arguments);
        core::DataSplit split{dataset, core::makeDataset(other, otherRoles, dataset.labels), {}};
        tellProblems(other, split.validation);
        return split;
    }
    if (roles.split && !arguments.validationSplit) {
        sources.split = "column " + table.columns[*roles.split];
        return core::splitByColumn(table, roles);
    }
    const double share = arguments.validationSplit.value_or(0.1);
    sources.split = "stratified " + std::to_string(share);
    return core::splitStratified(dataset, share, seed);
}

core::TrainingOptions optionsFor(const TrainArguments& arguments, const core::CheckpointSummary& checkpoint)
{
    core::TrainingOptions options = core::defaultOptions(checkpoint.config);
    options.numTrainEpochs = arguments.epochs.value_or(options.numTrainEpochs);
    options.maxSteps = arguments.maxSteps;
    options.learningRate = arguments.learningRate.value_or(options.learningRate);
    options.batchSize = arguments.batchSize.value_or(options.batchSize);
    options.maxSeqLength = arguments.maxSeqLength.value_or(
        std::min(options.maxSeqLength, static_cast<std::int64_t>(checkpoint.maxLength)));
    options.evalSteps = arguments.evalSteps;
    options.seed = arguments.seed.value_or(options.seed);
    options.device = arguments.device;
    try {
        options.check();
    } catch (const core::Error& error) {
        throw CLI::ValidationError("train", error.what());
    }
    return options;
}

/// The first Ctrl-C ends the run with the best model so far; a second one ends the program.
void catchInterrupts()
{
    std::signal(SIGINT, [](int) {
        g_interrupted = 1;
        std::signal(SIGINT, SIG_DFL);
    });
}

void train(const TrainArguments& given)
{
    TrainArguments arguments = given;
    if (arguments.data.empty())
        arguments.data = core::sampleFile().string();
    if (arguments.checkpoint.empty())
        arguments.checkpoint = core::starterCheckpoint().string();

    core::TrainingRequest request;
    request.checkpoint = core::checkpointOf(arguments.checkpoint);
    request.output = arguments.output;
    if (std::filesystem::exists(request.output))
        throw core::Error("The output " + request.output.string() + " exists already.", "Choose another --output: nothing is ever overwritten.");
    request.options = optionsFor(arguments, core::inspectCheckpoint(request.checkpoint));
    request.sources.dataFile = pathOf(arguments.data);
    request.sources.checkpoint = request.checkpoint;
    request.data = dataFor(arguments, request.options.seed, request.sources);
    for (const std::string& note : request.data.notes)
        std::cerr << "attune-cli: " << note << std::endl;

    core::Engine& engine = core::loadEngine();
    if (const std::string warning = engine.runtime().warning; !warning.empty())
        std::cerr << "attune-cli: " << warning << std::endl;
    catchInterrupts();
    const auto session = engine.startTraining(std::move(request), {}, {});
    TrainProgress progress(arguments.json);
    progress.started(session->plan());
    while (!session->finished()) {
        const core::StepResult result = session->step();
        if (result.step)
            progress.stepped(*result.step);
        if (result.evaluation)
            progress.evaluated(*result.evaluation);
        if (g_interrupted)
            session->stop();
    }
    progress.finished(session->summary());
}

} // namespace

void addTrain(CLI::App& app)
{
    auto a = std::make_shared<TrainArguments>();
    CLI::App* command = app.add_subcommand("train", "Fine-tune a checkpoint on labelled texts");
    command->footer("Example: attune-cli train --data reviews.csv --checkpoint all-MiniLM-L6-v2 --output my-run\n"
                    "With --output alone: the bundled sample on the bundled starter.");
    command->add_option("--data", a->data, "CSV file of labelled texts, - is standard input (default: the bundled sample)")->check(notEmpty());
    command->add_option("--checkpoint", a->checkpoint, "Folder of a BERT checkpoint (default: the bundled starter)")->check(notEmpty());
    command->add_option("--output", a->output, "Folder of the run; must not exist")->required()->check(notEmpty());
    command->add_option("--text-column", a->textColumn, "Name of the text column, or 0-based index without header (default: guessed)")
        ->check(notEmpty());
    command->add_option("--label-column", a->labelColumn, "Name of the label column, or 0-based index without header (default: guessed)")
        ->check(notEmpty());
    auto* file = command->add_option("--validation", a->validation, "CSV file to check with, - is standard input")->check(notEmpty());
    command->add_option("--validation-split", a->validationSplit, "Share of the rows held back to check with (default: 0.1, or a split column)")
        ->check(CLI::Range(0.0, 1.0))
        ->excludes(file);
    auto* epochs = command->add_option("--num-train-epochs", a->epochs, "Passes over the training texts (default: by model size)");
    command->add_option("--max-steps", a->maxSteps, "Optimiser steps in all")->excludes(epochs);
    command->add_option("--learning-rate", a->learningRate, "Peak learning rate (default: by model size)");
    command->add_option("--per-device-train-batch-size", a->batchSize, "Texts an optimiser step learns from (default: 32)");
    command->add_option("--max-seq-length", a->maxSeqLength, "Tokens read of each text, [CLS] and [SEP] among them (default: 128)");
    command->add_option("--eval-steps", a->evalSteps, "Optimiser steps between validations (default: ten validations a run, one an epoch at least)");
    command->add_option("--seed", a->seed, "Seed of split, order, dropout and new weights (default: 42)")->check(unsignedNumber());
    command->add_option("--device", a->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_flag("--json", a->json, "One JSON event a line");
    command->callback([a] {
        if (a->data == "-" && a->validation == "-")
            throw CLI::ValidationError("train", "only one of --data and --validation can be standard input");
        train(*a);
    });
}

} // namespace attune::cli
