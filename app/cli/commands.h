#pragma once

#include <CLI/CLI.hpp>

namespace attune::cli {

// Each adds one subcommand; its work runs as the subcommand's callback and throws core::Error where it fails.
void addDataset(CLI::App& app);
void addTrain(CLI::App& app);
void addPredict(CLI::App& app);
void addAttend(CLI::App& app);
void addInspect(CLI::App& app);
void addTokenize(CLI::App& app);
void addNewCheckpoint(CLI::App& app);
void addEvaluate(CLI::App& app);
void addExplain(CLI::App& app);
void addCompare(CLI::App& app);
void addDevices(CLI::App& app);
void addRuns(CLI::App& app);

} // namespace attune::cli
