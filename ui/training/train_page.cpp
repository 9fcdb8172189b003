#include "ui/training/train_page.h"

#include "core/hub/places.h"
#include "ui/checkpoint/checkpoint_entry.h"
#include "ui/checkpoint/forecaster.h"
#include "ui/frame/chip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/note.h"
#include "ui/runs/run_list_model.h"
#include "ui/stale_note.h"
#include "ui/training/command_line.h"
#include "ui/training/run_charts.h"
#include "ui/training/run_facts.h"
#include "ui/training/run_picker.h"
#include "ui/training/run_strip.h"
#include "ui/training/training_settings.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>

namespace attune::ui {

namespace {

constexpr int kSettingsWidth = 312;

} // namespace

TrainPage::TrainPage(QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader)
    , m_actions(new RunActions(m_header))
    , m_note(new Note)
    , m_stale(new StaleNote)
    , m_strip(new RunStrip)
    , m_settings(new TrainingSettings)
    , m_facts(new RunFacts)
    , m_charts(new RunCharts)
    , m_curves(new QStackedWidget)
    , m_table(new RunPicker)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_latest.setSingleShot(true);
    m_note->setBoxed();
    m_note->setWrapped();
    m_note->hide();
    m_strip->hide();
    layOut();
    connectParts();
    refresh();
}

void TrainPage::layOut()
{
    auto* settings = new QScrollArea;
    settings->setWidget(m_settings);
    settings->setWidgetResizable(true);
    settings->setFrameShape(QFrame::NoFrame);
    settings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* left = new QWidget;
    left->setFixedWidth(kSettingsWidth);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(settings, 1);
    column->addWidget(m_facts);

    m_curves->addWidget(new EmptyState(
        QStringLiteral("train"), tr("No curves yet"), tr("They start with the first step."), m_actions->trainHere()));
    m_curves->addWidget(m_charts);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_curves, 1);
    right->addWidget(new Separator);
    right->addWidget(m_table);

    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(left);
    body->addWidget(new Separator(Qt::Vertical));
    body->addLayout(right, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_header);
    rows->addWidget(m_strip);
    rows->addWidget(m_note);
    rows->addWidget(m_stale);
    rows->addLayout(body, 1);
}

void TrainPage::connectParts()
{
    connect(m_actions, &RunActions::trainPressed, this, &TrainPage::start);
    connect(m_actions, &RunActions::pausePressed, this, &TrainPage::pause);
    connect(m_actions, &RunActions::resumePressed, this, &TrainPage::resume);
    connect(m_actions, &RunActions::stopPressed, this, &TrainPage::stop);
    connect(m_actions, &RunActions::predictPressed, this, [this] { Q_EMIT predictRequested(fromPath(m_job.output)); });
    connect(m_actions, &RunActions::folderPressed, this, &TrainPage::showFolder);
    connect(m_settings, &TrainingSettings::changed, this, &TrainPage::refresh);
    connect(m_settings, &TrainingSettings::maxLengthChanged, this, &TrainPage::maxLengthChanged);
    connect(m_settings, &TrainingSettings::copyRequested, this, &TrainPage::copyCommand);
    connect(m_settings, &TrainingSettings::failed, this, &TrainPage::failed);
    connect(m_charts, &RunCharts::failed, this, &TrainPage::failed);
    connect(m_charts, &RunCharts::contentChanged, this,
        [this] { m_curves->setCurrentIndex(m_phase == RunPhase::Idle && m_charts->empty() ? 0 : 1); });
    connect(&m_latest, &QTimer::timeout, this, &TrainPage::showLatest);
}

void TrainPage::setForecaster(Forecaster* forecaster)
{
    m_forecaster = forecaster;
    connect(forecaster, &Forecaster::changed, this, &TrainPage::showForecast);
}

/// Before the start; then it stands, to be compared with.
void TrainPage::showForecast()
{
    if (!m_forecaster || !m_checkpoint || isTraining() || !m_settings->acceptable())
        return;
    m_forecaster->want(*m_checkpoint, m_settings->options());
    const auto* forecast = m_forecaster->of(m_checkpoint->directory);
    m_facts->setForecast(forecast ? forecastInWords(*forecast) : QString());
}

void TrainPage::setRuns(RunListModel* runs)
{
    m_runs = runs;
    m_table->setRuns(runs);
    connect(runs, &RunListModel::shownChanged, this, &TrainPage::showRuns);
    connect(runs, &RunListModel::refreshed, this, &TrainPage::showRuns); // names may be others
    connect(runs, &RunListModel::refreshed, this, &TrainPage::followRun);
    connect(runs, &QAbstractItemModel::dataChanged, this, &TrainPage::followRun);
}

void TrainPage::setData(const DataSelection& selection)
{
    m_data = selection;
    const double texts = selection.ready() ? double(selection.dataset->examples.size()) : 0;
    m_settings->setTexts(std::int64_t(selection.useSplitColumn ? texts : texts * (1 - selection.validationShare)));
    refresh();
}

void TrainPage::setMaxLength(std::optional<int> tokens)
{
    m_settings->setMaxLength(tokens);
}

void TrainPage::setCheckpoint(const core::CheckpointSummary& summary)
{
    m_checkpoint = summary;
    m_settings->setDefaults(summary);
    refresh();
}

void TrainPage::setOptions(const core::TrainingOptions& options)
{
    auto shown = options;
    shown.device = m_settings->options().device;
    m_settings->setOptions(shown);
    refresh();
}

core::TrainingOptions TrainPage::options() const
{
    return m_settings->options();
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

void TrainPage::preferDevice(const QString& name)
{
    if (isTraining())
        m_preferredDevice = name;
    else
        m_settings->setDevice(name);
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
    return m_settings->problem();
}

TrainingJob TrainPage::jobAsShown() const
{
    return {m_data, *m_checkpoint, m_settings->options(), core::nextRunDirectory()};
}

void TrainPage::start()
{
    if (isTraining() || !obstacle().isEmpty())
        return;
    TrainingJob job;
    const auto failure = attempt([&] {
        job = jobAsShown();
        job.options.check();
    });
    if (failure) {
        explain(*failure);
        return;
    }
    m_job = job;
    m_sources = job.data.sources();
    m_about = tr("%1 on %2").arg(QString::fromStdString(job.checkpoint.name), job.data.fileName());
    m_hasModel = false;
    m_resumption.reset();
    m_plan = {};
    m_step = 0;
    m_summary = {};
    m_charts->begin(m_plan);
    begin();
    Q_EMIT trainRequested(m_job);
}

void TrainPage::begin()
{
    m_note->hide();
    m_trouble = {};
    m_reopened.reset();
    m_header->chip()->setToolTip({});
    showPreparing(0, 0);
    setPhase(RunPhase::Preparing);
    m_awake.hold(tr("A model is being trained."));
    Q_EMIT lockChanged(true);
}

void TrainPage::pause()
{
    if (m_phase != RunPhase::Training)
        return;
    setPhase(RunPhase::Pausing);
    Q_EMIT pauseRequested();
}

void TrainPage::resume()
{
    if (canGoOn()) {
        const RunEntry* run = m_runs ? m_runs->entry(m_job.output) : nullptr;
        if (run && run->canResume) {
            resumeRun(RunEntry(*run)); // the list may be read anew meanwhile
            return;
        }
        m_settings->showOfRun(m_job.options);
        goOn();
        return;
    }
    if (m_phase != RunPhase::Paused || !m_settings->acceptable())
        return;
    const core::TrainingOptions options = m_settings->options();
    if (options == m_job.options) {
        m_trouble = {};
        Q_EMIT continueRequested();
        return;
    }
    m_job.options = options;
    m_resumption = Resumption{{m_job.output, options}, m_plan};
    goOn();
}

void TrainPage::stop()
{
    if (!isTraining() || m_phase == RunPhase::Stopping)
        return;
    setPhase(RunPhase::Stopping);
    Q_EMIT stopRequested();
}

void TrainPage::copyCommand()
{
    if (!m_data.ready() || !m_checkpoint) {
        Q_EMIT failed({tr("There is no command to copy yet."), tr("Open a data file and choose a model first."), {}});
        return;
    }
    if (const auto failure = attempt([&] { QApplication::clipboard()->setText(commandLine(jobAsShown())); }))
        Q_EMIT failed(*failure);
    else
        Q_EMIT messageChanged(tr("The command is on the clipboard."));
}

void TrainPage::setPhase(RunPhase phase)
{
    m_phase = phase;
    if (!isTraining())
        m_settings->showOwn();
    m_settings->setMode(!isTraining() ? TrainingSettings::Mode::Open
            : phase == RunPhase::Paused && m_trouble.cause.isEmpty() ? TrainingSettings::Mode::Paused
                                                                     : TrainingSettings::Mode::Locked);
    m_strip->setVisible(phase != RunPhase::Idle);
    m_curves->setCurrentIndex(phase == RunPhase::Idle && m_charts->empty() ? 0 : 1);
    if (!isTraining() || phase == RunPhase::Paused)
        m_awake.release();
    else
        m_awake.hold(tr("A model is being trained."));
    if (!isTraining())
        m_settings->showStep(std::nullopt);
    if (!isTraining() && m_preferredDevice)
        m_settings->setDevice(*std::exchange(m_preferredDevice, std::nullopt));
    if (phase == RunPhase::Paused)
        m_header->chip()->set(tr("Paused"), Chip::Tone::Warning, QStringLiteral("pause"));
    else if (isTraining())
        m_header->chip()->set(phase == RunPhase::Preparing ? tr("Preparing")
                : phase == RunPhase::Stopping              ? tr("Stopping")
                : phase == RunPhase::Pausing               ? tr("Pausing")
                                                           : tr("Training"),
            Chip::Tone::Accent, QStringLiteral("dot"));
    if (m_runs && m_plan.totalSteps > 0 && !m_reopened) {
        const bool stopped = m_summary.status == core::RunStatus::Stopped;
        m_runs->setLive(m_job.output,
            phase == RunPhase::Paused       ? RunState::Paused
                : phase == RunPhase::Failed ? RunState::Failed
                : phase == RunPhase::Ended  ? (stopped ? RunState::Stopped : RunState::Finished)
                                            : RunState::Training);
    }
    Q_EMIT pausable(phase == RunPhase::Training);
    refresh();
}

void TrainPage::refresh()
{
    showForecast();
    m_header->setTitle(title());
    m_header->setFacts(facts());
    m_actions->show(m_phase, m_hasModel, isTraining() ? m_settings->problem() : obstacle(), !m_trouble.cause.isEmpty(), canGoOn());
    Q_EMIT resumable(m_phase == RunPhase::Paused || canGoOn());
    if (isTraining() && m_plan.totalSteps > 0)
        m_facts->setDevice(tr("%1, %2, %3 threads")
                               .arg(QString::fromStdString(m_plan.device).toUpper(), QString::fromStdString(m_plan.precision))
                               .arg(m_plan.threads));
    else
        m_facts->setDevice(m_engine == EngineState::Ready ? m_settings->deviceInWords() : QString());
    showWhetherStale();
}

QString TrainPage::facts() const
{
    const bool ofRun = m_phase != RunPhase::Idle;
    const QString why = isTraining() ? QString() : obstacle();
    if (ofRun && m_plan.trainExamples > 0)
        return tr("%1, %2 rows to learn from, %3 to check").arg(m_about, number(m_plan.trainExamples), number(m_plan.validationExamples));
    if (ofRun)
        return m_about;
    if (!m_data.ready() || !m_checkpoint)
        return why;
    QString sentence = tr("%1 on %2").arg(QString::fromStdString(m_checkpoint->name), m_data.fileName());
    const QString rows = number(qint64(m_data.dataset->examples.size()));
    if (m_data.useSplitColumn)
        sentence += tr(", %1 rows, those to check chosen by a column").arg(rows);
    else
        sentence += tr(", %1 rows, %2 of them to check").arg(rows, wholePercent(m_data.validationShare));
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
