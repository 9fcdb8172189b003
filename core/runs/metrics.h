#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attune::core {

/// One optimiser step.
struct StepMetrics {
    std::int64_t step = 0;        ///< 1-based
    double epoch = 0;             ///< epochs finished after this step, as a fraction
    double loss = 0;              ///< mean cross-entropy of the step's texts (natural logarithm)
    double accuracy = 0;          ///< share of the step's texts classified correctly, with dropout on
    double learningRate = 0;      ///< used in this step
    double gradientNorm = 0;      ///< global L2 norm before clipping
    std::int64_t samples = 0;     ///< texts in this step
    std::int64_t tokens = 0;      ///< tokens computed in this step
    double seconds = 0;           ///< wall time since the start of the training, validations included
    double samplesPerSecond = 0;  ///< of training steps alone, recent average
};

/// One pass over the validation examples.
struct EvaluationMetrics {
    std::int64_t step = 0;        ///< after this many optimiser steps
    double epoch = 0;
    double loss = 0;
    double accuracy = 0;
    double macroF1 = 0;           ///< mean F1 of the classes that occur or are predicted, as in scikit-learn
    std::int64_t samples = 0;
    double seconds = 0;           ///< wall time since the start of the training
    bool best = false;            ///< the best so far; its weights are in model/
};

enum class RunStatus { Training, Finished, Stopped, Failed };

/// How a run ended.
struct RunSummary {
    std::filesystem::path directory;
    RunStatus status = RunStatus::Finished;
    std::int64_t steps = 0;       ///< optimiser steps made
    EvaluationMetrics best;
    double seconds = 0;
};

/// What a run is going to be, known before its first step.
struct TrainingPlan {
    std::filesystem::path directory;
    std::int64_t totalSteps = 0;
    std::int64_t stepsPerEpoch = 0;
    std::int64_t evalSteps = 0;
    std::int64_t warmupSteps = 0;
    std::int64_t trainExamples = 0;
    std::int64_t validationExamples = 0;
    std::int64_t truncatedTexts = 0;      ///< texts that lose their end at max_seq_length
    double majorityAccuracy = 0;          ///< validation accuracy of always answering the largest training class
    std::string majorityLabel;
    std::string bestMetric;               ///< "accuracy" or "macro_f1": what the best model is chosen by
    std::string device;                   ///< what "auto" stood for, too: cpu, cuda:0, mps
    int threads = 1;
    std::string torchVersion;             ///< of the LibTorch that computes the run, for run.json
    std::vector<std::string> labels;
    std::vector<std::string> newlyInitialised; ///< parameters that the checkpoint did not hold
};

} // namespace attune::core
