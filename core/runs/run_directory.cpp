#include "core/runs/run_directory.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/runs/events.h"
#include "core/runs/examinations.h"
#include "core/runs/run_care.h"
#include "core/runs/run_file.h"
#include "core/runs/tensorboard.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace attune::core {

namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

namespace {

fs::path withoutFinalSlash(fs::path path) { return path.has_filename() ? path : path.parent_path(); }

constexpr const char* kElsewhere = "Choose another place: --output names it to attune-cli, the Preferences have the window's folder of runs.";

[[noreturn]] void refuse(const fs::path& directory)
{
    throw Error(directory.string() + " exists already, and nothing is ever overwritten.",
                "Choose another --output; in the window, press Train again: the run gets the next free name.");
}

void makeDirectory(const fs::path& directory)
{
    checkAbsent(directory);
    std::error_code fault;
    fs::create_directories(directory.parent_path(), fault);
    // Not create_directories: of two that want the same name at the same time, one is to be refused.
    if (fs::create_directory(directory, fault))
        return;
    if (!fault)
        refuse(directory);
    throw Error("Cannot make the directory " + directory.string() + ": " + fault.message() + ".", kElsewhere);
}

Json readRunJson(const fs::path& run)
{
    const fs::path file = run / "run.json";
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(run.string() + " is no run: it holds no run.json.", "Choose the folder that a training wrote.");
    Json json = Json::parse(in, nullptr, false);
    if (!json.is_object())
        throw Error(file.string() + " is damaged: it is no JSON object.", "Choose another run.");
    return json;
}

/// Empty where it is absent or null.
std::string textIn(const Json& json, const char* name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

TrainingOptions optionsIn(const Json& run, const fs::path& directory)
{
    return withJson({}, run.value("options", Json::object()), (directory / "run.json").string());
}

/// Leaves out the events of steps after `step` and the words of a former end: they are about to happen again.
void keepEventsUpTo(const fs::path& metrics, std::int64_t step)
{
    std::ifstream in(metrics, std::ios::binary);
    std::string kept;
    for (std::string line; std::getline(in, line);) {
        const Json event = Json::parse(line, nullptr, false);
        if (!event.is_object())
            continue; // cut off by a crash
        const std::string kind = event.value("event", std::string());
        if (kind == "resumed" || ((kind == "step" || kind == "evaluation") && event.value("step", std::int64_t{0}) <= step))
            kept += line + '\n';
    }
    writeFileAtomically(metrics, kept);
}

} // namespace

RunDirectory::RunDirectory(fs::path directory, const TrainingOptions& options, const RunSources& sources, const TrainingPlan& plan)
    : m_path(withoutFinalSlash(std::move(directory)))
    , m_run(std::make_unique<RunFile>())
{
    makeDirectory(m_path);
    try {
        m_lock = RunLock(m_path);
        m_run->options = options;
        m_run->sources = describe(sources);
        m_run->plan = plan;
        m_run->summary.directory = m_path;
        m_run->summary.status = RunStatus::Training;
        m_run->started = timestamp();
        openMetrics(O_CREAT);
        m_board = std::make_unique<TensorBoardWriter>(m_path);
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

RunDirectory::RunDirectory(fs::path directory, const TrainingOptions& options, const TrainingPlan& plan, std::int64_t step, RunLock lock)
    : m_path(withoutFinalSlash(std::move(directory)))
    , m_lock(std::move(lock))
    , m_run(std::make_unique<RunFile>())
{
    const Json before = readRunJson(m_path);
    if (!m_lock)
        m_lock = RunLock(m_path);
    m_run->options = options;
    m_run->plan = plan;
    m_run->sources = before.value("sources", Json::object());
    m_run->started = before.value("started", std::string());
    m_run->resumed = before.value("resumed", Json::array());
    m_run->summary.directory = m_path;
    m_run->summary.status = RunStatus::Training;
    const Json now{{"time", timestamp()}, {"step", step}, {"changes", differences(options, optionsIn(before, m_path))}};
    m_run->resumed.push_back(now);

    openMetrics(O_CREAT);
    try {
        keepEventsUpTo(m_path / "metrics.jsonl", step);
        forgetExaminationsAfter(m_path, step);
        close(m_metrics); // the file is another one now
        m_metrics = -1;
        openMetrics(O_CREAT);
        m_board = std::make_unique<TensorBoardWriter>(m_path, step);
        writeRunFile();
        Json event{{"event", "resumed"}};
        event.update(now);
        appendLine(toText(event));
    } catch (...) {
        if (m_metrics >= 0)
            close(m_metrics);
        throw;
    }
}

void RunDirectory::openMetrics(int flags)
{
    const fs::path metrics = m_path / "metrics.jsonl";
    m_metrics = open(metrics.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0666);
    if (m_metrics < 0)
        throw Error("Cannot write " + metrics.string() + ": " + std::generic_category().message(errno) + ".", kElsewhere);
}

RunDirectory::~RunDirectory() { close(m_metrics); }

void RunDirectory::append(const StepMetrics& step)
{
    appendLine(toJsonLine(step));
    m_board->append(step);
}

void RunDirectory::append(const EvaluationMetrics& evaluation)
{
    appendLine(toJsonLine(evaluation, m_run->plan.labels));
    fsync(m_metrics);
    m_board->append(evaluation);
}

void RunDirectory::flush()
{
    if (!m_pending.empty())
        writePending();
    m_board->flush();
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

void RunDirectory::goOn()
{
    m_run->summary.status = RunStatus::Training;
    m_run->ended.clear();
    writeRunFile();
}

void RunDirectory::writeRunFile()
{
    const RunFileGuard guard(m_path);
    m_run->name = storedRunName(m_path); // it may have been given another one meanwhile
    writeFileAtomically(m_path / "run.json", toJson(*m_run));
}

void RunDirectory::appendLine(const std::string& line)
{
    m_pending += line + '\n';
    writePending();
}

// One write for all; what a full disk cut off is taken back, so that every line of the file is whole, and tried again with the next line.
void RunDirectory::writePending()
{
    const off_t before = lseek(m_metrics, 0, SEEK_END);
    ssize_t written = 0;
    do {
        written = write(m_metrics, m_pending.data(), m_pending.size());
    } while (written < 0 && errno == EINTR);
    if (written == static_cast<ssize_t>(m_pending.size())) {
        m_pending.clear();
        return;
    }
    const int fault = written < 0 ? errno : ENOSPC;
    const bool restored = ftruncate(m_metrics, before) == 0;
    throw Error("Cannot write " + (m_path / "metrics.jsonl").string() + ": " + std::generic_category().message(fault) + ".",
                "Free some space there.", restored ? "" : "its last line is incomplete");
}

SavedRun readRun(const fs::path& run)
{
    const Json json = readRunJson(run);
    SavedRun saved;
    saved.name = textIn(json, "name");
    saved.options = optionsIn(json, run);
    saved.sources = sourcesFromJson(json.value("sources", Json::object()));
    saved.status = textIn(json, "status");
    saved.plan = planFromJson(json.value("plan", Json::object()));
    saved.plan.directory = run;
    saved.summary = summaryFromJson(json.value("summary", Json::object()), saved.status, (run / "run.json").string());
    saved.summary.directory = run;
    saved.failure = textIn(json, "failure");
    saved.started = textIn(json, "started");
    saved.ended = textIn(json, "ended");
    return saved;
}

void checkAbsent(const fs::path& run)
{
    std::error_code fault;
    if (fs::exists(fs::symlink_status(run, fault)))
        refuse(run);
}

void checkSourcesUnchanged(const fs::path& run)
{
    const Json recorded = readRunJson(run).value("sources", Json::object());
    const Json now = describe(sourcesFromJson(recorded));
    for (const char* part : {"data", "validation", "test", "checkpoint"}) {
        const Json before = recorded.value(part, Json());
        if (before != now.at(part))
            throw Error(std::string("The ") + part + " of " + run.string() + ", " + textIn(before, "path")
                            + ", is not as it was when the run was begun, and the run had saved nothing yet.",
                        "Put the old files back, or begin a new run.");
    }
}

bool isBeingTrained(const fs::path& run) { return RunLock::isHeld(run); }

fs::path checkpointOf(const fs::path& path)
{
    std::error_code absent;
    return fs::is_regular_file(path / "run.json", absent) ? path / "model" : path;
}

} // namespace attune::core
