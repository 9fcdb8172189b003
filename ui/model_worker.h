#pragma once

#include "ui/failure.h"
#include "ui/selection.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <stop_token>

namespace attune::ui {

/// The engine's side of the window: lives in ModelThread's thread, owns everything that holds tensors. Slots are commands (called
/// queued), signals are past facts carrying values. A training advances by one micro-batch and re-posts itself, so that every other
/// command is answered between two of them.
class ModelWorker : public QObject {
    Q_OBJECT
public:
    using EngineLoader = std::function<core::Engine&()>;
    ModelWorker(EngineLoader loader, std::stop_token closing);
    ~ModelWorker() override;

public Q_SLOTS:
    void loadEngine();
    void startTraining(const attune::ui::TrainingJob& job);
    void stopTraining();                                   ///< stop and keep the best
    /// Answers `id` with predicted or predictionFailed. The newest request wins: of several waiting ones only the last is computed.
    void predict(quint64 id, const attune::ui::PredictionSource& source, const QString& text);

Q_SIGNALS:
    void engineReady(const attune::core::RuntimeReport& report);
    void engineFailed(const attune::ui::Failure& failure);
    void preparing(qint64 done, qint64 total);             ///< tokenizing before the first step
    void trainingStarted(const attune::core::TrainingPlan& plan);
    void stepped(const attune::core::StepMetrics& step);
    void evaluating();
    void evaluated(const attune::core::EvaluationMetrics& evaluation);
    void trainingEnded(const attune::core::RunSummary& summary);
    void trainingFailed(const attune::ui::Failure& failure);
    void predicted(quint64 id, const attune::core::Prediction& prediction);
    void predictionFailed(quint64 id, const attune::ui::Failure& failure);

private:
    void step();
    core::Engine& engine();

    EngineLoader m_loader;
    std::stop_token m_closing;
    core::Engine* m_engine = nullptr;
    std::unique_ptr<core::TrainingSession> m_session;
    std::unique_ptr<core::Classifier> m_classifier;   ///< the opened model, of m_classifierSource
    PredictionSource m_classifierSource;
};

} // namespace attune::ui
