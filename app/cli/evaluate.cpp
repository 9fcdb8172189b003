#include "app/cli/commands.h"
#include "app/cli/data_options.h"
#include "app/cli/label_options.h"
#include "app/cli/output.h"
#include "app/cli/percent_line.h"
#include "app/cli/validators.h"
#include "core/data/csv.h"
#include "core/data/values.h"
#include "core/engine/dataset_evaluation.h"
#include "core/engine/loader.h"
#include "core/error.h"
#include "core/output_file.h"
#include "core/runs/events.h"
#include "core/runs/run_data.h"
#include "core/utf8.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

struct EvaluateArguments {
    std::string model, data, predictions, device = "auto", precision = "fp32";
    core::ColumnNames columns;
    DialectArguments dialect;
    std::shared_ptr<LabelArguments> labels;
    std::size_t maxLength = 0;
    bool json = false;
};

void printWords(const core::EvaluationMetrics& metrics, const std::vector<std::string>& labels)
{
    std::printf("%lld texts\n", static_cast<long long>(metrics.samples));
    std::printf("accuracy   %.4f  (95 %%: %.4f to %.4f; always the most frequent label: %.4f)\n", metrics.accuracy, metrics.accuracyLow,
                metrics.accuracyHigh, metrics.majorityAccuracy);
    std::printf("macro-F1   %.4f\nMatthews   %.4f\nloss       %.4f\nECE        %.4f\n", metrics.macroF1, metrics.matthews, metrics.loss, metrics.ece);
    if (metrics.rocAuc)
        std::printf("ROC-AUC    %.4f\n", *metrics.rocAuc);
    std::size_t width = 5;
    for (const std::string& label : labels)
        width = std::max(width, columnsOf(core::printable(label)));
    std::printf("\n%s  precision  recall  F1      texts\n", fitted("label", width).c_str());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const core::ClassMetrics& one = metrics.perClass[i];
        std::printf("%s  %.4f     %.4f  %.4f  %lld\n", fitted(core::printable(labels[i]), width).c_str(), one.precision, one.recall, one.f1,
                    static_cast<long long>(one.support));
    }
    std::fflush(stdout);
}

/// What the run made of its labels holds for those of any file that it is measured on; the command line goes before it.
core::LabelMap labelsFor(
    const EvaluateArguments& arguments, const core::Table& table, const core::ColumnRoles& roles, const std::vector<std::string>& classes)
{
    core::LabelMap map = arguments.labels->map();
    if (arguments.labels->any())
        checkLabels(map, core::countLabels(table, roles), arguments.data);
    for (const auto& [label, name] : map.names)
        if (name && std::find(classes.begin(), classes.end(), *name) == classes.end())
            throw core::Error("The model has no label " + core::inQuotes(*name) + " that " + core::inQuotes(label) + " could be renamed to.",
                "Its labels are " + core::listed(classes) + ".");
    map.names.merge(core::sourcesBehind(arguments.model).labels.names);
    return map;
}

/// The columns that the run learned from go before a guess, and a named text takes its learned pair along.
core::ColumnRoles rolesFor(const EvaluateArguments& arguments, const core::Table& table)
{
    core::ColumnNames names = arguments.columns;
    if (const auto learned = core::recordedRoles(core::sourcesBehind(arguments.model), table)) {
        const auto name = [&](std::optional<std::size_t> column) { return column ? core::lastingName(table, *column) : std::string(); };
        if (names.text.empty())
            names.text = name(learned->text);
        if (names.textPair.empty() && core::columnNamed(table, names.text) == learned->text)
            names.textPair = name(learned->textPair);
        if (names.label.empty())
            names.label = name(learned->label);
    }
    return core::rolesNamed(table, names);
}

void evaluate(const EvaluateArguments& arguments)
{
    core::PredictOptions options;
    options.maxLength = arguments.maxLength;
    options.precision = core::precisionNamed(arguments.precision);
    const std::filesystem::path checkpoint = core::checkpointOf(arguments.model);
    const core::CheckpointSummary summary = core::inspectCheckpoint(checkpoint); // what is broken is told before the engine is loaded
    if (!arguments.predictions.empty())
        const core::OutputFile writable(arguments.predictions); // told now, not when all is computed
    const core::Table table = readTable(arguments.data, arguments.dialect.choice());
    const core::ColumnRoles roles = rolesFor(arguments, table);
    core::Dataset labelled = core::makeDataset(table, roles, summary.config.labels, labelsFor(arguments, table, roles, summary.config.labels));
    std::erase_if(labelled.problems, [](const core::RowProblem& problem) { return problem.kind == "label_left_out"; }); // by choice: no problem
    const auto dataset = std::make_shared<const core::Dataset>(std::move(labelled));
    core::tellProblems(table, {dataset.get()}, tell);
    const auto classifier = core::loadEngine().openClassifier(checkpoint, arguments.device);
    core::DatasetEvaluation evaluation(*classifier, dataset, options);
    {
        PercentLine progress("Measuring");
        for (; !evaluation.finished(); evaluation.step())
            progress.show(evaluation.done(), evaluation.total());
    }
    const core::EvaluationMetrics metrics = evaluation.metrics();
    if (!arguments.predictions.empty())
        core::writeAnswers(arguments.predictions, *dataset, evaluation.answers());
    if (arguments.json) {
        nlohmann::ordered_json answer{{"model", arguments.model}, {"data", arguments.data}};
        answer.update(core::toJson(metrics, dataset->labels));
        answer["problems"] = table.problems.size() + dataset->problems.size();
        std::cout << core::toText(answer) << '\n';
    } else {
        printWords(metrics, dataset->labels);
    }
    finishOutput();
}

} // namespace

void addEvaluate(CLI::App& app)
{
    auto arguments = std::make_shared<EvaluateArguments>();
    CLI::App* command = app.add_subcommand("evaluate", "Measure a model on labelled texts");
    command->footer("Example: attune-cli evaluate my-run --data test.csv --predictions answers.csv");
    command->add_option("MODEL", arguments->model, "A fine-tuned checkpoint's folder, or a run's")->required()->check(notEmpty());
    command->add_option("--data", arguments->data, "File of labelled texts, - is standard input")->required()->check(notEmpty());
    addColumnOptions(*command, arguments->columns);
    addDialectOptions(*command, arguments->dialect);
    arguments->labels = addLabelOptions(*command, false);
    command->add_option("--max-seq-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{3}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_option("--precision", arguments->precision, "fp32, bf16 or fp16")->check(precisionName())->capture_default_str();
    command->add_option("--predictions", arguments->predictions, "CSV file to write: each row with label, prediction, probabilities and loss")
        ->check(notEmpty());
    command->add_flag("--json", arguments->json, "One JSON object instead of words");
    command->callback([arguments] {
        if (sameFile(arguments->data, arguments->predictions))
            throw CLI::ValidationError("evaluate", "--predictions would overwrite --data");
        evaluate(*arguments);
    });
}

} // namespace attune::cli
