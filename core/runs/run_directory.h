#pragma once

#include "core/data/dataset.h"
#include "core/runs/metrics.h"
#include "core/runs/run_lock.h"
#include "core/runs/training_options.h"

#include <memory>
#include <span>
#include <string_view>

namespace attune::core {

/// Which columns nobody chose: they were found out by what they hold.
struct GuessedColumns {
    bool text = false, textPair = false, label = false;
};

/// What a run was made from, for run.json: enough to read it all again.
struct RunSources {
    std::filesystem::path dataFile;
    std::filesystem::path validationFile = {}; ///< empty: split from dataFile
    std::filesystem::path checkpoint = {};
    std::string split = {};                    ///< in words: "stratified 0.1", "column split", "file"
    std::filesystem::path testFile = {};       ///< empty: none, or rows of dataFile that its split column marks
    DialectChoice dialect = {};                ///< of dataFile, where it was not left to be found out
    // Columns by name or 0-based index; empty: guessed, or there is none.
    std::string textColumn = {}, textPairColumn = {}, labelColumn = {}, splitColumn = {};
    bool columnsComplete = false;              ///< a column that is empty is none: nothing is left to be guessed
    GuessedColumns guessed = {};               ///< of those named above; a file with other columns has its own found out
    LabelMap labels = {};                      ///< what became of the labels as they stand in the files
    std::optional<double> validationSplit = {};    ///< share of the rows held back
    std::optional<std::uint64_t> splitSeed = {};   ///< of the rows held back; absent: the run's seed
    SplitOrder splitOrder = SplitOrder::File;
    std::string dataFingerprint = {};          ///< of dataFile's bytes as they were read; empty where that is not known
};

struct RunFile;
class TensorBoardWriter;

/// A run's directory: run.json (all that decided the run, status, summary), metrics.jsonl (one event a line), the same figures as TensorBoard
/// reads them, model/ (the best model). Owned by the one who trains.
class RunDirectory {
public:
    /// Creates the directory. Throws Error when it exists already or cannot be made.
    RunDirectory(std::filesystem::path directory, const TrainingOptions& options, const RunSources& sources, const TrainingPlan& plan);

    /// Goes on with a run that was begun before: its events after `step` are forgotten, and what differs in the options is recorded. Throws Error
    /// when it is no run or another program trains it. `lock` is the run's, where the caller has it already.
    RunDirectory(
        std::filesystem::path directory, const TrainingOptions& options, const TrainingPlan& plan, std::int64_t step, RunLock lock = {});
    ~RunDirectory();
    RunDirectory(const RunDirectory&) = delete;
    RunDirectory& operator=(const RunDirectory&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path modelDirectory() const { return m_path / "model"; }

    void append(const StepMetrics& step);              ///< one line of metrics.jsonl
    void append(const EvaluationMetrics& evaluation);  ///< one line of metrics.jsonl, flushed to the disk
    void flush();                                      ///< writes what an append() could not
    /// Rewrites run.json with how the run stands and says so in metrics.jsonl. `failure` is a sentence where the status is Failed.
    void finish(const RunSummary& summary, const std::string& failure = {});
    /// The same after finish() told of a pause, and the training goes on.
    void goOn();

private:
    void openMetrics(int flags);
    void writeRunFile();
    void appendLine(const std::string& line);
    void writePending();

    std::filesystem::path m_path;
    RunLock m_lock;
    std::unique_ptr<RunFile> m_run;
    std::unique_ptr<TensorBoardWriter> m_board;
    int m_metrics = -1;    ///< descriptor of metrics.jsonl
    std::string m_pending; ///< lines that a full disk has kept out of it; they go before the next one
};

/// Events as JSON, one line without the line end: {"event":"step",...}, {"event":"evaluation",...}, {"event":"finished",...}.
/// Classes bear the names in `labels`, or their indices.
std::string toJsonLine(const StepMetrics& step);
std::string toJsonLine(const EvaluationMetrics& evaluation, std::span<const std::string> labels = {});
std::string toJsonLine(const RunSummary& summary, std::span<const std::string> labels = {});

/// A run as its run.json tells it. Throws Error when `run` is none.
struct SavedRun {
    std::string name;     ///< that it was given, empty where it was given none
    TrainingOptions options;
    RunSources sources;
    std::string status;   ///< "paused", "finished" ...; "training" where it trains now, or where it was killed
    TrainingPlan plan;
    RunSummary summary;   ///< as it stood when the run ended or paused last
    std::string failure;  ///< a sentence, empty unless the run failed
    std::string started;  ///< 2026-01-31T12:00:00Z
    std::string ended;    ///< empty while it trains
};
SavedRun readRun(const std::filesystem::path& run);

/// Throws Error where a new run cannot get this name, because there is something already.
void checkAbsent(const std::filesystem::path& run);

/// Throws Error where the run's data or checkpoint are not the files any more, byte for byte, that it was begun with. Reads them.
void checkSourcesUnchanged(const std::filesystem::path& run);

/// Whether some program, this one or another, trains the run at the moment.
bool isBeingTrained(const std::filesystem::path& run);

/// The checkpoint inside what the user points at: a run's model/ when `path` is a run, else `path` itself.
std::filesystem::path checkpointOf(const std::filesystem::path& path);

} // namespace attune::core
