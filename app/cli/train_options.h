#pragma once

#include "core/runs/training_options.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace attune::cli {

/// Adds every training option under its name with dashes (--learning-rate). What the command line gives arrives in the object returned, under
/// the option's own name; a value of the wrong kind or out of its range is wrong usage.
std::shared_ptr<nlohmann::ordered_json> addTrainingOptions(CLI::App& command);

} // namespace attune::cli
