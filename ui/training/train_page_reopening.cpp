// Runs from the disk on the Train page: one as the run in view, to look at or to go on with, and others behind it.

#include "ui/frame/chip.h"
#include "ui/frame/page_header.h"
#include "ui/note.h"
#include "ui/runs/run_list_model.h"
#include "ui/stale_note.h"
#include "ui/training/option_wording.h"
#include "ui/training/run_charts.h"
#include "ui/training/run_facts.h"
#include "ui/training/run_picker.h"
#include "ui/training/run_strip.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"
#include "ui/training/wording.h"
#include "ui/words.h"

namespace attune::ui {

namespace {

Chip::Tone toneOf(RunState state)
{
    switch (state) {
    case RunState::Finished:
        return Chip::Tone::Good;
    case RunState::Failed:
        return Chip::Tone::Error;
    case RunState::Paused:
    case RunState::Interrupted:
        return Chip::Tone::Warning;
    case RunState::Training:
        return Chip::Tone::Accent;
    case RunState::Stopped:
    case RunState::Elsewhere:
        break;
    }
    return Chip::Tone::Neutral;
}

} // namespace

void TrainPage::showRuns()
{
    std::vector<RunCharts::Earlier> earlier;
    for (const RunEntry& run : m_runs->entries())
        if (m_runs->seriesOf(run.directory) > 0)
            earlier.push_back({run.directory, run.name(), m_runs->seriesOf(run.directory)});
    m_charts->showEarlier(earlier);
    m_table->mark(m_runs->inView());
}

/// As the run on display.
void TrainPage::takeUp(const RunEntry& run)
{
    m_job = {};
    m_job.options = run.saved.options;
    m_job.output = run.directory;
    m_sources = run.saved.sources;
    m_about = tr("%1 on %2").arg(run.checkpoint(), run.data());
}

void TrainPage::resumeRun(const RunEntry& run)
{
    if (isTraining() || m_engine != EngineState::Ready)
        return;
    takeUp(run);
    m_hasModel = run.hasModel;
    m_resumption = Resumption{{run.directory, std::nullopt}, run.saved.plan, run.state};
    m_step = run.saved.summary.steps;
    m_summary = run.saved.summary;
    m_settings->showOfRun(m_job.options);
    m_charts->begin(run.saved.plan, m_job.options.maxGradNorm);
    m_charts->load(run.directory);
    goOn();
}

void TrainPage::goOn()
{
    m_plan = {};
    begin();
    Q_EMIT resumeRequested(m_resumption->job);
}

void TrainPage::showRun(const RunEntry& run)
{
    if (isTraining()) {
        m_runs->setShown(run.directory, true);
        return;
    }
    if (m_runs->live() == run.directory && m_phase != RunPhase::Idle)
        return; // it is in view, and this window knows more of it than its folder tells
    takeUp(run);
    m_trouble = {};
    core::TrainingPlan plan = run.saved.plan;
    plan.directory = run.directory;
    m_charts->begin(plan, m_job.options.maxGradNorm);
    showStanding(run);
    m_runs->setInView(run.directory);
}

/// How the run in view stands, as far as its folder tells.
void TrainPage::showStanding(const RunEntry& run)
{
    m_plan = run.saved.plan;
    m_plan.directory = run.directory;
    m_summary = run.saved.summary;
    m_step = m_summary.steps;
    m_hasModel = run.hasModel;
    m_resumption.reset();
    if (run.canResume)
        m_resumption = Resumption{{run.directory, std::nullopt}, run.saved.plan, run.state};
    const QString failure = QString::fromStdString(run.saved.failure);
    m_charts->read(run.directory, [this, failed = run.state == RunState::Failed, failure] {
        if (failed)
            markFailure(failure);
    });
    stand(run.state);
    m_header->chip()->setToolTip(failure);
    if (run.state == RunState::Failed && !failure.isEmpty()) {
        m_note->set(Note::Tone::Error, failure);
        m_note->show();
    } else if (m_hasModel && m_summary.best.samples > 0) {
        m_summary.directory = run.directory;
        showOutcome();
    } else {
        m_note->hide();
    }
}

void TrainPage::stand(RunState state)
{
    m_reopened = state;
    core::StepMetrics last;
    last.step = m_step;
    last.seconds = m_summary.seconds;
    m_strip->showPlan(m_plan);
    m_strip->showStep(last, -1);
    m_strip->showBroken(); // no speed, and nothing is left to wait for
    m_facts->setNow(duration(m_summary.seconds));
    setPhase(state == RunState::Failed ? RunPhase::Failed : RunPhase::Ended);
    const RunStateLook look = lookOf(state);
    m_header->chip()->set(look.words, toneOf(state), look.icon);
    Q_EMIT liveLineChanged(tr("%1: %2").arg(title(), look.words), -1);
}

/// The run that was to go on is as it was before, and can go on again.
void TrainPage::standAgain()
{
    m_plan = m_resumption->plan;
    m_plan.directory = m_job.output;
    m_strip->showPaused(false);
    stand(m_resumption->state);
    clearStatus();
    Q_EMIT lockChanged(false);
}

/// Another program goes on with the run in view, or has ended it.
void TrainPage::followRun()
{
    const RunEntry* run = m_reopened && !isTraining() ? m_runs->entry(m_job.output) : nullptr;
    if (!run)
        return;
    if (run->state != m_reopened || run->saved.summary.steps != m_step)
        showStanding(RunEntry(*run));
    m_header->setTitle(title()); // it may have another name
}

/// While a run goes on, its data and options are locked.
void TrainPage::showWhetherStale()
{
    if (m_phase == RunPhase::Idle || isTraining() || !m_data.table)
        m_stale->hide();
    else
        m_stale->set(tr("This run is older than what is shown."),
            staleReasons(core::differences(m_sources, m_data.sources()), differencesInWords(m_settings->options(), m_job.options)));
}

QString TrainPage::dataName() const
{
    return fromPath(m_sources.dataFile.filename());
}

QString TrainPage::title() const
{
    if (m_phase == RunPhase::Idle)
        return tr("New run");
    const RunEntry* run = m_runs ? m_runs->entry(m_job.output) : nullptr;
    return run ? run->name() : runName(m_job.output);
}

} // namespace attune::ui
