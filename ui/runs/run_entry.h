#pragma once

#include "core/runs/run_list.h"
#include "ui/frame/theme.h"

#include <QDateTime>

namespace attune::ui {

/// How a run stands, as a person wants to know it.
enum class RunState {
    Training,
    Paused,
    Stopped,
    Finished,
    Failed,
    Interrupted, ///< its program ended in the middle: it can go on from its last saved state
    Elsewhere, ///< another window or program trains it
};

/// A run as lists show it.
struct RunEntry {
    std::filesystem::path directory;
    core::SavedRun saved;
    RunState state = RunState::Interrupted;
    bool hasModel = false; ///< a best model lies in model/
    bool canResume = false; ///< from a saved state, or from its beginning

    /// Reads it from its folder, with the best evaluation so far where run.json does not tell it yet. Throws Error when there is no run.
    static RunEntry read(const std::filesystem::path& directory);
    static RunEntry of(core::ListedRun run);

    QString name() const; ///< that it was given, else "Run 14" for run-0014, else the folder's name
    QString data() const; ///< name of the data file
    QString checkpoint() const; ///< name of the model that it began with
    QDateTime started() const; ///< local time
    QString bestMetric() const; ///< what its best model was chosen by: "macro-F1"
    double bestValue() const; ///< that figure of its best model
};

QString runName(const std::filesystem::path& directory);

/// What a state is called, and how it is marked.
struct RunStateLook {
    QString words;
    QString icon;
    QColor Colours::*ink;
};
RunStateLook lookOf(RunState state);

} // namespace attune::ui
