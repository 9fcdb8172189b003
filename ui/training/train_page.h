#pragma once

#include "ui/selection.h"

#include <QWidget>

namespace attune::ui {

/// Hyperparameters, Train and Stop, live curves.
class TrainPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(QWidget* parent = nullptr);
    bool isTraining() const;

public Q_SLOTS:
    void setData(const attune::ui::DataSelection& selection);
    void setCheckpoint(const attune::core::CheckpointSummary& summary);  ///< also sets the defaults of its size
    void setRuntime(const attune::core::RuntimeReport& report);          ///< devices; until then Train waits for the engine
    void setEngineMissing(const attune::ui::Failure& failure);
    void start();                                                        ///< the Train button
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
    void predictRequested();                                             ///< "Predict meanwhile" / "Try it"
    void lockChanged(bool locked);                                       ///< data and model are in use
    void liveLineChanged(const QString& line, double progress);          ///< rail: "Step 548 of 904"; progress 0..1, below 0 = none
    void statusChanged(const QString& throughput, const QString& timeLeft);
};

} // namespace attune::ui
