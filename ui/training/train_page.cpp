#include "ui/training/train_page.h"

#include "core/hub/places.h"
#include "ui/frame/buttons.h"
#include "ui/frame/chip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/note.h"
#include "ui/training/run_charts.h"
#include "ui/training/run_strip.h"
#include "ui/training/stale_note.h"
#include "ui/training/training_settings.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>

namespace attune::ui {

namespace {

constexpr int kSettingsWidth = 312;
constexpr std::size_t kShortestWindow = 50; // steps whose speed tells the time left

QString nameOf(const std::filesystem::path& path)
{
    return fromPath(path.filename());
}

} // namespace

TrainPage::TrainPage(QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader)
    , m_note(new Note)
    , m_stale(new StaleNote)
    , m_strip(new RunStrip)
    , m_settings(new TrainingSettings)
    , m_charts(new RunCharts)
    , m_curves(new QStackedWidget)
    , m_train(primaryButton(tr("Train"), QStringLiteral("play")))
    , m_trainHere(primaryButton(tr("Train"), QStringLiteral("play")))
    , m_stop(secondaryButton(tr("Stop and keep best"), QStringLiteral("stop")))
    , m_predict(flatButton(tr("Predict meanwhile"), QStringLiteral("predict"), ButtonSize::Header))
    , m_folder(flatButton(tr("Show folder"), QStringLiteral("open"), ButtonSize::Header))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    addActions();

    auto* settings = new QScrollArea;
    settings->setWidget(m_settings);
    settings->setWidgetResizable(true);
    settings->setFrameShape(QFrame::NoFrame);
    settings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    settings->setFixedWidth(kSettingsWidth);

    m_curves->addWidget(
        new EmptyState(QStringLiteral("train"), tr("No curves yet"), tr("They start with the first step."), m_trainHere));
    m_curves->addWidget(m_charts);

    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(settings);
    body->addWidget(new Separator(Qt::Vertical));
    body->addWidget(m_curves, 1);

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_header);
    rows->addWidget(m_strip);
    rows->addWidget(m_note);
    rows->addWidget(m_stale);
    rows->addLayout(body, 1);
    m_note->setBoxed();
    m_note->setWrapped();
    m_note->hide();
    m_strip->hide();

    connect(m_settings, &TrainingSettings::changed, this, &TrainPage::refresh);
    refresh();
}

void TrainPage::addActions()
{
    m_train->setObjectName(QStringLiteral("train"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_predict->setObjectName(QStringLiteral("predictMeanwhile"));
    m_folder->setObjectName(QStringLiteral("showFolder"));
    m_stop->setToolTip(tr("Ends the run after this step. The best model so far is kept."));
    m_folder->setToolTip(tr("Opens the folder in which the best model of this run lies."));
    for (QPushButton* button : {m_predict, m_folder, m_stop, m_train})
        m_header->addAction(button);
    connect(m_train, &QPushButton::clicked, this, &TrainPage::start);
    connect(m_trainHere, &QPushButton::clicked, this, &TrainPage::start);
    connect(m_stop, &QPushButton::clicked, this, &TrainPage::stop);
    connect(m_predict, &QPushButton::clicked, this, &TrainPage::predictRequested);
    connect(m_folder, &QPushButton::clicked, this, &TrainPage::showFolder);
}

void TrainPage::setData(const DataSelection& selection)
{
    m_data = selection;
    refresh();
}

void TrainPage::setMaxLength(int tokens)
{
    m_settings->setMaxLength(tokens);
}

void TrainPage::setCheckpoint(const core::CheckpointSummary& summary)
{
    m_checkpoint = summary;
    m_settings->setDefaults(summary);
    refresh();
}

void TrainPage::setRuntime(const core::RuntimeReport& report)
{
    m_engine = EngineState::Ready;
    m_settings->setDevices(report);
    refresh();
}

void TrainPage::setEngineMissing(const Failure& failure)
{
    m_engine = EngineState::Missing;
    m_engineFailure = failure;
    refresh();
}

QString TrainPage::obstacle() const
{
    if (m_engine == EngineState::Missing)
        return m_engineFailure.cause;
    if (!m_data.ready())
        return tr("Open a data file first, on the Data page.");
    if (!m_checkpoint)
        return tr("Choose a model first, on the Model page.");
    if (m_engine == EngineState::Loading)
        return tr("The engine is being loaded.");
    if (!m_settings->acceptable())
        return tr("The learning rate cannot be used as it stands.");
    return {};
}

void TrainPage::start()
{
    if (isTraining() || !obstacle().isEmpty())
        return;
    TrainingJob job{m_data, *m_checkpoint, m_settings->options(), {}};
    try {
        job.options.check();
        job.output = core::nextRunDirectory();
    } catch (const core::Error& error) {
        explain(Failure::of(error));
        return;
    }
    m_job = job;
    m_plan = {};
    m_hasModel = false;
    m_note->hide();
    m_header->chip()->setToolTip({});
    m_charts->begin(m_plan);
    showPreparing(0, 0);
    setPhase(Phase::Preparing);
    Q_EMIT lockChanged(true);
    Q_EMIT trainRequested(m_job);
}

void TrainPage::stop()
{
    if (m_phase != Phase::Preparing && m_phase != Phase::Training)
        return;
    setPhase(Phase::Stopping);
    Q_EMIT stopRequested();
}

void TrainPage::showPreparing(qint64 done, qint64 total)
{
    m_strip->showPreparing(done, total);
    Q_EMIT liveLineChanged(tr("Preparing"), total > 0 ? double(done) / double(total) : 0.0);
}

void TrainPage::showStarted(const core::TrainingPlan& plan)
{
    m_plan = plan;
    m_strip->showPlan(plan);
    m_charts->begin(plan);
    if (m_phase != Phase::Stopping)
        setPhase(Phase::Training);
    if (plan.truncatedTexts > 0) {
        m_note->set(Note::Tone::Info,
            tr("%1 texts are longer than %2 tokens and lose their end. A larger maximum length reads them whole.")
                .arg(number(std::uint64_t(plan.truncatedTexts)))
                .arg(m_job.options.maxSeqLength));
        m_note->show();
    }
    Q_EMIT liveLineChanged(tr("Step %1 of %2").arg(0).arg(number(plan.totalSteps)), 0);
}

void TrainPage::showStep(const core::StepMetrics& step)
{
    m_charts->append(step);
    const auto window = std::max(kShortestWindow, std::size_t(std::max<std::int64_t>(0, m_plan.evalSteps)));
    const double speed = m_charts->history().stepsPerSecond(window);
    const double left = speed > 0 ? double(m_plan.totalSteps - step.step) / speed : -1;
    m_strip->showStep(step, left);
    if (m_phase == Phase::Stopping)
        return;
    const double progress = double(step.step) / double(std::max<std::int64_t>(1, m_plan.totalSteps));
    Q_EMIT liveLineChanged(tr("Step %1 of %2").arg(number(step.step), number(m_plan.totalSteps)), progress);
    Q_EMIT statusChanged(tr("%1 samples/s · %2 tokens/s")
                             .arg(QString::number(step.samplesPerSecond, 'f', step.samplesPerSecond < 10 ? 1 : 0),
                                 number(qint64(m_charts->history().tokensPerSecond(kShortestWindow)))),
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
}

void TrainPage::showEnded(const core::RunSummary& summary)
{
    m_job.output = summary.directory;
    m_hasModel = true;
    m_strip->showEnded(summary);
    setPhase(Phase::Ended);
    const bool stopped = summary.status == core::RunStatus::Stopped;
    m_header->chip()->set(stopped ? tr("Stopped") : tr("Finished"), stopped ? Chip::Tone::Neutral : Chip::Tone::Good,
        stopped ? QStringLiteral("stop") : QStringLiteral("check"));
    m_note->set(Note::Tone::Good,
        tr("The best model is that of step %1: accuracy %2, macro-F1 %3.")
            .arg(number(std::uint64_t(summary.best.step)), percent(summary.best.accuracy), decimal(summary.best.macroF1, 3)),
        tr("Saved in %1").arg(shortPath(summary.directory / "model")));
    m_note->show();
    Q_EMIT liveLineChanged(stopped ? tr("Stopped, best kept") : tr("Finished, %1 steps").arg(number(summary.steps)), -1);
    clearStatus();
    Q_EMIT lockChanged(false);
}

void TrainPage::showFailed(const Failure& failure)
{
    const bool began = m_plan.totalSteps > 0;
    const bool calledOff = m_phase == Phase::Stopping && !began;
    if (began) {
        // The session says in words what broke off; only a loss that is no number has a mark of its own.
        const bool notANumber = failure.cause.contains(QLatin1String("no longer a number"));
        m_charts->markFailure(notANumber ? tr("NaN") : tr("failed"));
    }
    m_strip->showBroken();
    setPhase(calledOff ? Phase::Idle : Phase::Failed);
    m_header->chip()->set(calledOff ? QString() : tr("Failed"), Chip::Tone::Error, QStringLiteral("error"));
    m_header->chip()->setToolTip(failure.cause); // the message bar says it at length, until it is closed
    m_note->hide();
    Q_EMIT liveLineChanged(calledOff ? QString() : tr("Failed"), -1);
    clearStatus();
    Q_EMIT lockChanged(false);
}

void TrainPage::setPhase(Phase phase)
{
    m_phase = phase;
    m_settings->setLocked(isTraining());
    m_strip->setVisible(phase != Phase::Idle);
    m_curves->setCurrentIndex(phase == Phase::Idle ? 0 : 1);
    if (isTraining())
        m_header->chip()->set(phase == Phase::Preparing ? tr("Preparing")
                : phase == Phase::Stopping              ? tr("Stopping")
                                                        : tr("Training"),
            Chip::Tone::Accent, QStringLiteral("dot"));
    refresh();
}

void TrainPage::refresh()
{
    const QString why = obstacle();
    const bool idle = m_phase == Phase::Idle;
    m_header->setTitle(idle ? tr("New run") : nameOf(m_job.output));
    m_header->setFacts(facts());

    setButton(m_train, idle ? tr("Train") : tr("Train again"), QStringLiteral("play"));
    setButton(m_predict, isTraining() ? tr("Predict meanwhile") : tr("Try it"), QStringLiteral("predict"));
    m_train->setVisible(!isTraining());
    m_stop->setVisible(isTraining());
    m_predict->setVisible(m_phase == Phase::Training || m_phase == Phase::Stopping || (!isTraining() && m_hasModel));
    m_folder->setVisible(!isTraining() && m_hasModel);
    setButton(m_stop, m_phase == Phase::Stopping ? tr("Stopping…") : tr("Stop and keep best"), QStringLiteral("stop"));
    m_stop->setEnabled(m_phase != Phase::Stopping);
    for (QPushButton* button : {m_train, m_trainHere}) {
        button->setEnabled(why.isEmpty());
        button->setToolTip(why.isEmpty() ? tr("Fine-tunes the model on the data with these settings.") : why);
    }
    showWhetherStale();
}

/// While a run goes on, its data and options are locked.
void TrainPage::showWhetherStale()
{
    if (m_phase == Phase::Idle || isTraining() || !m_data.table)
        m_stale->set({});
    else
        m_stale->set(
            core::differences(m_job.data.sources(), m_data.sources()), core::differences(m_settings->options(), m_job.options));
}

QString TrainPage::facts() const
{
    const bool ofRun = m_phase != Phase::Idle;
    const QString why = isTraining() ? QString() : obstacle();
    const DataSelection& selection = ofRun ? m_job.data : m_data;
    const auto* checkpoint = ofRun ? &m_job.checkpoint : m_checkpoint ? &*m_checkpoint : nullptr;
    if (!selection.ready() || !checkpoint)
        return why;
    QString sentence = tr("%1 on %2").arg(QString::fromStdString(checkpoint->name), selection.fileName());
    if (ofRun && m_plan.trainExamples > 0)
        sentence +=
            tr(", %1 rows to learn from, %2 to check").arg(number(m_plan.trainExamples), number(m_plan.validationExamples));
    else if (selection.useSplitColumn)
        sentence += tr(", %1 rows, those to check chosen by a column").arg(number(qint64(selection.dataset->examples.size())));
    else
        sentence += tr(", %1 rows, %2 of them to check")
                        .arg(number(qint64(selection.dataset->examples.size())), wholePercent(selection.validationShare));
    return why.isEmpty() ? sentence : sentence + QStringLiteral(". ") + why;
}

void TrainPage::showFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(m_job.output / "model")));
}

void TrainPage::explain(const Failure& failure)
{
    m_note->set(Note::Tone::Error, failure.cause, failure.wayOut);
    m_note->show();
}

void TrainPage::clearStatus()
{
    Q_EMIT statusChanged({}, {});
}

} // namespace attune::ui
