#pragma once

#include "core/runs/metrics.h"

#include <nlohmann/json.hpp>

namespace attune::core {

/// The values of events as JSON objects, under the names that stand in metrics.jsonl and run.json.
const char* statusName(RunStatus status);
nlohmann::ordered_json bestToJson(const EvaluationMetrics& best); ///< null before the first evaluation

/// One line without its end. A number that is none becomes null, a byte that is not UTF-8 becomes U+FFFD: the line is JSON.
std::string toText(const nlohmann::ordered_json& json, int indent = -1);

} // namespace attune::core
