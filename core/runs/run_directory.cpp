#include "core/runs/run_directory.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/runs/run_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

fs::path withoutFinalSlash(fs::path path) { return path.has_filename() ? path : path.parent_path(); }

void makeDirectory(const fs::path& directory)
{
    std::error_code fault;
    if (fs::exists(fs::symlink_status(directory, fault)))
        throw Error(directory.string() + " already exists: choose another --output.");
    fs::create_directories(directory.parent_path(), fault);
    // Not create_directories: of two that want the same name at the same time, one is to be refused.
    if (fs::create_directory(directory, fault))
        return;
    if (!fault)
        throw Error(directory.string() + " already exists: choose another --output.");
    throw Error("Cannot make the directory " + directory.string() + ": " + fault.message() + ".", "Choose another --output.");
}

} // namespace

RunDirectory::RunDirectory(fs::path directory, const TrainingOptions& options, const RunSources& sources, const TrainingPlan& plan)
    : m_path(withoutFinalSlash(std::move(directory)))
    , m_run(std::make_unique<RunFile>())
{
    makeDirectory(m_path);
    try {
        m_run->options = options;
        m_run->sources = describe(sources);
        m_run->plan = plan;
        m_run->summary.directory = m_path;
        m_run->summary.status = RunStatus::Training;
        m_run->started = timestamp();
        const fs::path metrics = m_path / "metrics.jsonl";
        m_metrics = open(metrics.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (m_metrics < 0)
            throw Error("Cannot write " + metrics.string() + ": " + std::generic_category().message(errno) + ".", "Choose another --output.");
        writeRunFile();
    } catch (...) {
        // Nothing has been trained yet: the same name shall be free for the next attempt.
        if (m_metrics >= 0)
            close(m_metrics);
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
        throw;
    }
}

RunDirectory::~RunDirectory() { close(m_metrics); }

void RunDirectory::append(const StepMetrics& step) { appendLine(toJsonLine(step)); }

void RunDirectory::append(const EvaluationMetrics& evaluation)
{
    appendLine(toJsonLine(evaluation, m_run->plan.labels));
    fsync(m_metrics);
}

void RunDirectory::finish(const RunSummary& summary, const std::string& failure)
{
    m_run->summary = summary;
    m_run->summary.directory = m_path;
    m_run->failure = failure;
    m_run->ended = timestamp();
    writeRunFile();
    appendLine(toJsonLine(m_run->summary, m_run->plan.labels));
    fsync(m_metrics);
}

void RunDirectory::writeRunFile() { writeFileAtomically(m_path / "run.json", toJson(*m_run)); }

// One write a line; what a full disk cut off is taken back, so that every line of the file is whole.
void RunDirectory::appendLine(std::string line)
{
    line += '\n';
    const off_t before = lseek(m_metrics, 0, SEEK_END);
    ssize_t written = 0;
    do {
        written = write(m_metrics, line.data(), line.size());
    } while (written < 0 && errno == EINTR);
    if (written == static_cast<ssize_t>(line.size()))
        return;
    const int fault = written < 0 ? errno : ENOSPC;
    const bool restored = ftruncate(m_metrics, before) == 0;
    throw Error("Cannot write " + (m_path / "metrics.jsonl").string() + ": " + std::generic_category().message(fault) + ".",
                "Free some space there.", restored ? "" : "its last line is incomplete");
}

fs::path checkpointOf(const fs::path& path)
{
    std::error_code absent;
    return fs::is_regular_file(path / "run.json", absent) ? path / "model" : path;
}

} // namespace attune::core
