#pragma once

#include "core/engine/loader.h"
#include "ui/comparing/model_comparer.h"
#include "ui/explaining/explainer.h"
#include "ui/model_worker.h"
#include "ui/prediction/file_predictor.h"

#include <QThread>

namespace attune::ui {

/// Owns the thread in which the engine lives and joins it before the window is gone: LibTorch must be idle when statics die.
/// Its slots post commands to the worker and return at once.
class ModelThread : public QObject {
    Q_OBJECT
public:
    explicit ModelThread(
        ModelWorker::EngineLoader loader = []() -> core::Engine& { return core::loadEngine(); }, QObject* parent = nullptr);
    ~ModelThread() override;   ///< stops a training at once (its best model is on disk already) and joins

    const ModelWorker* worker() const { return m_worker; } ///< for its signals

public Q_SLOTS:
    void start();              ///< begins to load the engine
    void startTraining(const attune::ui::TrainingJob& job);
    void stopTraining();       ///< also while it is still being prepared
    void pauseTraining();
    void continueTraining();
    void resumeTraining(const attune::ui::ResumeJob& job);
    void predictFile(const attune::ui::FilePredictionJob& job);
    void cancelFile();
    void predict(quint64 id, const attune::ui::PredictionSource& source, const attune::ui::PredictionText& text, std::optional<std::size_t> layer = {});
    void explain(quint64 id, const attune::ui::ExplanationJob& job);
    void cancelExplanation();
    void compare(quint64 id, const attune::ui::ComparisonJob& job);
    void releaseComparison();
    void examine(const std::optional<attune::ui::PredictionText>& text);
    void measureSpeed(quint64 id, const attune::core::ModelConfig& config, const attune::core::TrainingOptions& options, double meanTokens);
    void evaluate(quint64 id, const QString& directory, std::shared_ptr<const attune::core::Dataset> dataset);
    void cancelEvaluation();

private:
    std::stop_source m_closing;
    std::stop_source m_cancel; ///< of the training that was asked for last
    QThread m_thread;
    ModelWorker* m_worker = nullptr;
};

} // namespace attune::ui
