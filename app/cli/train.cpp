#include "app/cli/commands.h"
#include "app/cli/data_options.h"
#include "app/cli/forecast.h"
#include "app/cli/label_options.h"
#include "app/cli/output.h"
#include "app/cli/part_overlaps.h"
#include "app/cli/train_options.h"
#include "app/cli/train_progress.h"
#include "app/cli/validators.h"

#include "core/engine/loader.h"
#include "core/error.h"
#include "core/hub/places.h"
#include "core/runs/run_data.h"

#include <csignal>
#include <fstream>
#include <iostream>
#include <map>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

struct TrainArguments {
    std::string data, checkpoint, output, resume, config, validation, test, splitColumn, examined, examinedPair;
    DialectArguments dialect;
    core::ColumnNames columns;
    std::shared_ptr<LabelArguments> labels;
    std::optional<double> validationSplit;
    std::optional<std::uint64_t> splitSeed;
    bool splitByContent = false;
    bool json = false, quiet = false;
    std::shared_ptr<Json> options; ///< those that the command line gives

    TrainProgress::Style style() const
    {
        return json ? TrainProgress::Style::Json : quiet ? TrainProgress::Style::Quiet : TrainProgress::Style::Words;
    }
};

volatile std::sig_atomic_t g_interrupted = 0;

/// As it is recorded in the run; what stands for standard input there can be read like a file.
std::filesystem::path pathOf(const std::string& file) { return file == "-" ? "/dev/stdin" : file; }

core::Table readRecorded(const std::filesystem::path& file, const core::DialectChoice& choice)
{
    return readTable(file == "/dev/stdin" ? "-" : file.string(), choice);
}

core::RunSources sourcesOf(const TrainArguments& arguments)
{
    core::RunSources sources;
    sources.dataFile = arguments.data.empty() ? core::sampleFile() : pathOf(arguments.data);
    sources.checkpoint = core::checkpointOf(arguments.checkpoint.empty() ? core::starterCheckpoint() : std::filesystem::path(arguments.checkpoint));
    if (!arguments.validation.empty())
        sources.validationFile = pathOf(arguments.validation);
    if (!arguments.test.empty())
        sources.testFile = pathOf(arguments.test);
    sources.dialect = arguments.dialect.choice();
    sources.textColumn = arguments.columns.text;
    sources.textPairColumn = arguments.columns.textPair;
    sources.labelColumn = arguments.columns.label;
    sources.splitColumn = arguments.splitColumn;
    sources.labels = arguments.labels->map();
    sources.validationSplit = arguments.validationSplit;
    sources.splitSeed = arguments.splitSeed;
    sources.splitOrder = arguments.splitByContent ? core::SplitOrder::Content : core::SplitOrder::File;
    return sources;
}

/// The rows of a new run. Labels that are to be changed have to stand in one of its files, which one does not matter.
core::DataSplit readNewData(core::RunSources& sources, std::uint64_t seed)
{
    if (sources.labels == core::LabelMap())
        return core::readRunData(sources, seed, readRecorded, tell);
    std::map<std::filesystem::path, core::Table> tables; // each is read once: one of them may be standard input
    const auto tableIn = [&](const std::filesystem::path& file) -> const core::Table& {
        const auto known = tables.find(file);
        return known != tables.end() ? known->second : tables.emplace(file, readRecorded(file, sources.dialect)).first->second;
    };
    const core::Table& data = tableIn(sources.dataFile);
    const core::ColumnNames names{sources.textColumn, sources.textPairColumn, sources.labelColumn, sources.splitColumn};
    const core::ColumnRoles roles = core::rolesNamed(data, names);
    core::LabelCounts labels = core::countLabels(data, roles);
    for (const auto& file : {sources.validationFile, sources.testFile}) {
        if (file.empty())
            continue;
        const core::Table& other = tableIn(file);
        const auto more = core::countLabels(other, core::rolesInOther(sources, data, other));
        labels.insert(labels.end(), more.begin(), more.end());
    }
    checkLabels(sources.labels, core::countClasses(labels, {}), sources.dataFile.string());
    return core::readRunData(sources, seed, [&](const auto& file, const core::DialectChoice&) { return tableIn(file); }, tell);
}

/// Rows to check and to test with whose text is learned from. A share that is held back has none: equal texts stay together.
void tellOverlaps(const core::RunSources& sources, const core::DataSplit& data, bool json)
{
    if (sources.validationFile.empty() && sources.testFile.empty() && sources.splitColumn.empty())
        return;
    for (const PartOverlap& part : overlapsOf(data.train, data.validation, data.test)) {
        if (part.overlap.rows == 0)
            continue;
        const std::string sentence = inWords(part) + ": the figures of the " + part.part + " data will look better than the model is on texts that it has not seen.";
        if (json)
            std::cout << Json{{"event", "overlap"}, {"part", part.part}, {"examples", part.examples}, {"rows", part.overlap.rows},
                             {"with_another_label", part.overlap.otherLabel}, {"text", sentence}}
                             .dump()
                      << std::endl;
        else
            tell(sentence);
    }
}

/// The options of a file: a run.json, or an object of options alone.
core::TrainingOptions withFile(core::TrainingOptions options, const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        throw core::Error("The options' file " + file + (in ? " is a folder." : " cannot be opened."), "Check its path.");
    const Json json = Json::parse(in, nullptr, false);
    if (json.is_discarded())
        throw core::Error(file + " is not JSON.", "Write the options as {\"learning_rate\": 5e-5, ...}, or name a run's run.json.");
    return core::withJson(options, json.is_object() && json.contains("options") ? json.at("options") : json, file);
}

core::TrainingOptions optionsFor(const TrainArguments& arguments, const core::CheckpointSummary& checkpoint)
{
    core::TrainingOptions options = core::defaultOptions(checkpoint.config);
    if (!arguments.config.empty())
        options = withFile(options, arguments.config);
    options = core::withJson(options, *arguments.options, "the command line");
    options.check();
    return options;
}

/// The first Ctrl-C pauses the run and saves it; a second one ends the program.
void catchInterrupts()
{
    std::signal(SIGINT, [](int) {
        g_interrupted = 1;
        std::signal(SIGINT, SIG_DFL);
    });
}

void runToItsEnd(core::TrainingSession& session, const TrainArguments& arguments)
{
    if (!arguments.examined.empty())
        session.examine(core::ExaminedText{arguments.examined, arguments.examinedPair.empty() ? std::nullopt : std::optional(arguments.examinedPair)});
    TrainProgress progress(arguments.style());
    progress.started(session.plan());
    try {
        while (!session.finished() && !g_interrupted) {
            const core::StepResult result = session.step();
            if (!result.notice.empty())
                progress.noticed(result.notice);
            if (result.step)
                progress.stepped(*result.step);
            if (result.evaluation)
                progress.evaluated(*result.evaluation);
        }
        if (!session.finished())
            session.pause();
    } catch (const core::Error& error) {
        progress.failed(error.what(), session.summary());
        throw;
    }
    progress.finished(session.summary());
}

core::Engine& loadedEngine()
{
    core::Engine& engine = core::loadEngine();
    if (const std::string warning = engine.runtime().warning; !warning.empty())
        tell(warning);
    return engine;
}

/// Before the start: what it will take. A forecast that cannot be made keeps nobody from training.
void tellForecast(core::Engine& engine, const core::TrainingRequest& request)
{
    try {
        const core::CheckpointSummary summary = core::inspectCheckpoint(request.checkpoint);
        const core::Tokenizer tokenizer = core::Tokenizer::fromDirectory(request.checkpoint);
        const core::TextsToLearn texts = core::textsOf(request.data, tokenizer, summary.config, request.options);
        for (const auto& [key, value] : forecastLines(forecastOn(engine, summary, request.options, texts)))
            std::cout << "Forecast" << (key.empty() ? "" : " of " + key) << ": " << value << std::endl;
    } catch (const core::Error&) {
        // The training says it better.
    }
}

void train(const TrainArguments& arguments)
{
    core::TrainingRequest request;
    request.output = arguments.output;
    if (!arguments.output.empty() && std::filesystem::exists(request.output))
        throw core::Error("The output " + request.output.string() + " exists already.",
                          std::string("Choose another --output: nothing is ever overwritten.")
                              + (std::filesystem::exists(request.output / "run.json") ? " To go on with that run, give it to --resume." : ""));
    request.sources = sourcesOf(arguments);
    request.checkpoint = request.sources.checkpoint;
    request.options = optionsFor(arguments, core::inspectCheckpoint(request.checkpoint));
    request.data = readNewData(request.sources, request.options.seed);
    for (const std::string& note : request.data.notes)
        tell(note);
    tellOverlaps(request.sources, request.data, arguments.json);
    catchInterrupts();
    core::Engine& engine = loadedEngine();
    if (arguments.output.empty()) { // chosen late: another run may have been begun meanwhile
        request.output = core::nextRunDirectory();
        if (!arguments.quiet)
            tell("The run is written to " + request.output.string());
    }
    if (arguments.style() == TrainProgress::Style::Words)
        tellForecast(engine, request);
    const auto session = engine.startTraining(std::move(request), {}, {});
    runToItsEnd(*session, arguments);
}

void resume(const TrainArguments& arguments)
{
    core::SavedRun saved = core::readRun(arguments.resume);
    core::ResumeRequest request;
    request.run = arguments.resume;
    request.options = saved.options;
    if (!arguments.config.empty())
        request.options = withFile(request.options, arguments.config);
    request.options = core::withJson(request.options, *arguments.options, "the command line");
    request.options.check();
    for (const std::string& change : core::differences(request.options, saved.options))
        tell("Changed since the run was begun: " + change);
    if (saved.sources.dataFile == "/dev/stdin")
        tell("The run learned from standard input: the same rows are read from it again.");
    request.data = core::readRunData(saved.sources, saved.options.seed, readRecorded, tell);
    catchInterrupts();
    const auto session = loadedEngine().resumeTraining(std::move(request), {}, {});
    runToItsEnd(*session, arguments);
}

} // namespace

void addTrain(CLI::App& app)
{
    auto a = std::make_shared<TrainArguments>();
    CLI::App* command = app.add_subcommand("train", "Fine-tune a checkpoint on labelled texts");
    command->footer("Examples: attune-cli train --data reviews.csv --checkpoint all-MiniLM-L6-v2 --output my-run\n"
                    "          attune-cli train --resume my-run\n"
                    "Without --output the run gets a folder of its own among the window's; with --output alone the bundled sample is learned on the bundled starter.");
    auto* data = command->add_option("--data", a->data, "File of labelled texts, - is standard input (default: the bundled sample)")->check(notEmpty());
    auto* checkpoint
        = command->add_option("--checkpoint", a->checkpoint, "Folder of a BERT checkpoint (default: the bundled starter)")->check(notEmpty());
    auto* output = command->add_option("--output", a->output, "Folder of the run; must not exist (default, with --data: the next of the window's runs)")->check(notEmpty());
    auto* resumed = command->add_option("--resume", a->resume, "A run to go on with, from its last saved state")
        ->check(notEmpty())
        ->excludes(data)
        ->excludes(checkpoint)
        ->excludes(output);
    addColumnOptions(*command, a->columns);
    addDialectOptions(*command, a->dialect);
    a->labels = addLabelOptions(*command);
    auto* file = command->add_option("--validation", a->validation, "A second file to check with, - is standard input")->check(notEmpty());
    auto* share = command->add_option("--validation-split", a->validationSplit, "Share of the rows held back to check with (default: 0.1, or a split column)")
                      ->check(CLI::Range(0.0, 1.0))
                      ->excludes(file);
    auto* splitSeed = command->add_option("--split-seed", a->splitSeed, "Draws the rows held back (default: as --seed)")->excludes(file);
    auto* byContent = command->add_flag("--split-by-content", a->splitByContent, "Hold back the same rows whatever their order in the file")->excludes(file);
    auto* splitColumn = command->add_option("--split-column", a->splitColumn, "Column that says of each row whether it is to train, validate or test with (default: guessed)")
        ->check(notEmpty())
        ->excludes(file)
        ->excludes(share);
    auto* test = command->add_option("--test", a->test, "A file that the best model is tested with at the end")->check(notEmpty());
    // A run's data are what it was begun with.
    for (auto* option : {file, share, splitSeed, byContent, splitColumn, test})
        resumed->excludes(option);
    for (const char* option : {"--text-column", "--text-pair-column", "--label-column", "--delimiter", "--quote", "--encoding", "--header", "--rename-label",
             "--leave-out-label", "--label-order"})
        resumed->excludes(command->get_option(option));
    command->add_option("--config", a->config, "JSON file of options, such as another run's run.json; the command line goes before it")->check(notEmpty());
    auto* examined = command
                         ->add_option("--examine", a->examined,
                                      "A text whose probabilities and attention are kept in the run at each evaluation, for the window to go through")
                         ->check(notEmpty());
    command->add_option("--examine-pair", a->examinedPair, "Its second text, for a model of pairs")->check(notEmpty())->needs(examined);
    auto* json = command->add_flag("--json", a->json, "One JSON event a line");
    command->add_flag("--quiet", a->quiet, "Only the outcome")->excludes(json);
    a->options = addTrainingOptions(*command);
    command->callback([a] {
        if (a->resume.empty() && a->output.empty() && a->data.empty())
            throw CLI::ValidationError("train", "give --data, a file to learn from, or --output, a folder for a run on the sample, or --resume, a run to go on with");
        if ((a->data == "-") + (a->validation == "-") + (a->test == "-") > 1)
            throw CLI::ValidationError("train", "only one file can be standard input");
        a->resume.empty() ? train(*a) : resume(*a);
    });
}

} // namespace attune::cli
