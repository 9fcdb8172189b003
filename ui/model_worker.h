#pragma once

#include "core/engine/dataset_evaluation.h"
#include "ui/failure.h"
#include "ui/prediction/answer.h"
#include "ui/selection.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace attune::ui {

class Explainer;
class FilePredictor;
class ModelComparer;
struct ComparedModel;
struct ExplanationJob;

/// The engine's side of the window: lives in ModelThread's thread, owns everything that holds tensors. Slots are commands (called
/// queued, through ModelThread), signals are past facts carrying values. A training advances by one micro-batch and re-posts itself, so that every other
/// command is answered between two of them.
class ModelWorker : public QObject {
    Q_OBJECT
public:
    using EngineLoader = std::function<core::Engine&()>;
    ModelWorker(EngineLoader loader, std::stop_token closing);
    ~ModelWorker() override;
    FilePredictor* files() const { return m_files; } ///< for its signals; commands go through ModelThread
    Explainer* explainer() const { return m_explainer; } ///< likewise
    ModelComparer* comparer() const { return m_comparer; } ///< likewise

public Q_SLOTS:
    void loadEngine();
    /// `cancel` ends the preparation (splitting, tokenizing, loading weights) early; after it stopTraining() does.
    void startTraining(const attune::ui::TrainingJob& job, std::stop_token cancel);
    void stopTraining();                                   ///< stop and keep the best
    void pauseTraining();                                  ///< saves the run and waits
    void continueTraining();                               ///< after a pause, whoever made it
    /// Goes on with a run on the disk, or with the paused one with other options. `cancel` as in startTraining.
    void resumeTraining(const attune::ui::ResumeJob& job, std::stop_token cancel);
    /// Answers `id` with predicted or predictionFailed, and keeps all digits of the attention of `layer`. The newest request wins: of several waiting ones
    /// only the last is computed.
    void predict(quint64 id, const attune::ui::PredictionSource& source, const attune::ui::PredictionText& text, std::optional<std::size_t> layer);
    /// Answers `id` with speedMeasured; not at all while it trains, or where the engine refuses these options.
    void measureSpeed(quint64 id, const attune::core::ModelConfig& config, const attune::core::TrainingOptions& options, double meanTokens);
    /// Lets the model in `directory` answer every row, a batch at a time, also between the steps of a training. The newest request wins: an older one
    /// ends without an answer.
    void evaluate(quint64 id, const QString& directory, std::shared_ptr<const attune::core::Dataset> dataset);
    void cancelEvaluation();
    /// The text that is typed, or none: at each evaluation of a training, in progress or yet to begin, its attention is kept in the run.
    void examine(const std::optional<attune::ui::PredictionText>& text);

Q_SIGNALS:
    void engineReady(const attune::core::RuntimeReport& report);
    void engineFailed(const attune::ui::Failure& failure);
    void reading(qint64 done, qint64 total);               ///< the files that a training learns from, before they are prepared
    void preparing(qint64 done, qint64 total);             ///< tokenizing before the first step
    void trainingStarted(const attune::core::TrainingPlan& plan);
    /// The run waits, with everything saved; where `trouble` says so (a full disk), it waits for that to be mended.
    void trainingPaused(const attune::core::RunSummary& summary, const attune::ui::Failure& trouble);
    void trainingContinued();
    void noticed(const QString& sentence);                 ///< what the engine did about a trouble by itself, such as short memory
    void checkRowsChosen(std::shared_ptr<const attune::core::Dataset> checkRows); ///< of the training that is about to start
    void stepped(const attune::core::StepMetrics& step);
    void evaluating();
    void evaluated(const attune::core::EvaluationMetrics& evaluation);
    void examined();                                       ///< the typed text, at the evaluation that was told just now
    void trainingEnded(const attune::core::RunSummary& summary);
    void trainingFailed(const attune::ui::Failure& failure);
    void predicted(quint64 id, const attune::ui::Answer& answer);
    void predictionFailed(quint64 id, const attune::ui::Failure& failure);
    void speedMeasured(quint64 id, const attune::core::MachineSpeed& speed);
    void evaluationProgressed(quint64 id, qint64 done, qint64 total);
    void evaluationFinished(quint64 id, std::shared_ptr<const std::vector<attune::core::Answer>> answers);
    void evaluationFailed(quint64 id, const attune::ui::Failure& failure);

private:
    struct Question {
        quint64 id = 0;
        PredictionSource source;
        PredictionText text;
        std::optional<std::size_t> layer;
    };

    using SessionMaker = std::function<std::unique_ptr<core::TrainingSession>(const core::Progress& reading, const core::Progress& preparing)>;
    void beginTraining(const SessionMaker& make, std::stop_token cancel, const Failure& calledOff);
    void step();
    void stepLater();
    void wait(const Failure& trouble);
    /// A model that answers rows; it keeps its classifier, whatever is asked of others meanwhile.
    struct Measurement {
        quint64 id = 0;
        std::shared_ptr<core::Classifier> classifier;
        std::unique_ptr<core::DatasetEvaluation> evaluation;
    };

    void evaluateBatch(quint64 id);
    void answer();
    std::string device() const;
    core::Engine& engine();                                ///< throws Error when it could not be loaded
    core::TrainingSession& session();                      ///< throws Error where none is in progress
    core::Prediction ask(const PredictionSource& source, const PredictionText& text);
    std::shared_ptr<core::Classifier> compared(const ComparedModel& model);
    std::unique_ptr<core::ExplanationPass> beginExplanation(const ExplanationJob& job);
    std::shared_ptr<core::Classifier> classifier(const QString& directory);
    void endTraining();

    EngineLoader m_loader;
    std::stop_token m_closing;
    core::Engine* m_engine = nullptr;
    core::RuntimeReport m_runtime;
    Failure m_engineFailure;
    std::unique_ptr<core::TrainingSession> m_session;
    std::optional<TrainingJob> m_job;                      ///< of the session, where this window began it
    bool m_paused = false;
    bool m_stepDue = false;                                ///< a call of step() is in the event queue
    std::shared_ptr<core::Classifier> m_classifier;        ///< the opened model, of m_classifierDirectory
    std::filesystem::path m_classifierDirectory;
    FilePredictor* m_files;
    Explainer* m_explainer;
    ModelComparer* m_comparer;
    std::optional<std::optional<core::ExaminedText>> m_typed; ///< in this window, so far; what a resumed run examined stands until then
    std::optional<Question> m_question;                    ///< the newest that is not answered yet
    std::optional<Measurement> m_measurement;
    QElapsedTimer m_sinceProgress;
};

} // namespace attune::ui
