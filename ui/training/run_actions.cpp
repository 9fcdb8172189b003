#include "ui/training/run_actions.h"

#include "ui/frame/buttons.h"
#include "ui/frame/page_header.h"

namespace attune::ui {

RunActions::RunActions(PageHeader* header)
    : QObject(header)
    , m_train(primaryButton(tr("T&rain"), QStringLiteral("play")))
    , m_trainHere(primaryButton(tr("Train"), QStringLiteral("play")))
    , m_pause(secondaryButton(tr("Pa&use"), QStringLiteral("pause")))
    , m_resume(primaryButton(tr("&Resume"), QStringLiteral("play")))
    , m_stop(secondaryButton(tr("&Stop and keep best"), QStringLiteral("stop")))
    , m_predict(flatButton(tr("Predict meanwhile"), QStringLiteral("predict"), ButtonSize::Header))
    , m_folder(flatButton(tr("Show f&older"), QStringLiteral("open"), ButtonSize::Header))
{
    m_train->setObjectName(QStringLiteral("train"));
    m_pause->setObjectName(QStringLiteral("pause"));
    m_resume->setObjectName(QStringLiteral("resume"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_predict->setObjectName(QStringLiteral("predictMeanwhile"));
    m_folder->setObjectName(QStringLiteral("showFolder"));
    m_pause->setToolTip(tr("Waits after this step, with everything saved."));
    m_stop->setToolTip(tr("Ends the run after this step. The best model so far is kept."));
    m_folder->setToolTip(tr("Opens the folder in which the best model of this run lies."));
    for (QPushButton* button : {m_predict, m_folder, m_stop, m_pause, m_resume, m_train})
        header->addAction(button);
    connect(m_train, &QPushButton::clicked, this, &RunActions::trainPressed);
    connect(m_trainHere, &QPushButton::clicked, this, &RunActions::trainPressed);
    connect(m_pause, &QPushButton::clicked, this, &RunActions::pausePressed);
    connect(m_resume, &QPushButton::clicked, this, &RunActions::resumePressed);
    connect(m_stop, &QPushButton::clicked, this, &RunActions::stopPressed);
    connect(m_predict, &QPushButton::clicked, this, &RunActions::predictPressed);
    connect(m_folder, &QPushButton::clicked, this, &RunActions::folderPressed);
}

void RunActions::show(RunPhase phase, bool hasModel, const QString& obstacle, bool inTrouble, bool canGoOn)
{
    const bool active = isActive(phase);
    const bool pausing = phase == RunPhase::Training || phase == RunPhase::Pausing;
    setButton(m_train, phase == RunPhase::Idle ? tr("T&rain") : tr("T&rain again"), QStringLiteral("play"));
    setButton(m_predict, active ? tr("Predict meanwhile") : tr("Try it"), QStringLiteral("predict"));
    setButton(m_stop, phase == RunPhase::Stopping ? tr("Stopping…") : tr("&Stop and keep best"), QStringLiteral("stop"));
    setButton(m_pause, phase == RunPhase::Pausing ? tr("Pausing…") : tr("Pa&use"), QStringLiteral("pause"));
    setButton(m_resume, inTrouble ? tr("Co&ntinue") : tr("&Resume"), QStringLiteral("play"));
    m_resume->setToolTip(inTrouble ? tr("Tries again what could not be written, and goes on.")
            : canGoOn              ? tr("Goes on with this run from what it saved last, with its own settings; pause it to change some.")
                                   : tr("Goes on where the run was paused; changed settings are recorded."));
    m_train->setVisible(!active);
    m_stop->setVisible(active);
    m_stop->setEnabled(phase != RunPhase::Stopping);
    m_pause->setVisible(pausing);
    m_pause->setEnabled(phase == RunPhase::Training);
    m_resume->setVisible(phase == RunPhase::Paused || canGoOn);
    m_predict->setVisible(active ? phase != RunPhase::Preparing : hasModel);
    m_folder->setVisible(!active && hasModel);
    for (QPushButton* button : {m_train, m_trainHere}) {
        button->setEnabled(obstacle.isEmpty());
        button->setToolTip(obstacle.isEmpty() ? tr("Fine-tunes the model on the data with these settings.") : obstacle);
    }
}

} // namespace attune::ui
