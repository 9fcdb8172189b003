#pragma once

#include "core/runs/metrics.h"
#include "core/runs/training_options.h"

#include <memory>
#include <span>
#include <string_view>

namespace attune::core {

/// What a run was made from, for run.json.
struct RunSources {
    std::filesystem::path dataFile;
    std::filesystem::path validationFile;  ///< empty: split from dataFile
    std::filesystem::path checkpoint;
    std::string split;                     ///< in words: "stratified 0.1", "column split", "file"
};

struct RunFile;

/// A run's directory: run.json (all that decided the run, status, summary), metrics.jsonl (one event a line), model/ (the best
/// model). Owned by the one who trains.
class RunDirectory {
public:
    /// Creates the directory. Throws Error when it exists already or cannot be made.
    RunDirectory(std::filesystem::path directory, const TrainingOptions& options, const RunSources& sources, const TrainingPlan& plan);
    ~RunDirectory();
    RunDirectory(const RunDirectory&) = delete;
    RunDirectory& operator=(const RunDirectory&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path modelDirectory() const { return m_path / "model"; }

    void append(const StepMetrics& step);              ///< one line of metrics.jsonl
    void append(const EvaluationMetrics& evaluation);  ///< one line of metrics.jsonl, flushed to the disk
    /// Rewrites run.json with the outcome and ends metrics.jsonl with it. `failure` is a sentence where the status is Failed.
    void finish(const RunSummary& summary, const std::string& failure = {});

private:
    void writeRunFile();
    void appendLine(std::string line);

    std::filesystem::path m_path;
    std::unique_ptr<RunFile> m_run;
    int m_metrics = -1; ///< descriptor of metrics.jsonl
};

/// Events as JSON, one line without the line end: {"event":"step",...}, {"event":"evaluation",...}, {"event":"finished",...}.
/// Classes bear the names in `labels`, or their indices.
std::string toJsonLine(const StepMetrics& step);
std::string toJsonLine(const EvaluationMetrics& evaluation, std::span<const std::string> labels = {});
std::string toJsonLine(const RunSummary& summary, std::span<const std::string> labels = {});

/// The checkpoint inside what the user points at: a run's model/ when `path` is a run, else `path` itself.
std::filesystem::path checkpointOf(const std::filesystem::path& path);

} // namespace attune::core
