#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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
    double tokensPerSecond = 0;   ///< likewise
    double secondsLeft = 0;       ///< until the run ends, by that average, validations included
    std::uint64_t memory = 0;     ///< bytes: of the process where it computes on the CPU, else of the device; 0 where it is not known

    bool operator==(const StepMetrics&) const = default;
};

/// One class against all others. What has no denominator is 0, as in scikit-learn with zero_division=0.
struct ClassMetrics {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    std::int64_t support = 0;                    ///< texts of this class
    std::optional<double> rocAuc = {};           ///< absent unless this class and another one occur
    std::optional<double> averagePrecision = {}; ///< absent unless this class occurs

    bool operator==(const ClassMetrics&) const = default;
};

/// One pass over the validation examples. All figures are scikit-learn's of the same name; classification_metrics.h computes them.
struct EvaluationMetrics {
    std::int64_t step = 0;        ///< after this many optimiser steps
    double epoch = 0;
    double loss = 0;
    double accuracy = 0;
    double macroF1 = 0;           ///< mean F1 of the classes that occur or are predicted, as in scikit-learn
    std::int64_t samples = 0;
    double seconds = 0;           ///< wall time since the start of the training
    bool best = false;            ///< the best so far; its weights are in model/

    double accuracyLow = 0;       ///< Wilson's interval, which holds the true accuracy in 95 of 100 such samples
    double accuracyHigh = 0;
    double weightedF1 = 0;        ///< mean F1 of the classes, each counting as often as it occurs
    double matthews = 0;          ///< Matthews correlation over all classes; 0 where only one occurs or is predicted
    std::optional<double> rocAuc = {};           ///< two labels: of the second one; more: mean of the classes' own, where they have one
    std::optional<double> averagePrecision = {}; ///< likewise
    double ece = 0;               ///< expected calibration error over 15 bins of confidence
    double majorityAccuracy = 0;  ///< of always answering the most frequent label: of the training data, else of these texts
    std::vector<std::int64_t> confusion = {};    ///< [labels (true), labels (predicted)]
    std::vector<ClassMetrics> perClass = {};     ///< [labels]

    bool operator==(const EvaluationMetrics&) const = default;
};

enum class RunStatus { Training, Paused, Finished, Stopped, Failed };

/// How a run stands or ended.
struct RunSummary {
    std::filesystem::path directory;
    RunStatus status = RunStatus::Finished;
    std::int64_t steps = 0;       ///< optimiser steps made
    EvaluationMetrics best;
    std::optional<EvaluationMetrics> test; ///< of the best model on the texts set aside for that
    bool stoppedEarly = false;    ///< early_stopping_patience ended it
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
    std::int64_t maxLength = 0;           ///< max_seq_length, chosen by the data where it was not given
    std::int64_t truncatedTexts = 0;      ///< texts that lose their end at it
    double majorityAccuracy = 0;          ///< validation accuracy of always answering the largest training class
    std::string majorityLabel;
    std::string bestMetric;               ///< "accuracy", "macro_f1" ...: what the best model is chosen by
    std::string precision;                ///< what "auto" stood for, too: fp32, bf16, fp16
    std::int64_t microBatchTokens = 0;    ///< tokens computed at once, at most
    std::int64_t testExamples = 0;
    std::string device;                   ///< what "auto" stood for, too: cpu, cuda:0, mps
    int threads = 1;
    std::string torchVersion;             ///< of the LibTorch that computes the run, for run.json
    std::vector<std::string> labels;
    std::vector<std::string> newlyInitialised; ///< parameters that the checkpoint did not hold
};

} // namespace attune::core
