#pragma once

#include "core/runs/run_directory.h"

#include <stop_token>
#include <vector>

namespace attune::core {

/// A run as lists show it.
struct ListedRun {
    /// How it stands, seen from outside.
    enum class State {
        Training,    ///< somebody trains it at the moment
        Interrupted, ///< its program ended in the middle: it can go on from its last saved state
        Paused,
        Stopped,
        Finished,
        Failed,
    };

    std::filesystem::path directory;
    SavedRun saved;
    State state = State::Interrupted;
    bool hasModel = false;  ///< a best model lies in model/
    bool canResume = false; ///< from a state in checkpoint/ or from its beginning, and the run has not come to its end

    std::string name() const; ///< that it was given, else "Run 14" for run-0014, else the folder's name
};

/// "training", "interrupted", "paused" ...
const char* stateName(ListedRun::State state);

/// Reads it from its folder, with the best evaluation so far where run.json does not tell it yet. Throws Error when it is no run.
ListedRun listedRun(const std::filesystem::path& directory);

/// All runs of a folder, the newest first. What is no run, or a damaged one, is left out. None where there is no such folder.
std::vector<ListedRun> listRuns(const std::filesystem::path& folder, std::stop_token stop = {});

/// "Run 14" for run-0014, else the folder's name.
std::string runName(const std::filesystem::path& directory);

/// The name of a checkpoint by its path: "owner/name" in HuggingFace's cache, the run's for a run's model/, else the folder's.
std::string checkpointName(const std::filesystem::path& checkpoint);

} // namespace attune::core
