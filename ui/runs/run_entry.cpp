#include "ui/runs/run_entry.h"

#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Runs", text);
}

RunState stateOf(core::ListedRun::State state)
{
    using State = core::ListedRun::State;
    switch (state) {
    case State::Training:
        return RunState::Elsewhere; // where it is this window that trains, it knows better
    case State::Interrupted:
        return RunState::Interrupted;
    case State::Paused:
        return RunState::Paused;
    case State::Stopped:
        return RunState::Stopped;
    case State::Failed:
        return RunState::Failed;
    case State::Finished:
        break;
    }
    return RunState::Finished;
}

} // namespace

RunEntry RunEntry::of(core::ListedRun run)
{
    RunEntry entry;
    entry.directory = std::move(run.directory);
    entry.saved = std::move(run.saved);
    entry.state = stateOf(run.state);
    entry.hasModel = run.hasModel;
    entry.canResume = run.canResume;
    return entry;
}

RunEntry RunEntry::read(const std::filesystem::path& directory)
{
    return of(core::listedRun(directory));
}

QString RunEntry::name() const
{
    return saved.name.empty() ? runName(directory) : QString::fromStdString(saved.name);
}

QString RunEntry::data() const
{
    return fromPath(saved.sources.dataFile.filename());
}

QString RunEntry::checkpoint() const
{
    return QString::fromStdString(core::checkpointName(saved.sources.checkpoint));
}

QDateTime RunEntry::started() const
{
    return QDateTime::fromString(QString::fromStdString(saved.started), Qt::ISODate).toLocalTime();
}

QString RunEntry::bestMetric() const
{
    const std::string& name = saved.plan.bestMetric;
    return name == "accuracy" ? tr("accuracy")
        : name == "weighted_f1" ? tr("weighted F1")
        : name == "matthews"    ? tr("Matthews")
        : name == "loss"        ? tr("loss")
                                : tr("macro-F1");
}

double RunEntry::bestValue() const
{
    const std::string& name = saved.plan.bestMetric;
    const core::EvaluationMetrics& best = saved.summary.best;
    return name == "accuracy" ? best.accuracy
        : name == "weighted_f1" ? best.weightedF1
        : name == "matthews"    ? best.matthews
        : name == "loss"        ? best.loss
                                : best.macroF1;
}

QString runName(const std::filesystem::path& directory)
{
    return QString::fromStdString(core::runName(directory));
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

} // namespace attune::ui
