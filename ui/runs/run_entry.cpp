#include "ui/runs/run_entry.h"

#include "core/runs/run_history.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Runs", text);
}

RunState stateOf(const core::SavedRun& saved, const std::filesystem::path& directory)
{
    if (core::isBeingTrained(directory))
        return RunState::Elsewhere;
    switch (saved.summary.status) {
    case core::RunStatus::Training:
        return RunState::Interrupted;
    case core::RunStatus::Paused:
        return RunState::Paused;
    case core::RunStatus::Stopped:
        return RunState::Stopped;
    case core::RunStatus::Failed:
        return RunState::Failed;
    case core::RunStatus::Finished:
        break;
    }
    return RunState::Finished;
}

} // namespace

RunEntry RunEntry::read(const std::filesystem::path& directory)
{
    RunEntry entry;
    entry.directory = directory;
    entry.saved = core::readRun(directory);
    entry.state = stateOf(entry.saved, directory);
    // While it trains, and after a crash, run.json stands as it was written at the start.
    if (entry.saved.summary.status == core::RunStatus::Training)
        for (const core::EvaluationMetrics& evaluation : core::readEvaluations(directory)) {
            entry.saved.summary.steps = evaluation.step;
            entry.saved.summary.seconds = evaluation.seconds;
            if (evaluation.best)
                entry.saved.summary.best = evaluation;
        }
    std::error_code ignored;
    entry.hasModel = std::filesystem::exists(directory / "model" / "config.json", ignored);
    entry.canResume = std::filesystem::exists(directory / "checkpoint", ignored)
        && (entry.state == RunState::Interrupted || entry.state == RunState::Paused || entry.state == RunState::Stopped);
    return entry;
}

QString RunEntry::name() const
{
    return runName(directory);
}

QString RunEntry::data() const
{
    return fromPath(saved.sources.dataFile.filename());
}

QString RunEntry::checkpoint() const
{
    const std::filesystem::path& path = saved.sources.checkpoint;
    // As HuggingFace's cache keeps it: models--owner--name/snapshots/revision.
    if (path.parent_path().filename() == "snapshots")
        return fromPath(path.parent_path().parent_path().filename()).section(QStringLiteral("--"), -1);
    if (path.filename() == "model") // of another run
        return runName(path.parent_path());
    return fromPath(path.filename());
}

QDateTime RunEntry::started() const
{
    return QDateTime::fromString(QString::fromStdString(saved.started), Qt::ISODate).toLocalTime();
}

QString runName(const std::filesystem::path& directory)
{
    static const QRegularExpression numbered(QStringLiteral("^run-0*(\\d+)$"));
    const QString name = fromPath((directory.has_filename() ? directory : directory.parent_path()).filename());
    const auto match = numbered.match(name);
    return match.hasMatch() ? tr("Run %1").arg(match.captured(1)) : name;
}

RunStateLook lookOf(RunState state)
{
    switch (state) {
    case RunState::Training:
        return {tr("Training"), QStringLiteral("play"), &Colours::accent};
    case RunState::Paused:
        return {tr("Paused"), QStringLiteral("pause"), &Colours::warning};
    case RunState::Stopped:
        return {tr("Stopped, best kept"), QStringLiteral("stop"), &Colours::text2};
    case RunState::Failed:
        return {tr("Failed"), QStringLiteral("error"), &Colours::error};
    case RunState::Interrupted:
        return {tr("Interrupted"), QStringLiteral("warning"), &Colours::warning};
    case RunState::Elsewhere:
        return {tr("Trained elsewhere"), QStringLiteral("lock"), &Colours::text2};
    case RunState::Finished:
        break;
    }
    return {tr("Finished"), QStringLiteral("check"), &Colours::good};
}

QString dayInWords(const QDateTime& moment, const QDateTime& now)
{
    if (!moment.isValid())
        return QStringLiteral("–");
    const qint64 days = moment.date().daysTo(now.date());
    const QString time = moment.time().toString(QStringLiteral("H:mm"));
    if (days == 0)
        return tr("today %1").arg(time);
    if (days == 1)
        return tr("yesterday %1").arg(time);
    return QLocale(QLocale::English).toString(moment.date(), QStringLiteral("d MMM yyyy"));
}

} // namespace attune::ui
