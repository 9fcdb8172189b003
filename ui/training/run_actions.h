#pragma once

#include <QObject>

class QPushButton;

namespace attune::ui {

class PageHeader;

/// Where a run is on the Train page.
enum class RunPhase { Idle, Preparing, Training, Pausing, Paused, Stopping, Ended, Failed };

/// A run that is neither over nor not yet begun.
constexpr bool isActive(RunPhase phase)
{
    return phase != RunPhase::Idle && phase != RunPhase::Ended && phase != RunPhase::Failed;
}

/// The buttons in the Train page's header: which of them there are goes by the phase of the run.
class RunActions : public QObject {
    Q_OBJECT
public:
    explicit RunActions(PageHeader* header);
    /// `obstacle`: why Train cannot be pressed, empty when it can. `inTrouble`: the pause is not of the user's choice. `canGoOn`: it is no longer
    /// in progress, and goes on from what is saved.
    void show(RunPhase phase, bool hasModel, const QString& obstacle, bool inTrouble, bool canGoOn);
    QPushButton* trainHere() const { return m_trainHere; } ///< Train again, for the empty state

Q_SIGNALS:
    void trainPressed();
    void pausePressed();
    void resumePressed();
    void stopPressed();
    void predictPressed();
    void folderPressed();

private:
    QPushButton* m_train;
    QPushButton* m_trainHere;
    QPushButton* m_pause;
    QPushButton* m_resume;
    QPushButton* m_stop;
    QPushButton* m_predict;
    QPushButton* m_folder;
};

} // namespace attune::ui
