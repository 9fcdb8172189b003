#include "core/runs/events.h"

#include "core/runs/run_directory.h"

namespace attune::core {

using Json = nlohmann::ordered_json;

namespace {

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json confusionRows(const EvaluationMetrics& evaluation)
{
    const std::size_t labels = evaluation.perClass.size();
    Json rows = Json::array();
    for (std::size_t i = 0; (i + 1) * labels <= evaluation.confusion.size() && i < labels; ++i) {
        const auto row = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(i * labels);
        rows.push_back(std::vector<std::int64_t>(row, row + static_cast<std::ptrdiff_t>(labels)));
    }
    return rows;
}

} // namespace

const char* statusName(RunStatus status)
{
    switch (status) {
    case RunStatus::Training:
        return "training";
    case RunStatus::Paused:
        return "paused";
    case RunStatus::Finished:
        return "finished";
    case RunStatus::Stopped:
        return "stopped";
    case RunStatus::Failed:
        return "failed";
    }
    return "unknown";
}

Json toJson(const EvaluationMetrics& evaluation, std::span<const std::string> labels)
{
    Json json = {{"samples", evaluation.samples},
                 {"accuracy", evaluation.accuracy},
                 {"accuracy_interval", {evaluation.accuracyLow, evaluation.accuracyHigh}},
                 {"macro_f1", evaluation.macroF1},
                 {"weighted_f1", evaluation.weightedF1},
                 {"matthews", evaluation.matthews},
                 {"roc_auc", orNull(evaluation.rocAuc)},
                 {"average_precision", orNull(evaluation.averagePrecision)},
                 {"ece", evaluation.ece},
                 {"loss", evaluation.loss},
                 {"majority_accuracy", evaluation.majorityAccuracy}};
    if (!labels.empty())
        json["labels"] = std::vector<std::string>(labels.begin(), labels.end());
    json["confusion"] = confusionRows(evaluation);
    json["per_class"] = Json::array();
    for (std::size_t i = 0; i < evaluation.perClass.size(); ++i) {
        const ClassMetrics& one = evaluation.perClass[i];
        json["per_class"].push_back({{"label", i < labels.size() ? Json(labels[i]) : Json(i)},
                                     {"precision", one.precision},
                                     {"recall", one.recall},
                                     {"f1", one.f1},
                                     {"support", one.support},
                                     {"roc_auc", orNull(one.rocAuc)},
                                     {"average_precision", orNull(one.averagePrecision)}});
    }
    return json;
}

Json bestToJson(const EvaluationMetrics& best, std::span<const std::string> labels)
{
    if (best.samples == 0)
        return nullptr;
    Json json = {{"step", best.step}, {"epoch", best.epoch}, {"seconds", best.seconds}};
    json.update(toJson(best, labels));
    return json;
}

std::string toText(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

std::string toJsonLine(const StepMetrics& step)
{
    return toText({{"event", "step"},
                   {"step", step.step},
                   {"epoch", step.epoch},
                   {"loss", step.loss},
                   {"accuracy", step.accuracy},
                   {"learning_rate", step.learningRate},
                   {"gradient_norm", step.gradientNorm},
                   {"samples", step.samples},
                   {"tokens", step.tokens},
                   {"seconds", step.seconds},
                   {"samples_per_second", step.samplesPerSecond},
                   {"tokens_per_second", step.tokensPerSecond},
                   {"seconds_left", step.secondsLeft},
                   {"memory_bytes", step.memory}});
}

std::string toJsonLine(const EvaluationMetrics& evaluation, std::span<const std::string> labels)
{
    Json json = {{"event", "evaluation"}, {"step", evaluation.step}, {"epoch", evaluation.epoch}, {"seconds", evaluation.seconds},
                 {"best", evaluation.best}};
    json.update(toJson(evaluation, labels));
    return toText(json);
}

std::string toJsonLine(const RunSummary& summary, std::span<const std::string> labels)
{
    return toText({{"event", summary.status == RunStatus::Paused ? "paused" : "finished"},
                   {"status", statusName(summary.status)},
                   {"steps", summary.steps},
                   {"seconds", summary.seconds},
                   {"output", summary.directory.string()},
                   {"model", (summary.directory / "model").string()},
                   {"stopped_early", summary.stoppedEarly},
                   {"best", bestToJson(summary.best, labels)},
                   {"test", summary.test ? toJson(*summary.test, labels) : Json(nullptr)}});
}

} // namespace attune::core
