#pragma once

#include "core/runs/metrics.h"

#include <nlohmann/json.hpp>

#include <span>

namespace attune::core {

/// The values of events as JSON objects, under the names that stand in metrics.jsonl and run.json.
const char* statusName(RunStatus status);

/// What was measured, wherever it is written: accuracy, accuracy_interval, macro_f1 ... confusion (rows are the true labels) and per_class.
/// Classes bear their names; where `labels` is empty, their indices, and `labels` is left out.
nlohmann::ordered_json toJson(const EvaluationMetrics& evaluation, std::span<const std::string> labels);

/// The same with step, epoch and seconds it was measured at; null before the first evaluation. That it is the best goes without saying.
nlohmann::ordered_json bestToJson(const EvaluationMetrics& best, std::span<const std::string> labels = {});

/// Read what toJson(), bestToJson() and toJsonLine() wrote, with all digits. What is absent keeps its default; null is no number. Throw Error
/// naming the entry that is of another kind, and `name`, where the object was found.
EvaluationMetrics evaluationFromJson(const nlohmann::json& object, const std::string& name);
StepMetrics stepFromJson(const nlohmann::json& object, const std::string& name);

/// One line without its end. A number that is none becomes null, a byte that is not UTF-8 becomes U+FFFD: the line is JSON.
std::string toText(const nlohmann::ordered_json& json, int indent = -1);

} // namespace attune::core
