#include "ui/main_window.h"

#include "ui/checkpoint/model_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/frame/menus.h"
#include "ui/frame/message_bar.h"
#include "ui/frame/opener.h"
#include "ui/frame/rail.h"
#include "ui/frame/settings.h"
#include "ui/frame/status_strip.h"
#include "ui/prediction/predict_page.h"
#include "ui/runs/run_list_model.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/train_page.h"
#include "ui/words.h"

#include <QAction>
#include <QMenu>

/// The list of runs: where it can be seen, and where what is chosen there goes.
namespace attune::ui {

void MainWindow::connectRuns()
{
    m_docks->addDockWidget(Qt::BottomDockWidgetArea, m_runsDock);
    if (!m_docks->restoreState(settings::docks()))
        m_runsDock->hide(); // the pages first; the rail's foot shows it
    auto* foot = m_rail->addFoot(QStringLiteral("run"), tr("Runs"), m_runsDock->liveLine());
    connect(foot, &RailButton::clicked, this, [this] { m_runsDock->setVisible(!m_runsDock->isVisible()); });
    connect(m_runsDock, &QDockWidget::visibilityChanged, foot, &RailButton::setChecked);
    connect(m_runsDock, &RunsDock::liveLineChanged, foot, &RailButton::setLiveLine);
    QAction* list = m_runsDock->toggleViewAction();
    list->setText(tr("&Runs"));
    list->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_6)); // after the pages
    list->setToolTip(tr("The list of all runs, below the pages"));
    foot->setToolTip(tr("%1 (%2)").arg(list->toolTip(), list->shortcut().toString(QKeySequence::NativeText)));
    connect(list, &QAction::triggered, m_runsDock, [this](bool shown) {
        if (shown)
            m_runsDock->focusList();
    });
    m_menus->addActions(Menus::Group::Window, {list});
    QMenu* chosen = m_menus->addMenu(Menus::Group::Window, tr("C&hosen runs"), m_runsDock->runActions());
    chosen->menuAction()->setToolTip(tr("What can be done with the runs that are chosen in the list; it has to be in sight"));
    chosen->setEnabled(false);
    connect(m_runsDock, &QDockWidget::visibilityChanged, chosen, &QMenu::setEnabled); // nothing happens to what nobody sees
    connect(m_runsDock, &RunsDock::told, m_status, &StatusStrip::setMessage);
    connect(m_runsDock, &RunsDock::failed, this, [this](const Failure& failure) { report(m_runsDock, failure); });
    connect(m_train, &TrainPage::lockChanged, m_runsDock, &RunsDock::setTraining);

    connect(m_runs, &RunListModel::refreshed, m_model, [this] {
        std::vector<std::pair<QString, std::filesystem::path>> models;
        for (const auto& run : m_runs->entries())
            if (run.hasModel && run.directory != m_runs->live())
                models.emplace_back(run.name(), run.directory / "model");
        m_model->offerRuns(models);
        for (const auto& run : m_runs->entries()) // one that was given another name has it everywhere
            m_recent.setTitle(fromPath(run.directory), run.name());
    });

    connect(m_runs, &RunListModel::refreshed, this, &MainWindow::offerInterrupted);
    connect(m_messages, &MessageBar::dismissed, this, [this](const QString& cause) {
        m_interruptedLookedFor = m_interruptedLookedFor || (!cause.isEmpty() && cause == m_interruptedOffer);
    });
    // Queued: whoever took the message away may have another one.
    connect(m_messages, &MessageBar::dismissed, this, &MainWindow::offerInterrupted, Qt::QueuedConnection);

    connect(m_runsDock, &RunsDock::openRequested, this, [this](const QString& directory) {
        settle(m_runsDock);
        const auto* listed = m_runs->entry(toPath(directory));
        if (!listed)
            return;
        const RunEntry run(*listed); // the list may be read anew meanwhile
        if (!run.hasModel) {
            showUnfinished(run);
            return;
        }
        m_train->showRun(run);
        showPage(Page::Predict);
        m_predict->openModel(directory);
    });
    connect(m_opener, &Opener::runFound, m_train, &TrainPage::showRun);
    connect(m_opener, &Opener::unfinishedFound, this, &MainWindow::showUnfinished);
    connect(m_runsDock, &RunsDock::resumeRequested, this, [this](const QString& directory) {
        settle(m_runsDock);
        if (const auto* run = m_runs->entry(toPath(directory)))
            resumeRun(*run);
    });
}

/// The newest run, where it was left in the middle, by a pause, a crash or a power cut: it can go on. Offered when the engine is there and nothing
/// else is told, until that is answered.
void MainWindow::offerInterrupted()
{
    if (m_interruptedLookedFor || !m_engineReady || m_runs->entries().empty())
        return;
    const RunEntry run = m_runs->entries().front();
    const bool paused = run.state == RunState::Paused;
    const bool unfinished = (paused || run.state == RunState::Interrupted) && run.canResume && !m_train->isTraining();
    m_interruptedLookedFor = !unfinished;
    if (!unfinished || !m_messages->cause().isEmpty())
        return; // when that is read
    m_messageSource = m_runs;
    m_interruptedOffer = paused ? tr("%1 is paused at step %2.").arg(run.name(), number(run.saved.summary.steps))
                                : tr("%1 was interrupted: its program ended in the middle.").arg(run.name());
    if (paused)
        m_messages->show(MessageBar::Level::Info, m_interruptedOffer, tr("It can go on there; Train begins a new run."));
    else
        m_messages->show(MessageBar::Level::Warning, m_interruptedOffer, tr("It can go on from what it saved last, or from its beginning."));
    m_messages->offer(tr("Resume"), [this, run] { resumeRun(run); });
}

/// A run was opened for its model, and has none yet: its curves are shown, and it is offered for resuming where it can go on.
void MainWindow::showUnfinished(const RunEntry& run)
{
    m_train->showRun(run);
    showPage(Page::Train);
    m_messageSource = m_opener;
    const QString cause = tr("%1 has no model yet: it ended before its first validation.").arg(run.name());
    if (run.state == RunState::Training || run.state == RunState::Elsewhere) {
        m_messages->show(MessageBar::Level::Warning, tr("%1 has no model yet: it is being trained.").arg(run.name()),
            tr("Its first validation makes one."));
    } else if (run.canResume && !m_train->isTraining()) {
        m_messageSource = m_runs; // answered as soon as any run goes on
        m_messages->show(MessageBar::Level::Warning, cause, tr("It can go on from what it saved last, or from its beginning."));
        m_messages->offer(tr("Resume"), [this, run] { resumeRun(run); });
    } else {
        m_messages->show(MessageBar::Level::Warning, cause,
            run.canResume ? tr("It can go on when the training in progress has ended.")
                          : tr("Nothing of it was saved to go on from; its options lie in run.json."));
    }
}

void MainWindow::resumeRun(const RunEntry& run)
{
    showPage(Page::Train);
    if (m_engineReady)
        m_train->resumeRun(run);
    else
        m_status->setMessage(tr("The engine is being loaded. Open the run again in a moment."));
}

} // namespace attune::ui
