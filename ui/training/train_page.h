#pragma once

#include "ui/failure.h"
#include "ui/selection.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace attune::ui {

class Note;
class PageHeader;
class RunCharts;
class RunStrip;
class StaleNote;
class TrainingSettings;

/// Hyperparameters, Train and Stop, live curves.
class TrainPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(QWidget* parent = nullptr);
    bool isTraining() const { return m_phase == Phase::Preparing || m_phase == Phase::Training || m_phase == Phase::Stopping; }

public Q_SLOTS:
    void setData(const attune::ui::DataSelection& selection);
    void setMaxLength(int tokens); ///< as the Data page has it
    void setCheckpoint(const attune::core::CheckpointSummary& summary); ///< also sets the defaults of its size
    void setRuntime(const attune::core::RuntimeReport& report); ///< devices; until then Train waits for the engine
    void setEngineMissing(const attune::ui::Failure& failure);
    void start(); ///< the Train button
    void stop();

    // Facts from ModelWorker:
    void showPreparing(qint64 done, qint64 total);
    void showStarted(const attune::core::TrainingPlan& plan);
    void showStep(const attune::core::StepMetrics& step);
    void showEvaluating();
    void showEvaluation(const attune::core::EvaluationMetrics& evaluation);
    void showEnded(const attune::core::RunSummary& summary);
    void showFailed(const attune::ui::Failure& failure);

Q_SIGNALS:
    void trainRequested(const attune::ui::TrainingJob& job);
    void stopRequested();
    void predictRequested(); ///< "Predict meanwhile" / "Try it"
    void lockChanged(bool locked); ///< data and model are in use
    void liveLineChanged(const QString& line, double progress); ///< rail: "Step 548 of 904"; progress 0..1, below 0 = none
    void statusChanged(const QString& throughput, const QString& timeLeft);

private:
    enum class Phase { Idle, Preparing, Training, Stopping, Ended, Failed };
    enum class EngineState { Loading, Ready, Missing };

    QWidget* chartsColumn();
    void addActions();
    void setPhase(Phase phase);
    void refresh(); ///< header and buttons by what is chosen and by the phase
    void showWhetherStale();
    QString obstacle() const; ///< why Train cannot be pressed, empty when it can
    QString facts() const;
    void showFolder();
    void explain(const Failure& failure);
    void clearStatus();

    Phase m_phase = Phase::Idle;
    EngineState m_engine = EngineState::Loading;
    Failure m_engineFailure;
    DataSelection m_data;
    std::optional<core::CheckpointSummary> m_checkpoint;
    TrainingJob m_job; ///< of the run on display
    core::TrainingPlan m_plan;
    bool m_hasModel = false; ///< the run on display has left one

    PageHeader* m_header;
    Note* m_note; ///< about the run on display: what is cut, where the model went
    StaleNote* m_stale; ///< that other data or options are shown now
    RunStrip* m_strip;
    TrainingSettings* m_settings;
    RunCharts* m_charts;
    QStackedWidget* m_curves; ///< the charts, or what stands there before the first run
    QPushButton* m_train;
    QPushButton* m_trainHere; ///< the same in the empty state
    QPushButton* m_stop;
    QPushButton* m_predict;
    QPushButton* m_folder;
};

} // namespace attune::ui
