#pragma once

#include "ui/failure.h"
#include "ui/runs/run_entry.h"
#include "ui/selection.h"
#include "ui/training/desktop.h"
#include "ui/training/run_actions.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace attune::ui {

class Note;
class PageHeader;
class RunCharts;
class RunFacts;
class Forecaster;
class RunListModel;
class RunStrip;
class RunPicker;
class StaleNote;
class TrainingSettings;

/// Hyperparameters; Train, Pause, Resume and Stop; live curves, and earlier runs behind them.
class TrainPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(QWidget* parent = nullptr);
    bool isTraining() const { return isActive(m_phase); } ///< also while it waits
    bool isPaused() const { return m_phase == RunPhase::Paused && m_trouble.cause.isEmpty(); } ///< with everything saved
    bool engineReady() const { return m_engine == EngineState::Ready; }
    RunPhase phase() const { return m_phase; }
    core::TrainingOptions options() const; ///< as they are shown
    QString about() const { return m_about; } ///< model and data of the run on display: "small-model on reviews.csv"
    QString dataName() const; ///< of the file that it learns from
    bool learnsFromPairs() const { return !m_sources.textPairColumn.empty(); } ///< the run on display
    void setRuns(RunListModel* runs); ///< the list below the charts
    void setForecaster(Forecaster* forecaster); ///< says what the settings will take of time and memory

public Q_SLOTS:
    void setData(const attune::ui::DataSelection& selection);
    void setMaxLength(std::optional<int> tokens); ///< as chosen on the Data page; absent: by the data
    void setCheckpoint(const attune::core::CheckpointSummary& summary); ///< also brings the defaults of its size, where nothing was changed by hand
    void setOptions(const attune::core::TrainingOptions& options); ///< but not the device, which Preferences choose
    void setRuntime(const attune::core::RuntimeReport& report); ///< devices; until then Train waits for the engine
    void setEngineMissing(const attune::ui::Failure& failure);
    void preferDevice(const QString& name); ///< the next training begins with it: at once in the form, or when the run in progress has ended
    void start(); ///< the Train button
    void pause();
    void resume(); ///< the paused run, or the one in view that was found on the disk
    void resumeRun(const attune::ui::RunEntry& run); ///< one from the disk
    void showRun(const attune::ui::RunEntry& run); ///< one from the disk, as the run in view; behind the one in progress while there is one
    void stop();
    void copyCommand(); ///< of attune-cli, onto the clipboard

    // Facts from ModelWorker:
    void showReading(qint64 done, qint64 total);
    void showPreparing(qint64 done, qint64 total);
    void showStarted(const attune::core::TrainingPlan& plan);
    void showStep(const attune::core::StepMetrics& step);
    void showEvaluating();
    void showEvaluation(const attune::core::EvaluationMetrics& evaluation);
    void showNotice(const QString& sentence);
    void showPaused(const attune::core::RunSummary& summary, const attune::ui::Failure& trouble);
    void showContinued();
    void showEnded(const attune::core::RunSummary& summary);
    void showFailed(const attune::ui::Failure& failure);

Q_SIGNALS:
    void trainRequested(const attune::ui::TrainingJob& job);
    void pauseRequested();
    void continueRequested(); ///< as the run was
    void resumeRequested(const attune::ui::ResumeJob& job); ///< with other options, or a run from the disk
    void stopRequested();
    void predictRequested(const QString& run); ///< "Predict meanwhile" / "Try it": with the run on display
    void maxLengthChanged(std::optional<int> tokens); ///< in the settings of the next run; absent: by the data
    void lockChanged(bool locked); ///< data and model are in use
    void pausable(bool can); ///< Pause can be pressed
    void resumable(bool can); ///< Resume can be pressed
    /// For the rail: "Step 548 of 904", or where there is no room for it "Step 548, 60 %"; progress 0..1, below 0 = none.
    void liveLineChanged(const QString& line, double progress, const QString& shorter = {});
    void statusChanged(const QString& throughput, const QString& timeLeft);
    void messageChanged(const QString& sentence); ///< for the status bar
    void failed(const attune::ui::Failure& failure); ///< of something that is no training: a file, the clipboard; and what made it pause

private:
    enum class EngineState { Loading, Ready, Missing };

    void layOut();
    void connectParts();
    void setPhase(RunPhase phase);
    void begin(); ///< a training was asked for: the page waits for it
    void goOn(); ///< with m_resumption
    bool canGoOn() const { return m_resumption && !isTraining() && engineReady(); } ///< the run on display, which this window does not train
    void refresh(); ///< header and buttons by what is chosen and by the phase
    void showLatest(); ///< of the steps that arrived
    void showRuns();
    void showStanding(const RunEntry& run);
    void stand(RunState state);
    void standAgain();
    void followRun();
    void takeUp(const RunEntry& run);
    void markFailure(const QString& cause);
    QString showOutcome(); ///< and returns it
    QString title() const;
    void showForecast();
    void showWhetherStale();
    QString obstacle() const; ///< why Train cannot be pressed, empty when it can
    QString facts() const;
    void showFolder();
    void explain(const Failure& failure);
    void clearStatus();
    TrainingJob jobAsShown() const;

    RunPhase m_phase = RunPhase::Idle;
    EngineState m_engine = EngineState::Loading;
    Failure m_engineFailure;
    DataSelection m_data;
    std::optional<core::CheckpointSummary> m_checkpoint;
    TrainingJob m_job; ///< of the run on display; its data only where this window began it
    core::RunSources m_sources; ///< what the run on display learned from
    QString m_about; ///< its model and data in words
    core::TrainingPlan m_plan;
    core::RunSummary m_summary; ///< as the run stands
    std::int64_t m_step = 0; ///< the last one of the run on display
    /// What starts next goes on with the run and the curves that are there; and how they stood before.
    struct Resumption {
        ResumeJob job;
        core::TrainingPlan plan;
        RunState state = RunState::Paused;
    };
    std::optional<Resumption> m_resumption;
    std::optional<QString> m_preferredDevice; ///< waits for the end of the run
    bool m_hasModel = false; ///< the run on display has left one
    Failure m_trouble; ///< what made it pause
    std::optional<RunState> m_reopened; ///< as which the run on display was found on the disk; absent of one that this window has trained
    SleepInhibitor m_awake;
    QTimer m_latest;

    PageHeader* m_header;
    RunActions* m_actions;
    Note* m_note; ///< about the run on display: what is cut, where the model went
    StaleNote* m_stale; ///< that other data or options are shown now
    RunStrip* m_strip;
    TrainingSettings* m_settings;
    RunFacts* m_facts;
    RunCharts* m_charts;
    QStackedWidget* m_curves; ///< the charts, or what stands there before the first run
    RunPicker* m_table;
    RunListModel* m_runs = nullptr;
    Forecaster* m_forecaster = nullptr;
};

} // namespace attune::ui
