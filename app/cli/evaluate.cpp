#include "app/cli/commands.h"
#include "app/cli/data_options.h"
#include "app/cli/output.h"
#include "app/cli/validators.h"
#include "core/atomic_file.h"
#include "core/data/csv_writer.h"
#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runs/classification_metrics.h"
#include "core/runs/events.h"
#include "core/utf8.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <numeric>

namespace attune::cli {

namespace {

constexpr std::size_t kBatch = 64;

struct EvaluateArguments {
    std::string model, data, predictions, device = "auto", precision = "fp32";
    core::ColumnNames columns;
    DialectArguments dialect;
    std::size_t maxLength = 0;
    bool json = false;
};

/// What the model says of one example.
struct Answer {
    std::vector<float> probabilities;
    double loss = 0;
};

/// Cross-entropy of the true label, from the logits: the probability itself may have vanished.
double lossOf(const core::Prediction& prediction, std::size_t label)
{
    const double largest = *std::max_element(prediction.logits.begin(), prediction.logits.end());
    double sum = 0;
    for (const float logit : prediction.logits)
        sum += std::exp(static_cast<double>(logit) - largest);
    return largest + std::log(sum) - static_cast<double>(prediction.logits[label]);
}

/// In the order of the examples; computed in batches of texts of like length, which cost least.
std::vector<Answer> answersTo(core::Classifier& classifier, const core::Dataset& dataset, const core::PredictOptions& options)
{
    std::vector<std::size_t> order(dataset.examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return dataset.examples[a].text.size() < dataset.examples[b].text.size(); });
    std::vector<Answer> answers(order.size());
    std::vector<core::TextInput> inputs;
    for (std::size_t first = 0; first < order.size(); first += kBatch) {
        inputs.clear();
        const std::size_t end = std::min(order.size(), first + kBatch);
        for (std::size_t i = first; i < end; ++i) {
            const core::Example& example = dataset.examples[order[i]];
            inputs.push_back({example.text, example.textPair ? std::optional<std::string_view>(*example.textPair) : std::nullopt});
        }
        std::vector<core::Prediction> predictions = classifier.predictAll(inputs, options);
        for (std::size_t i = first; i < end; ++i) {
            core::Prediction& prediction = predictions[i - first];
            const double loss = lossOf(prediction, static_cast<std::size_t>(dataset.examples[order[i]].label));
            answers[order[i]] = {std::move(prediction.probabilities), loss};
        }
    }
    return answers;
}

std::string digits(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

void writePredictions(const std::string& file, const core::Dataset& dataset, const std::vector<Answer>& answers)
{
    core::AtomicFile out(file);
    std::vector<std::string> header{"line", "text", "label", "prediction"};
    for (const std::string& label : dataset.labels)
        header.push_back("probability_" + label);
    header.push_back("loss");
    out.write(core::csvRecord(header));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const core::Example& example = dataset.examples[i];
        const std::vector<float>& p = answers[i].probabilities;
        const auto predicted = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
        std::vector<std::string> fields{std::to_string(example.line), example.text.str(), dataset.labels[static_cast<std::size_t>(example.label)],
                                        dataset.labels[predicted]};
        for (const float probability : p)
            fields.push_back(digits(static_cast<double>(probability)));
        fields.push_back(digits(answers[i].loss));
        out.write(core::csvRecord(fields));
    }
    out.commit();
}

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

void evaluate(const EvaluateArguments& arguments)
{
    core::PredictOptions options;
    options.maxLength = arguments.maxLength;
    options.precision = core::precisionNamed(arguments.precision);
    const std::filesystem::path checkpoint = core::checkpointOf(arguments.model);
    const core::CheckpointSummary summary = core::inspectCheckpoint(checkpoint); // what is broken is told before the engine is loaded
    const core::Table table = readTable(arguments.data, arguments.dialect.choice());
    const core::Dataset dataset = core::makeDataset(table, core::rolesNamed(table, arguments.columns), summary.config.labels);
    const std::size_t leftOut = table.problems.size() + dataset.problems.size();
    if (leftOut > 0) {
        const core::RowProblem& first = table.problems.empty() ? dataset.problems.front() : table.problems.front();
        std::cerr << "attune-cli: " << leftOut << (leftOut == 1 ? " row has" : " rows have") << " a problem; the first, at line " << first.line << ": "
                  << first.reason << " (" << first.action << ")" << std::endl;
    }
    const auto classifier = core::loadEngine().openClassifier(checkpoint, arguments.device);
    const std::vector<Answer> answers = answersTo(*classifier, dataset, options);
    core::ClassificationCollector collector(dataset.labels.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        collector.add(dataset.examples[i].label, std::span<const float>(answers[i].probabilities), answers[i].loss);
    const core::EvaluationMetrics metrics = collector.metrics();

    if (!arguments.predictions.empty())
        writePredictions(arguments.predictions, dataset, answers);
    if (arguments.json) {
        nlohmann::ordered_json answer{{"model", arguments.model}, {"data", arguments.data}};
        answer.update(core::toJson(metrics, dataset.labels));
        answer["problems"] = leftOut;
        std::cout << core::toText(answer) << '\n';
    } else {
        printWords(metrics, dataset.labels);
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
    command->add_option("--max-seq-length", arguments->maxLength, "Tokens read at most, [CLS] and [SEP] among them (default: as trained)")
        ->check(CLI::Range(std::size_t{3}, std::size_t{1000000}));
    command->add_option("--device", arguments->device, "auto, cpu, cuda, cuda:N or mps")->check(deviceName())->capture_default_str();
    command->add_option("--precision", arguments->precision, "fp32, bf16 or fp16")->check(precisionName())->capture_default_str();
    command->add_option("--predictions", arguments->predictions, "CSV file to write: each row with label, prediction, probabilities and loss")
        ->check(notEmpty());
    command->add_flag("--json", arguments->json, "One JSON object instead of words");
    command->callback([arguments] { evaluate(*arguments); });
}

} // namespace attune::cli
