// What the Train page makes of the facts that arrive from the engine.

#include "ui/frame/chip.h"
#include "ui/frame/page_header.h"
#include "ui/note.h"
#include "ui/runs/run_list_model.h"
#include "ui/training/run_charts.h"
#include "ui/training/run_facts.h"
#include "ui/training/run_strip.h"
#include "ui/training/train_page.h"
#include "ui/training/training_settings.h"
#include "ui/training/wording.h"
#include "ui/words.h"

namespace attune::ui {

namespace {

constexpr int kShowDelay = 40; // ms: arriving steps are told together
constexpr std::size_t kShortestWindow = 50; // steps whose speed tells the time left

QString speedInWords(double perSecond)
{
    return decimal(perSecond, perSecond < 10 ? 1 : 0);
}

} // namespace

void TrainPage::showReading(qint64 done, qint64 total)
{
    if (done >= total) {
        showPreparing(0, 0); // with the model first
        return;
    }
    m_strip->showReading(double(done) / double(total));
    Q_EMIT liveLineChanged(tr("Preparing"), double(done) / double(total));
}

void TrainPage::showPreparing(qint64 done, qint64 total)
{
    m_strip->showPreparing(done, total);
    Q_EMIT liveLineChanged(tr("Preparing"), total > 0 ? double(done) / double(total) : 0.0);
}

void TrainPage::showStarted(const core::TrainingPlan& plan)
{
    m_plan = plan;
    m_job.output = plan.directory;
    m_strip->showPlan(plan);
    const bool resumed = std::exchange(m_resumption, std::nullopt).has_value();
    if (resumed)
        m_charts->resume(plan, m_job.options.maxGradNorm, m_step);
    else
        m_charts->begin(plan, m_job.options.maxGradNorm);
    if (resumed)
        m_charts->markPause();
    m_settings->setTexts(plan.trainExamples);
    if (m_runs)
        m_runs->setLive(plan.directory, RunState::Training);
    if (m_phase != RunPhase::Stopping)
        setPhase(RunPhase::Training);
    if (plan.truncatedTexts > 0 && !resumed) {
        m_note->set(Note::Tone::Info,
            counted(std::uint64_t(plan.truncatedTexts),
                tr("1 text is longer than %2 tokens and loses its end. A larger maximum length reads it whole."),
                tr("%1 texts are longer than %2 tokens and lose their end. A larger maximum length reads them whole."))
                .arg(plan.maxLength));
        m_note->show();
    }
    m_latest.start(0); // where a resumed run stands
    Q_EMIT liveLineChanged(tr("Step %1 of %2").arg(number(std::uint64_t(m_step)), number(plan.totalSteps)), 0, tr("Step %1").arg(number(std::uint64_t(m_step))));
}

void TrainPage::showStep(const core::StepMetrics& step)
{
    m_charts->append(step);
    m_step = step.step;
    if (!m_latest.isActive())
        m_latest.start(kShowDelay);
}

void TrainPage::showLatest()
{
    if (m_charts->history().steps().empty())
        return;
    const core::StepMetrics& step = m_charts->history().steps().back();
    const auto window = std::max(kShortestWindow, std::size_t(std::max<std::int64_t>(0, m_plan.evalSteps)));
    const double speed = m_charts->history().stepsPerSecond(window);
    const bool runs = m_phase == RunPhase::Training;
    const double left = speed > 0 && runs ? double(m_plan.totalSteps - step.step) / speed : -1;
    if (isTraining())
        m_strip->showStep(step, left);
    m_settings->showStep(isTraining() ? std::optional(step.step) : std::nullopt);
    if (m_phase == RunPhase::Paused)
        m_strip->showPaused(true);
    const QString memory = step.memory > 0 ? tr(", %1").arg(bytes(step.memory)) : QString();
    m_facts->setNow(left >= 0 ? duration(step.seconds + left) + memory : duration(step.seconds) + memory);
    if (m_runs) {
        m_summary.directory = m_job.output;
        m_summary.seconds = step.seconds;
        m_summary.steps = step.step;
        m_runs->setLive(m_summary);
    }
    if (!runs)
        return;
    const double progress = double(step.step) / double(std::max<std::int64_t>(1, m_plan.totalSteps));
    Q_EMIT liveLineChanged(tr("Step %1 of %2").arg(number(step.step), number(m_plan.totalSteps)), progress,
        tr("Step %1, %2 %").arg(number(step.step)).arg(int(100 * progress)));
    Q_EMIT statusChanged(tr("%1 samples/s · %2 tokens/s")
                             .arg(speedInWords(step.samplesPerSecond), number(qint64(m_charts->history().tokensPerSecond(kShortestWindow)))),
        left >= 0 ? tr("%1 left").arg(duration(left)) : QString());
}

void TrainPage::showEvaluating()
{
    m_strip->showEvaluating();
}

void TrainPage::showEvaluation(const core::EvaluationMetrics& evaluation)
{
    m_charts->append(evaluation);
    m_hasModel = m_hasModel || evaluation.best;
    if (evaluation.best)
        m_summary.best = evaluation;
    Q_EMIT messageChanged(tr("Saved at step %1.").arg(number(std::uint64_t(evaluation.step))));
}

void TrainPage::showNotice(const QString& sentence)
{
    m_note->set(Note::Tone::Warning, sentence);
    m_note->show();
}

void TrainPage::showPaused(const core::RunSummary& summary, const Failure& trouble)
{
    m_trouble = trouble;
    const auto best = m_summary.best;
    m_summary = summary;
    if (m_summary.best.samples == 0)
        m_summary.best = best;
    m_charts->markPause();
    setPhase(RunPhase::Paused);
    showLatest();
    const QString step = number(std::uint64_t(m_step));
    if (trouble.cause.isEmpty()) {
        Q_EMIT messageChanged(tr("Paused at step %1. Everything is saved; it is safe to close.").arg(step));
    } else {
        Q_EMIT failed({trouble.cause, trouble.wayOut + QLatin1Char(' ') + tr("Training is paused and nothing is lost. Then press Continue."),
            trouble.details});
        notifyIfAway(window(), tr("Training is paused"), trouble.cause);
    }
    const double progress = double(m_step) / double(std::max<std::int64_t>(1, m_plan.totalSteps));
    Q_EMIT liveLineChanged(tr("Paused at step %1").arg(step), progress, tr("Paused at %1").arg(step));
    Q_EMIT statusChanged({}, tr("Paused"));
}

void TrainPage::showContinued()
{
    m_trouble = {};
    m_strip->showPaused(false);
    if (m_phase == RunPhase::Paused)
        setPhase(RunPhase::Training);
    showLatest();
}

void TrainPage::showEnded(const core::RunSummary& summary)
{
    m_job.output = summary.directory;
    m_hasModel = true;
    m_summary = summary;
    m_strip->showPaused(false);
    showLatest();
    m_charts->showNow();
    setPhase(RunPhase::Ended);
    m_strip->showEnded(summary);
    const bool stopped = summary.status == core::RunStatus::Stopped;
    m_header->chip()->set(stopped ? tr("Stopped") : tr("Finished"), stopped ? Chip::Tone::Neutral : Chip::Tone::Good,
        stopped ? QStringLiteral("stop") : QStringLiteral("check"));
    const QString outcome = showOutcome();
    if (m_runs)
        m_runs->setLive(summary);
    const auto steps = static_cast<std::uint64_t>(summary.steps);
    if (stopped)
        Q_EMIT liveLineChanged(tr("Stopped, best kept"), -1);
    else
        Q_EMIT liveLineChanged(counted(steps, tr("Finished, 1 step"), tr("Finished, %1 steps")), -1, tr("Finished, %1").arg(number(steps)));
    clearStatus();
    Q_EMIT lockChanged(false);
    notifyIfAway(window(), stopped ? tr("Training has stopped") : tr("Training has finished"), outcome);
}

QString TrainPage::showOutcome()
{
    QString outcome = tr("The best model is that of step %1: accuracy %2, macro-F1 %3.")
                          .arg(number(std::uint64_t(m_summary.best.step)), percent(m_summary.best.accuracy), decimal(m_summary.best.macroF1, 3));
    m_note->set(Note::Tone::Good,
        m_summary.stoppedEarly ? outcome + QLatin1Char(' ') + tr("It ended early: nothing better had come for a while.") : outcome,
        tr("Saved in %1").arg(shortPath(m_summary.directory / "model")));
    m_note->show();
    return outcome;
}

/// The session says in words what broke off; only a loss that is no number has a mark of its own.
void TrainPage::markFailure(const QString& cause)
{
    m_charts->markFailure(cause.contains(QLatin1String("no longer a number")) ? tr("NaN") : tr("failed"), cause);
}

void TrainPage::showFailed(const Failure& failure)
{
    const bool began = m_plan.totalSteps > 0;
    const bool calledOff = m_phase == RunPhase::Stopping && !began;
    if (m_resumption) {
        standAgain();
        if (!calledOff)
            notifyIfAway(window(), tr("Training has failed"), failure.cause);
        return;
    }
    m_strip->showPaused(false);
    showLatest();
    if (began)
        markFailure(failure.cause);
    m_strip->showBroken();
    setPhase(calledOff ? RunPhase::Idle : RunPhase::Failed);
    m_header->chip()->set(calledOff ? QString() : tr("Failed"), Chip::Tone::Error, QStringLiteral("error"));
    m_header->chip()->setToolTip(failure.cause); // the message bar says it at length, until it is closed
    m_note->hide();
    Q_EMIT liveLineChanged(calledOff ? QString() : tr("Failed"), -1);
    clearStatus();
    Q_EMIT lockChanged(false);
    if (!calledOff)
        notifyIfAway(window(), tr("Training has failed"), failure.cause);
}

} // namespace attune::ui
