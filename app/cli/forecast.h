#pragma once

#include "core/engine/forecast.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace attune::cli {

/// What training takes of this machine, whose speed `engine` measures.
core::TrainingForecast forecastOn(core::Engine& engine, const core::CheckpointSummary& summary, const core::TrainingOptions& options,
                                  const core::TextsToLearn& texts);

/// "1 min 20 s", as far as a forecast can be exact.
std::string roughDuration(double seconds);

/// Keys and values for the terminal, and the same as JSON.
std::vector<std::pair<std::string, std::string>> forecastLines(const core::TrainingForecast& forecast);
nlohmann::ordered_json forecastJson(const core::TrainingForecast& forecast);

} // namespace attune::cli
