#pragma once

#include "core/progress.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace attune::core {

/// Gives a run a name to be shown by, in its run.json: the old file or the new one, at any instant, and also while it is trained. An empty name
/// gives the folder's back. Throws Error when it is no run or cannot be written.
void renameRun(const std::filesystem::path& run, const std::string& name);

/// Copies a run's model/ to `target`, which must not exist and appears whole or not at all. Progress counts bytes. Throws Error when there is
/// no model, when `target` exists or cannot be written, or when it was stopped.
void exportModel(const std::filesystem::path& run, const std::filesystem::path& target, const Progress& progress = {}, std::stop_token stop = {});

/// Held while run.json is read and written again, so that of two who change it none loses what the other wrote.
class RunFileGuard {
public:
    explicit RunFileGuard(const std::filesystem::path& run);
    ~RunFileGuard();
    RunFileGuard(const RunFileGuard&) = delete;
    RunFileGuard& operator=(const RunFileGuard&) = delete;

private:
    int m_directory = -1;
};

/// The name that run.json gives the run now; empty where it gives none.
std::string storedRunName(const std::filesystem::path& run);

} // namespace attune::core
