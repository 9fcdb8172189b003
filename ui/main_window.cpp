#include "ui/main_window.h"

#include "core/hub/places.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/frame/about_dialog.h"
#include "ui/frame/close_question.h"
#include "ui/frame/machine_strip.h"
#include "ui/frame/menus.h"
#include "ui/frame/message_bar.h"
#include "ui/frame/opener.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/frame/preferences_dialog.h"
#include "ui/frame/rail.h"
#include "ui/frame/session_keeper.h"
#include "ui/frame/settings.h"
#include "ui/frame/start_page.h"
#include "ui/frame/status_strip.h"
#include "ui/help/help_desk.h"
#include "ui/prediction/predict_page.h"
#include "ui/runs/run_list_model.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/train_page.h"
#include "ui/training/train_wiring.h"
#include "ui/words.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace attune::ui {

MainWindow::MainWindow(ModelWorker::EngineLoader loader)
    : m_engine(std::move(loader))
    , m_rail(new Rail)
    , m_pages(new QStackedWidget)
    , m_docks(new QMainWindow)
    , m_start(new StartPage(m_recent))
    , m_data(new DataPage)
    , m_model(new ModelPage)
    , m_train(new TrainPage)
    , m_evaluate(new EvaluatePage)
    , m_predict(new PredictPage)
    , m_runs(new RunListModel(this))
    , m_runsDock(new RunsDock(m_runs))
    , m_messages(new MessageBar)
    , m_status(new StatusStrip)
    , m_opener(new Opener(this))
    , m_help(new HelpDesk(m_docks))
{
    m_rail->add(QStringLiteral("data"), tr("Data"), tr("No file open"));
    m_rail->add(QStringLiteral("model"), tr("Model"), tr("Not chosen"));
    m_rail->add(QStringLiteral("train"), tr("Train"), tr("Not started"));
    m_rail->add(QStringLiteral("evaluate"), tr("Evaluate"), tr("Nothing measured"));
    m_rail->add(QStringLiteral("predict"), tr("Predict"), tr("No model open"));
    m_menus = new Menus(menuBar(), {tr("&Data"), tr("&Model"), tr("&Train"), tr("&Evaluate"), tr("&Predict")}, m_recent);
    m_menus->setAppearance(settings::appearance());
    layOut();
    m_train->setRuns(m_runs);
    m_train->setForecaster(m_model->forecaster());
    connectPages();
    connectHelp();
    connectOpening();
    connectRecent();
    connectTraining();
    connectEvaluating();
    connectPredicting();
    connectRuns();

    m_messages->setObjectName(QStringLiteral("messages"));
    setAcceptDrops(true);
    m_status->setMessage(tr("Ready. Nothing leaves this computer."));
    showPage(Page::Start);
    updateTitle();
    if (!restoreLayout(*this))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    for (QWidget* page : {static_cast<QWidget*>(m_start), static_cast<QWidget*>(m_data), static_cast<QWidget*>(m_model),
             static_cast<QWidget*>(m_train), static_cast<QWidget*>(m_evaluate), static_cast<QWidget*>(m_predict)})
        m_pages->addWidget(page);
    m_docks->setWindowFlags(Qt::Widget);
    m_docks->setCentralWidget(m_pages);
    m_docks->setContextMenuPolicy(Qt::NoContextMenu);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_docks, 1);
    auto* central = new QWidget;
    auto* whole = new QVBoxLayout(central);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    whole->addLayout(middle, 1);
    whole->addWidget(m_status);
    setCentralWidget(central);
    setMinimumSize(1024, 640);
}

void MainWindow::connectPages()
{
    connect(m_rail, &Rail::chosen, this, [this](int index) { showPage(Page(index)); });
    connect(m_menus, &Menus::pageRequested, this, [this](int index) { showPage(Page(index)); });
    connect(m_menus, &Menus::quitRequested, this, &QWidget::close);
    connect(m_menus, &Menus::minimiseRequested, this, &QWidget::showMinimized);
    connect(m_menus, &Menus::fullScreenRequested, this, [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    m_menus->addActions(Menus::Group::Dataset, m_data->actions());
    m_menus->addActions(Menus::Group::Model, m_model->actions());
    m_menus->addActions(Menus::Group::Model, m_predict->actions());
    m_menus->addActions(Menus::Group::Training, m_train->actions());
    connect(m_menus, &Menus::appearanceChosen, this, [](Appearance appearance) {
        settings::setAppearance(appearance);
        applyTheme(*qApp, appearance);
    });
    connect(m_menus, &Menus::preferencesRequested, this, &MainWindow::editPreferences);
    connect(m_data, &DataPage::modelRequested, this, [this] { showPage(Page::Model); });
    connect(m_model, &ModelPage::trainRequested, this, [this] {
        settle(m_model);
        showPage(Page::Train);
    });
    connect(m_train, &TrainPage::predictRequested, this, [this](const QString& run) {
        m_predict->tryRun(run, m_train->isTraining());
        showPage(Page::Predict);
    });

    const auto lineOf = [this](Page page) { return [this, page](const QString& line) { m_rail->item(int(page))->setLiveLine(line); }; };
    connect(m_data, &DataPage::liveLineChanged, this, lineOf(Page::Data));
    connect(m_model, &ModelPage::liveLineChanged, this, lineOf(Page::Model));
    connect(m_predict, &PredictPage::liveLineChanged, this, lineOf(Page::Predict));
    connect(m_train, &TrainPage::liveLineChanged, this, [this](const QString& line, double progress, const QString& shorter) {
        auto* item = m_rail->item(int(Page::Train));
        item->setLiveLine(line);
        item->offerShorter(shorter);
        item->setProgress(progress);
    });
    connect(m_data, &DataPage::statusChanged, m_status, &StatusStrip::setMessage);
    connect(m_predict, &PredictPage::statusChanged, m_status, &StatusStrip::setMessage);
    connect(m_train, &TrainPage::statusChanged, m_status, &StatusStrip::setThroughput);
    connect(m_data, &DataPage::failed, this, [this](const Failure& failure) { report(m_data, failure); });
    connect(m_model, &ModelPage::failed, this, [this](const Failure& failure) { report(m_model, failure); });
    connect(m_predict, &PredictPage::failed, this, [this](const Failure& failure) { report(m_predict, failure); });
}

void MainWindow::connectHelp()
{
    connect(m_menus, &Menus::guideRequested, m_help, &HelpDesk::openGuide);
    connect(m_menus, &Menus::wordsRequested, m_help, &HelpDesk::openWords);
    connect(m_menus, &Menus::aboutRequested, this, [this] {
        auto* about = new AboutDialog(this);
        about->setAttribute(Qt::WA_DeleteOnClose);
        about->open();
    });
}

void MainWindow::editPreferences()
{
    auto* dialog = new PreferencesDialog(m_runtime ? &*m_runtime : nullptr, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PreferencesDialog::saved, this, [this, device = settings::device()] {
        if (settings::device() != device)
            m_train->preferDevice(settings::device());
        applyTheme(*qApp, settings::appearance());
        m_menus->setAppearance(settings::appearance());
        m_runs->setFolder(core::runsDirectory());
    });
    dialog->open();
}

void MainWindow::connectTraining()
{
    const ModelWorker* worker = m_engine.worker();
    connect(worker, &ModelWorker::engineReady, this, [this](const core::RuntimeReport& runtime) {
        m_engineReady = true;
        m_runtime = runtime;
        m_start->setRuntime(runtime);
        m_train->setRuntime(runtime);
        m_model->forecaster()->setRuntime(runtime);
        showMachine();
        if (const auto* computer = runtime.device("cpu"))
            m_status->watchMemory(computer->memory);
        if (!runtime.warning.empty() && m_messages->cause().isEmpty())
            m_messages->show(MessageBar::Level::Warning, QString::fromStdString(runtime.warning));
        updateTrainable();
        offerInterrupted();
    });
    connect(worker, &ModelWorker::engineFailed, this, [this](const Failure& failure) {
        report(&m_engine, failure);
        m_start->setEngineMissing(failure);
        m_train->setEngineMissing(failure);
        m_predict->setEngineMissing(failure);
        m_status->setMachine(tr("No engine"));
    });

    connect(m_model->forecaster(), &Forecaster::speedWanted, &m_engine, &ModelThread::measureSpeed);
    connect(worker, &ModelWorker::speedMeasured, m_model->forecaster(), &Forecaster::takeSpeed);
    connect(worker, &ModelWorker::speedMeasured, this, [this](quint64, const core::MachineSpeed& speed) {
        m_precision = QString::fromStdString(core::precisionName(speed.precision));
        showMachine();
    });
    connect(m_menus, &Menus::trainRequested, this, [this] {
        showPage(Page::Train);
        m_train->start();
    });
    connectToMenus(m_train, m_menus);
    connectToEngine(m_train, &m_engine);
    connect(m_train, &TrainPage::lockChanged, this, &MainWindow::setLocked);

    connect(m_train, &TrainPage::failed, this, [this](const Failure& failure) { report(m_train, failure); });
    connect(m_train, &TrainPage::messageChanged, m_status, &StatusStrip::setMessage);
    connect(worker, &ModelWorker::trainingContinued, this, [this] { settle(m_train); });
    connect(worker, &ModelWorker::trainingPaused, this, [this](const core::RunSummary&, const Failure& trouble) {
        const bool asked = std::exchange(m_closeWhenPaused, false);
        if (!trouble.cause.isEmpty())
            m_closeWhenEnded = false; // who has to mend something stays
        else if (asked)
            close();
    });
    connect(worker, &ModelWorker::trainingStarted, this, [this](const core::TrainingPlan& plan) {
        settle(m_train);
        m_status->setMachine(machineInWords(*m_runtime, plan));
        m_runDirectory = plan.directory;
        m_run = runName(plan.directory);
        m_status->setMessage(tr("Training. The run is kept in %1").arg(shortPath(plan.directory)));
        updateTitle();
        keepSession(); // whatever ends the program from now on, the next one shows what this run learns from
    });
    connect(worker, &ModelWorker::trainingEnded, this, [this](const core::RunSummary& summary) {
        m_status->setMessage(tr("The model is in %1").arg(shortPath(summary.directory / "model")));
        endedTraining();
    });
    connect(worker, &ModelWorker::trainingFailed, this, [this](const Failure& failure) {
        report(m_train, failure);
        endedTraining();
    });
}

MainWindow::Page MainWindow::page() const { return Page(m_pages->currentIndex() - 1); }

QString MainWindow::nameOf(Page page) const { return page == Page::Start ? QString() : m_rail->item(int(page))->iconName(); }

void MainWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(int(page) + 1);
    m_rail->setActive(int(page));
    m_menus->setPage(m_pages->currentWidget());
    m_help->setPage(page == Page::Start ? QStringLiteral("start") : nameOf(page));
    if (page == Page::Start)
        m_start->setFocus();
    if (page == Page::Predict && !m_rail->isAncestorOf(QApplication::focusWidget()))
        m_predict->focusSentence(); // who comes here wants to type
    if (auto* header = m_pages->currentWidget()->findChild<PageHeader*>())
        header->hang(m_messages);
    else
        m_start->hang(m_messages);
}

void MainWindow::setLocked(bool locked)
{
    if (locked)
        settle(m_runs); // no other run can go on now
    m_data->setLocked(locked);
    m_model->setLocked(locked);
    m_menus->setTraining(locked);
    m_menus->setPage(m_pages->currentWidget()); // labels that a training uses are not undone
}

void MainWindow::updateTrainable() { m_menus->setTrainable(m_engineReady && m_data->selection().ready() && m_model->chosen()); }

void MainWindow::updateTitle()
{
    const QString file = m_data->selection().fileName();
    if (!m_run.isEmpty())
        setWindowTitle(tr("%1 on %2 — Attune").arg(m_run, m_train->dataName()));
    else
        setWindowTitle(file.isEmpty() ? tr("Attune") : tr("%1 — Attune").arg(file));
}

void MainWindow::report(const QObject* source, const Failure& failure)
{
    m_messageSource = source;
    m_messages->show(failure);
}

/// What `source` had to complain about is over.
void MainWindow::settle(const QObject* source)
{
    if (m_messageSource != source)
        return;
    m_messageSource = nullptr;
    m_messages->dismiss();
}

/// What the engine computes with; which precision that is shows in what it last did, or would do now.
void MainWindow::showMachine()
{
    if (m_runtime && !m_train->isTraining())
        m_status->setMachine(machineInWords(*m_runtime, m_precision));
}

void MainWindow::endedTraining()
{
    m_run.clear();
    showMachine();
    updateTitle();
    if (std::exchange(m_closeWhenPaused, false) || m_closeWhenEnded) // it may end in the step after which it was to pause
        close();
}

void MainWindow::paintEvent(QPaintEvent* event)
{
    QMainWindow::paintEvent(event);
    if (std::exchange(m_painted, true))
        return;
    // Queued: what is being painted now reaches the screen first.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_engine.start();
            m_runs->setFolder(core::runsDirectory());
            Q_EMIT firstPainted();
        },
        Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_evaluate->hasUnsaved()) {
        event->ignore();
        m_evaluate->settleCorrections(tr("The window is to close."), [this] { close(); }, [this] { m_closeWhenEnded = m_closeWhenPaused = false; });
        return;
    }
    if (m_train->isTraining() && !m_train->isPaused() && !m_closeWhenEnded) {
        event->ignore();
        askBeforeClosing(this, [this] { pauseAndClose(); }, [this] { stopAndClose(); });
        return;
    }
    keepLayout(*this);
    keepSession();
    settings::setDocks(m_docks->saveState());
    event->accept();
}

void MainWindow::pauseAndClose()
{
    const RunPhase phase = m_train->phase();
    if (phase == RunPhase::Paused) { // what could not be written now is what the last saved state lacks
        m_closeWhenEnded = true;
        close();
        return;
    }
    if (phase != RunPhase::Training && phase != RunPhase::Pausing) {
        stopAndClose(); // before its first step there is nothing to save
        return;
    }
    m_closeWhenPaused = true;
    m_status->setMessage(tr("The training is being saved; then the window closes."));
    m_train->pause();
}

void MainWindow::stopAndClose()
{
    m_closeWhenEnded = true;
    if (!m_train->isTraining()) {
        close();
        return;
    }
    m_status->setMessage(tr("The training is being stopped; then the window closes."));
    m_train->stop();
}

} // namespace attune::ui
