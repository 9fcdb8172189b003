#pragma once

#include "core/engine/engine.h"
#include "core/explain/explained_model.h"
#include "core/training/best_model.h"
#include "core/training/evaluation_pass.h"
#include "core/training/run_state.h"
#include "core/training/session_data.h"
#include "core/training/step_meter.h"

#include <optional>

namespace attune::core {

/// TrainingSession on LibTorch. How it begins, pauses and ends is in session.cpp, what a step does in session_steps.cpp.
class Session : public TrainingSession {
public:
    /// Tokenizes, loads the weights, makes the run's directory: Engine::startTraining.
    Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop);

    /// Engine::resumeTraining.
    Session(ResumeRequest request, const Progress& progress, const std::stop_token& stop);
    ~Session() override;

    const TrainingPlan& plan() const override { return m_plan; }
    bool finished() const override { return m_status != RunStatus::Training && m_status != RunStatus::Paused; }
    StepResult step() override;
    void pause() override;
    void stop() override;
    RunSummary summary() const override;
    Prediction predict(const TextInput& text, const PredictOptions& options) override;
    std::unique_ptr<ExplanationPass> explain(const TextInput& text, const ExplainOptions& options) override;
    void examine(std::optional<ExaminedText> text) override { m_examined = std::move(text); }

private:
    /// A micro-batch of the step in progress, and what its loss sum is multiplied by in the step's loss.
    struct Part {
        std::vector<std::int64_t> texts;
        double share = 1;
    };

    void setUp(const std::vector<std::size_t>& labelCounts);
    std::int64_t tokensThatFit() const;
    void restore(const SavedRunState& saved);
    void work(StepResult& result);
    void beginStep();
    void restartStep();
    void trainMicroBatch(StepResult& result);
    template <typename Compute, typename Undo> bool computed(const char* what, std::int64_t tokens, StepResult& result, const Compute& compute, const Undo& undo);
    bool makeRoom(const std::string& fault, const char* what, std::int64_t tokens, StepResult& result);
    void completeStep(StepResult& result);
    void beginEvaluation(const EncodedTexts& texts);
    void evaluateMicroBatch(StepResult& result);
    void recordEvaluation(StepResult& result);
    void keepExamination(const EvaluationMetrics& evaluation, StepResult& result);
    void goOnAfterEvaluation();
    std::size_t maxLength() const { return static_cast<std::size_t>(*m_options.maxSeqLength); }
    void endTraining(RunStatus status);
    void end(RunStatus status, const std::string& failure = {});
    void saveState();
    void saveModel();
    [[noreturn]] void failNotANumber(const std::string& what);
    double epoch() const { return static_cast<double>(m_step) / static_cast<double>(m_plan.stepsPerEpoch); }

    std::filesystem::path m_run;
    TrainingOptions m_options;
    Tokenizer m_tokenizer;
    EncodedData m_data;
    std::shared_ptr<BertForSequenceClassification> m_model;
    std::weak_ptr<ExplainedModel> m_explained; ///< m_model while an explanation of it is in the making
    TrainingPlan m_plan;
    Precision m_precision = Precision::Fp32;
    Objective m_objective;
    std::optional<Trainer> m_trainer;
    std::optional<RunDirectory> m_directory;

    RunStatus m_status = RunStatus::Training;
    std::optional<RunStatus> m_endsAs; ///< training is over, the test is not
    bool m_stopping = false, m_stoppedEarly = false, m_failed = false, m_saveDue = false;
    bool m_modelDue = false; ///< the weights are the best, and not in model/ yet
    std::int64_t m_step = 0, m_firstStep = 0; ///< optimiser steps made, and those made before this session
    RunClock m_clock;
    double m_endSeconds = 0;

    // The epoch, the step and its micro-batches in progress.
    std::int64_t m_epochOfBatches = -1;
    std::vector<std::vector<std::int64_t>> m_batches;
    std::vector<Part> m_parts;
    std::size_t m_nextPart = 0;
    StepMeter m_meter;
    std::optional<StepMetrics> m_unwritten; ///< a step that a full disk kept out of metrics.jsonl

    std::shared_ptr<BertForSequenceClassification> m_best; ///< while the test runs
    std::optional<EvaluationPass> m_evaluation;
    std::optional<EvaluationMetrics> m_unrecorded; ///< measured, and not yet written down
    std::int64_t m_evaluatedStep = -1;
    std::optional<ExaminedText> m_examined;
    BestModel m_bestModel;
    std::optional<EvaluationMetrics> m_testEvaluation;
};

} // namespace attune::core
