#include "core/runs/run_list.h"

#include "core/error.h"
#include "core/runs/run_history.h"
#include "core/runs/run_lock.h"

#include <algorithm>

namespace attune::core {

namespace fs = std::filesystem;

using State = ListedRun::State;

namespace {

State stateOf(const SavedRun& saved, const fs::path& directory)
{
    if (RunLock::isHeld(directory))
        return State::Training;
    switch (saved.summary.status) {
    case RunStatus::Training:
        return State::Interrupted;
    case RunStatus::Paused:
        return State::Paused;
    case RunStatus::Stopped:
        return State::Stopped;
    case RunStatus::Failed:
        return State::Failed;
    case RunStatus::Finished:
        break;
    }
    return State::Finished;
}

bool holdsState(const fs::path& checkpoint)
{
    std::error_code fault;
    for (fs::directory_iterator entry(checkpoint, fault), end; !fault && entry != end; entry.increment(fault))
        if (entry->path().extension() == ".safetensors")
            return true;
    return false;
}

} // namespace

const char* stateName(State state)
{
    switch (state) {
    case State::Training:
        return "training";
    case State::Interrupted:
        return "interrupted";
    case State::Paused:
        return "paused";
    case State::Stopped:
        return "stopped";
    case State::Failed:
        return "failed";
    case State::Finished:
        break;
    }
    return "finished";
}

std::string runName(const fs::path& directory)
{
    constexpr std::string_view kPrefix = "run-";
    const std::string folder = (directory.has_filename() ? directory : directory.parent_path()).filename().string();
    if (!folder.starts_with(kPrefix) || folder.size() == kPrefix.size() || folder.find_first_not_of("0123456789", kPrefix.size()) != std::string::npos)
        return folder;
    const auto first = folder.find_first_not_of('0', kPrefix.size());
    return "Run " + (first == std::string::npos ? "0" : folder.substr(first));
}

std::string ListedRun::name() const { return saved.name.empty() ? runName(directory) : saved.name; }

std::string checkpointName(const fs::path& checkpoint)
{
    const fs::path parent = checkpoint.parent_path();
    if (parent.filename() == "snapshots") { // models--owner--name/snapshots/revision
        std::string name = parent.parent_path().filename().string();
        if (name.starts_with("models--"))
            name.erase(0, 8);
        if (const auto separator = name.find("--"); separator != std::string::npos)
            name.replace(separator, 2, "/");
        return name;
    }
    return checkpoint.filename() == "model" ? runName(parent) : (checkpoint.has_filename() ? checkpoint : parent).filename().string();
}

ListedRun listedRun(const fs::path& directory)
{
    ListedRun run;
    run.directory = directory;
    run.saved = readRun(directory);
    run.state = stateOf(run.saved, directory);
    // While it trains, and after a crash, run.json stands as it was written at the start.
    if (run.saved.summary.status == RunStatus::Training)
        for (const EvaluationMetrics& evaluation : readEvaluations(directory)) {
            run.saved.summary.steps = evaluation.step;
            run.saved.summary.seconds = evaluation.seconds;
            if (evaluation.best)
                run.saved.summary.best = evaluation;
        }
    std::error_code ignored;
    run.hasModel = fs::exists(directory / "model" / "config.json", ignored);
    run.canResume = (run.state == State::Interrupted || run.state == State::Paused || run.state == State::Stopped)
        && (holdsState(directory / "checkpoint") || fs::exists(run.saved.sources.checkpoint, ignored)); // killed before its first, it begins anew
    return run;
}

std::vector<ListedRun> listRuns(const fs::path& folder, std::stop_token stop)
{
    std::vector<ListedRun> found;
    std::error_code fault;
    for (fs::directory_iterator at(folder, fault), end; !fault && at != end && !stop.stop_requested(); at.increment(fault)) {
        std::error_code ignored;
        if (!fs::is_regular_file(at->path() / "run.json", ignored))
            continue;
        try {
            found.push_back(listedRun(at->path()));
        } catch (const Error&) {
        }
    }
    std::sort(found.begin(), found.end(), [](const ListedRun& a, const ListedRun& b) {
        return a.saved.started != b.saved.started ? a.saved.started > b.saved.started : a.directory > b.directory;
    });
    return found;
}

} // namespace attune::core
