#include "core/training/session.h"

#include "core/engine/forecast.h"
#include "core/engine/memory.h"
#include "core/error.h"
#include "core/explain/classifier.h"
#include "core/model/weights.h"
#include "core/runs/classification_metrics.h"
#include "core/runtime/machine.h"
#include "core/runtime/torch_compat.h"
#include "core/runtime/translate.h"
#include "core/training/encoded_texts.h"
#include "core/training/plan.h"
#include "core/training/run_state.h"
#include "core/training/sampler.h"
#include "core/training/trainer.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace attune::core {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Train, validation and test texts as the model reads them.
struct EncodedData {
    EncodedTexts train, validation, test;
};

EncodedData encode(const DataSplit& data, const Tokenizer& tokenizer, const TrainingOptions& options, const Progress& progress, const std::stop_token& stop)
{
    EncodeOptions how;
    how.maxLength = static_cast<std::size_t>(options.maxSeqLength);
    how.kept = options.truncation == "tail" ? KeptPart::Tail : options.truncation == "head+tail" ? KeptPart::HeadAndTail : KeptPart::Head;
    const std::uint64_t inAll = data.train.examples.size() + data.validation.examples.size() + data.test.examples.size();
    EncodedData encoded;
    encoded.train = encodeTexts(data.train, tokenizer, how, 0, inAll, progress, stop);
    encoded.validation = encodeTexts(data.validation, tokenizer, how, data.train.examples.size(), inAll, progress, stop);
    encoded.test = encodeTexts(data.test, tokenizer, how, inAll - data.test.examples.size(), inAll, progress, stop);
    return encoded;
}

/// A pass over validation or test texts in progress.
struct Evaluation {
    ClassificationCollector collector;
    std::vector<std::vector<std::int64_t>> parts;
    std::size_t nextPart = 0;
};

/// A micro-batch of the step in progress, and what its loss sum is multiplied by in the step's loss.
struct Part {
    std::vector<std::int64_t> texts;
    double share = 1;
};

class Session : public TrainingSession {
public:
    Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop);
    Session(ResumeRequest request, const Progress& progress, const std::stop_token& stop);
    ~Session() override;

    const TrainingPlan& plan() const override { return m_plan; }
    bool finished() const override { return m_status != RunStatus::Training && m_status != RunStatus::Paused; }
    StepResult step() override;
    void pause() override;
    void stop() override;
    RunSummary summary() const override;
    Prediction predict(const std::string& text, const PredictOptions& options) override;

private:
    void setUp(const std::vector<std::size_t>& labelCounts);
    void work(StepResult& result);
    void beginStep();
    void restartStep();
    void trainMicroBatch(StepResult& result);
    bool makeRoom(const std::string& fault, StepResult& result);
    void completeStep(StepResult& result);
    void beginEvaluation(const EncodedTexts& texts);
    void evaluateMicroBatch(StepResult& result);
    void recordEvaluation(StepResult& result);
    void goOnAfterEvaluation();
    void keepBest(EvaluationMetrics& evaluation);
    void endTraining(RunStatus status);
    void end(RunStatus status, const std::string& failure = {});
    void saveState();
    [[noreturn]] void failNotANumber(const std::string& what);
    double epoch() const { return static_cast<double>(m_step) / static_cast<double>(m_plan.stepsPerEpoch); }
    double seconds() const { return m_secondsBefore + secondsSince(m_start); }

    std::filesystem::path m_run;
    TrainingOptions m_options;
    Tokenizer m_tokenizer;
    EncodedData m_data;
    std::shared_ptr<BertForSequenceClassification> m_model;
    TrainingPlan m_plan;
    Precision m_precision = Precision::Fp32;
    Objective m_objective;
    std::optional<Trainer> m_trainer;
    std::optional<RunDirectory> m_directory;

    RunStatus m_status = RunStatus::Training;
    std::optional<RunStatus> m_endsAs; ///< training is over, the test is not
    bool m_stopping = false, m_stoppedEarly = false, m_failed = false, m_saveDue = false;
    std::int64_t m_step = 0, m_firstStep = 0; ///< optimiser steps made, and those made before this session
    Clock::time_point m_start = Clock::now();
    double m_secondsBefore = 0, m_endSeconds = 0;

    // The epoch, the step and its micro-batches in progress.
    std::int64_t m_epochOfBatches = -1;
    std::vector<std::vector<std::int64_t>> m_batches;
    std::vector<Part> m_parts;
    std::size_t m_nextPart = 0;
    StepMetrics m_current;
    double m_stepSeconds = 0, m_secondsPerSample = 0, m_secondsPerToken = 0;
    std::optional<StepMetrics> m_unwritten; ///< a step that a full disk kept out of metrics.jsonl

    std::shared_ptr<BertForSequenceClassification> m_best; ///< while the test runs
    std::optional<Evaluation> m_evaluation;
    std::optional<EvaluationMetrics> m_unrecorded; ///< measured, and not yet written down
    std::int64_t m_evaluatedStep = -1, m_evaluationsWithoutGain = 0;
    std::optional<EvaluationMetrics> m_bestEvaluation, m_testEvaluation;
};

void checkLength(const TrainingOptions& options, const ModelConfig& config)
{
    if (options.maxSeqLength > config.maxPositionEmbeddings)
        throw Error("max_seq_length " + std::to_string(options.maxSeqLength) + " is more than the checkpoint has positions for.",
                    "Choose at most " + std::to_string(config.maxPositionEmbeddings) + ".");
}

/// Refuses what the saved state, or the order of the texts behind it, was made with.
void checkUnchanged(const TrainingOptions& now, const TrainingOptions& before, const std::filesystem::path& run)
{
    const nlohmann::ordered_json wanted = toJson(now), had = toJson(before);
    for (const char* name : {"per_device_train_batch_size", "gradient_accumulation_steps", "optim", "max_seq_length", "truncation", "freeze_embeddings",
                             "freeze_layers", "seed"})
        if (wanted.at(name) != had.at(name))
            throw Error(std::string(name) + " cannot change in the middle of a run: " + run.string() + " was begun with " + had.at(name).dump() + ".",
                        "Leave it as it was, or begin a new run.");
}

Session::Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop)
    : m_run(request.output)
    , m_options(request.options)
    , m_tokenizer(Tokenizer::fromDirectory(request.checkpoint))
{
    m_options.check();
    if (std::filesystem::exists(m_run))
        throw Error("The output " + m_run.string() + " exists already.", "Choose another --output: nothing is ever overwritten.");
    const Checkpoint checkpoint = Checkpoint::open(request.checkpoint);
    checkLength(m_options, checkpoint.config);
    const torch::Device device = chooseDevice(m_options.device);
    m_precision = choosePrecision(m_options.precision, device);

    m_data = encode(request.data, m_tokenizer, m_options, progress, stop);
    std::vector<std::string> newlyInitialised;
    m_model = loadModel(checkpoint, request.data.train.labels, m_options.seed, &newlyInitialised);
    m_model->to(device);
    setUp(request.data.train.labelCounts());
    m_plan.newlyInitialised = newlyInitialised;
    const std::int64_t longest = *std::max_element(m_data.train.lengths.begin(), m_data.train.lengths.end());
    const std::uint64_t weights = 4 * static_cast<std::uint64_t>(m_model->config().parameterCount()); // loaded already
    m_plan.microBatchTokens = device.is_cpu() ? microBatchTokens(m_model->config(), m_options, m_precision, longest, systemMemory().available + weights)
                                              : microBatchTokens(m_model->config());
    m_directory.emplace(m_run, m_options, request.sources, m_plan);
    // With these the saved states can be gone on from, whatever becomes of the checkpoint.
    saveConfiguration(m_model->config(), m_tokenizer, static_cast<std::size_t>(m_options.maxSeqLength), m_run / "checkpoint");
    m_start = Clock::now();
}

Session::Session(ResumeRequest request, const Progress& progress, const std::stop_token& stop)
    : m_run(request.run)
    , m_options(request.options)
    , m_tokenizer(Tokenizer::fromDirectory(request.run / "checkpoint"))
{
    m_options.check();
    RunLock lock(m_run); // before anything is read: another writer would change it meanwhile
    const SavedRunState saved(m_run);
    const RunState& state = saved.state();
    const ModelConfig config = ModelConfig::readFile(m_run / "checkpoint" / "config.json");
    checkLength(m_options, config);
    if (config.labels != request.data.train.labels)
        throw Error("The data have other labels than when " + m_run.string() + " was begun.", "Resume with the same data, or begin a new run.");
    m_data = encode(request.data, m_tokenizer, m_options, progress, stop);
    if (m_data.train.fingerprint() != state.trainData || m_data.validation.fingerprint() != state.validationData)
        throw Error("The data have changed since " + m_run.string() + " was begun, so it cannot go on as it began.",
                    "Put the old data back, or begin a new run.");

    const torch::Device device = chooseDevice(m_options.device);
    const TrainingOptions before = readRun(m_run).options;
    checkUnchanged(m_options, before, m_run);
    m_precision = m_options.precision == before.precision ? precisionNamed(state.precision) : choosePrecision(m_options.precision, device);
    m_model = randomModel(config, m_options.seed);
    m_model->to(device);
    setUp(request.data.train.labelCounts());
    saved.restore(*m_model, *m_trainer);
    m_plan.microBatchTokens = state.microBatchTokens;
    m_step = m_firstStep = state.step;
    m_evaluatedStep = state.evaluatedStep;
    m_evaluationsWithoutGain = state.evaluationsWithoutGain;
    m_bestEvaluation = state.best;
    m_secondsBefore = state.seconds;
    m_directory.emplace(m_run, m_options, m_plan, m_step, std::move(lock));
    m_start = Clock::now();
    const bool due = m_step > 0 && (m_step % m_plan.evalSteps == 0 || m_step >= m_plan.totalSteps);
    if (due && m_evaluatedStep != m_step)
        beginEvaluation(m_data.validation);
    else if (m_step >= m_plan.totalSteps)
        endTraining(RunStatus::Finished);
}

void Session::setUp(const std::vector<std::size_t>& labelCounts)
{
    prepareForTraining(*m_model, m_options);
    m_plan = makePlan(m_options, m_model->config(), m_data.train, m_data.validation, labelCounts);
    m_plan.directory = m_run;
    m_plan.testExamples = m_data.test.size();
    m_plan.device = deviceName(m_model->device());
    m_plan.precision = precisionName(m_precision);
    m_plan.threads = at::get_num_threads();
    m_plan.torchVersion = torchVersion();
    if (m_options.fullDeterminism)
        at::globalContext().setDeterministicAlgorithms(true, true);
    m_objective = {m_options.labelSmoothingFactor, classWeightsOf(m_options, labelCounts)};
    m_trainer.emplace(m_model, m_options, Schedule{m_options.lrSchedulerType, m_options.learningRate, m_plan.warmupSteps, m_plan.totalSteps}, m_objective,
                      m_precision);
}

Session::~Session()
{
    try {
        if (m_directory && m_status == RunStatus::Training)
            pause();
    } catch (...) { // the run's last words could not be written; what it kept is on the disk already
    }
}

StepResult Session::step()
{
    StepResult result;
    if (finished())
        return result;
    try {
        translated([&] { work(result); });
    } catch (const Error& error) {
        if (m_failed && !finished())
            end(RunStatus::Failed, error.what());
        throw;
    }
    return result;
}

void Session::work(StepResult& result)
{
    if (m_status == RunStatus::Paused) {
        m_directory->goOn();
        m_status = RunStatus::Training;
        m_start = Clock::now();
    }
    // First what a full disk put off.
    if (m_unwritten) {
        m_directory->flush();
        result.step = std::exchange(m_unwritten, std::nullopt);
    } else if (m_unrecorded) {
        recordEvaluation(result);
    } else if (m_saveDue) {
        saveState();
    } else if (m_evaluation) {
        evaluateMicroBatch(result);
    } else if (m_endsAs) {
        end(*m_endsAs);
    } else {
        trainMicroBatch(result);
    }
}

void Session::beginStep()
{
    const std::int64_t epochNow = m_step / m_plan.stepsPerEpoch;
    if (epochNow != m_epochOfBatches) {
        m_batches = epochBatches(m_data.train.lengths, m_options.batchSize, m_options.seed, epochNow);
        m_epochOfBatches = epochNow;
    }
    const auto accumulated = static_cast<std::size_t>(m_options.gradientAccumulationSteps);
    const std::size_t first = static_cast<std::size_t>(m_step % m_plan.stepsPerEpoch) * accumulated;
    const std::size_t end = std::min(m_batches.size(), first + accumulated);

    m_parts.clear();
    m_nextPart = 0;
    m_current = {};
    m_current.step = m_step + 1;
    m_stepSeconds = 0;
    for (std::size_t i = first; i < end; ++i) {
        // The step's loss is the mean of its batches' means, as HuggingFace's Trainer forms it.
        const double share = 1 / (m_objective.weightOf(m_batches[i], m_data.train.labels) * static_cast<double>(end - first));
        for (std::vector<std::int64_t>& texts : microBatches(m_batches[i], m_data.train.lengths, m_plan.microBatchTokens))
            m_parts.push_back({std::move(texts), share});
        m_current.samples += static_cast<std::int64_t>(m_batches[i].size());
    }
}

void Session::restartStep()
{
    m_trainer->restartStep();
    m_parts.clear();
    m_nextPart = 0;
}

void Session::trainMicroBatch(StepResult& result)
{
    const auto start = Clock::now();
    if (m_nextPart == m_parts.size())
        beginStep();
    const Part& part = m_parts[m_nextPart];
    const PackedBatch batch = pack(m_data.train.encodings, part.texts);
    Trainer::MicroBatchResult computed;
    try {
        computed = m_trainer->accumulate(batch, m_data.train.labels, part.share);
    } catch (const c10::Error& error) {
        restartStep();
        if (!makeRoom(error.what_without_backtrace(), result))
            throw;
        return;
    } catch (const std::bad_alloc&) {
        restartStep();
        if (!makeRoom("out of memory", result))
            throw;
        return;
    }
    if (!std::isfinite(computed.lossSum))
        failNotANumber("The loss");
    m_current.loss += computed.lossSum * part.share;
    m_current.accuracy += static_cast<double>(computed.correct);
    m_current.tokens += batch.tokens();
    m_stepSeconds += secondsSince(start);
    if (++m_nextPart == m_parts.size())
        completeStep(result);
}

/// Halves the micro-batch where memory was what failed; false where it was not, or a single text is too much.
bool Session::makeRoom(const std::string& fault, StepResult& result)
{
    const bool memory = fault.find("out of memory") != std::string::npos || fault.find("allocate memory") != std::string::npos
        || fault.find("not enough memory") != std::string::npos;
    const std::int64_t longest = *std::max_element(m_data.train.lengths.begin(), m_data.train.lengths.end());
    if (!memory || m_plan.microBatchTokens <= longest)
        return false;
    result.notice = "There is not enough memory for " + std::to_string(m_plan.microBatchTokens) + " tokens at once";
    m_plan.microBatchTokens = std::max(longest, m_plan.microBatchTokens / 2);
    result.notice += ": the training goes on with " + std::to_string(m_plan.microBatchTokens) + ", and the step is computed again.";
    return true;
}

void Session::completeStep(StepResult& result)
{
    const auto start = Clock::now();
    const Trainer::StepResult done = m_trainer->step();
    if (done.repeat) {
        m_parts.clear();
        m_nextPart = 0;
        return;
    }
    if (!std::isfinite(done.gradientNorm))
        failNotANumber("The gradient");
    ++m_step;
    m_stepSeconds += secondsSince(start);
    const auto recent = [&](double& average, std::int64_t count) {
        const double each = m_stepSeconds / static_cast<double>(count);
        average = average > 0 ? 0.9 * average + 0.1 * each : each;
        return 1 / average;
    };
    m_current.epoch = epoch();
    m_current.accuracy /= static_cast<double>(m_current.samples);
    m_current.learningRate = done.learningRate;
    m_current.gradientNorm = done.gradientNorm;
    m_current.seconds = seconds();
    m_current.samplesPerSecond = recent(m_secondsPerSample, m_current.samples);
    m_current.tokensPerSecond = recent(m_secondsPerToken, m_current.tokens);
    m_current.secondsLeft = secondsSince(m_start) / static_cast<double>(m_step - m_firstStep) * static_cast<double>(m_plan.totalSteps - m_step);
    m_current.memory = usedMemory(m_model->device());
    if (m_stopping || m_step >= m_plan.totalSteps || m_step % m_plan.evalSteps == 0)
        beginEvaluation(m_data.validation);
    else if (m_options.saveSteps && m_step % *m_options.saveSteps == 0)
        m_saveDue = true;

    m_unwritten = m_current;
    m_directory->append(m_current);
    result.step = std::exchange(m_unwritten, std::nullopt);
}

void Session::beginEvaluation(const EncodedTexts& texts)
{
    m_trainer->settle();
    const auto majority = std::find(m_plan.labels.begin(), m_plan.labels.end(), m_plan.majorityLabel) - m_plan.labels.begin();
    std::vector<std::int64_t> all(static_cast<std::size_t>(texts.size()));
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<std::int64_t>(i);
    m_evaluation.emplace(Evaluation{ClassificationCollector(m_plan.labels.size(), static_cast<std::size_t>(majority)),
                                    microBatches(all, texts.lengths, 2 * m_plan.microBatchTokens), 0}); // twice: no backward pass
}

void Session::evaluateMicroBatch(StepResult& result)
{
    result.evaluating = true;
    const EncodedTexts& texts = m_endsAs ? m_data.test : m_data.validation;
    const PackedBatch batch = pack(texts.encodings, m_evaluation->parts[m_evaluation->nextPart]);
    const ClassifiedBatch classified = classify(m_endsAs ? *m_best : *m_model, batch, texts.labels, m_precision);
    const std::size_t labels = m_plan.labels.size();
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
        const std::span<const float> probabilities(classified.probabilities.data() + i * labels, labels);
        if (!std::isfinite(classified.losses[i]))
            failNotANumber("The validation loss");
        m_evaluation->collector.add(texts.labels[static_cast<std::size_t>(batch.rows[i])], probabilities, classified.losses[i]);
    }
    if (++m_evaluation->nextPart < m_evaluation->parts.size())
        return;
    m_unrecorded = m_evaluation->collector.metrics();
    m_unrecorded->step = m_step;
    m_unrecorded->epoch = epoch();
    m_evaluation.reset();
    recordEvaluation(result);
}

void Session::recordEvaluation(StepResult& result)
{
    EvaluationMetrics& evaluation = *m_unrecorded;
    evaluation.seconds = seconds();
    if (m_endsAs) {
        m_testEvaluation = evaluation;
        m_unrecorded.reset();
        end(*m_endsAs);
        return;
    }
    // A second attempt, after a full disk, begins where the first one ended.
    if (m_evaluatedStep != m_step) {
        keepBest(evaluation);
        m_evaluatedStep = m_step;
        m_directory->append(evaluation);
    } else {
        m_directory->flush();
    }
    result.evaluation = std::exchange(m_unrecorded, std::nullopt);
    m_saveDue = true;
    goOnAfterEvaluation();
    saveState();
}

void Session::goOnAfterEvaluation()
{
    m_stoppedEarly = m_options.earlyStoppingPatience && m_evaluationsWithoutGain >= *m_options.earlyStoppingPatience && m_step < m_plan.totalSteps;
    if (m_step >= m_plan.totalSteps || m_stoppedEarly)
        endTraining(RunStatus::Finished);
    else if (m_stopping)
        endTraining(RunStatus::Stopped);
}

void Session::keepBest(EvaluationMetrics& evaluation)
{
    const auto score = [&](const EvaluationMetrics& e) {
        const std::string& metric = m_plan.bestMetric;
        return metric == "loss" ? -e.loss : metric == "macro_f1" ? e.macroF1 : metric == "weighted_f1" ? e.weightedF1
            : metric == "matthews" ? e.matthews : e.accuracy;
    };
    const bool gained = !m_bestEvaluation || score(evaluation) > score(*m_bestEvaluation) + m_options.earlyStoppingThreshold;
    const bool better = !m_bestEvaluation || score(evaluation) > score(*m_bestEvaluation)
        || (score(evaluation) == score(*m_bestEvaluation) && evaluation.loss < m_bestEvaluation->loss);
    if (better) {
        // Weights last: a directory with model.safetensors is complete.
        if (!m_bestEvaluation)
            saveConfiguration(m_model->config(), m_tokenizer, static_cast<std::size_t>(m_options.maxSeqLength), m_directory->modelDirectory());
        saveWeights(*m_model, m_directory->modelDirectory());
        evaluation.best = true;
        m_bestEvaluation = evaluation;
    }
    m_evaluationsWithoutGain = gained ? 0 : m_evaluationsWithoutGain + 1;
}

void Session::stop()
{
    if (finished() || m_endsAs)
        return;
    m_stopping = true;
    if (m_evaluation || m_unrecorded)
        return; // the evaluation in progress ends the training
    if (m_bestEvaluation) {
        restartStep();
        m_saveDue = true;
        endTraining(RunStatus::Stopped);
        if (m_data.test.size() == 0)
            translated([&] {
                saveState();
                end(RunStatus::Stopped);
            });
    } else if (m_step > m_firstStep && m_nextPart == m_parts.size()) {
        beginEvaluation(m_data.validation);
    }
    // else: the step in progress, or the first one, is completed and evaluated.
}

/// Where there are test texts, the best model answers them before the run ends.
void Session::endTraining(RunStatus status)
{
    m_endsAs = status;
    if (m_data.test.size() == 0)
        return;
    m_best = loadModel(Checkpoint::open(m_directory->modelDirectory()), m_plan.labels, 0);
    m_best->to(m_model->device());
    beginEvaluation(m_data.test);
}

void Session::end(RunStatus status, const std::string& failure)
{
    m_status = status;
    m_endSeconds = seconds();
    m_best.reset();
    if (m_directory)
        m_directory->finish(summary(), failure);
}

void Session::saveState()
{
    m_saveDue = true; // until it is written
    m_trainer->settle();
    RunState state;
    state.step = m_step;
    state.trainer = m_trainer->state();
    state.evaluatedStep = m_evaluatedStep;
    state.evaluationsWithoutGain = m_evaluationsWithoutGain;
    state.best = m_bestEvaluation;
    state.seconds = seconds();
    state.microBatchTokens = m_plan.microBatchTokens;
    state.precision = m_plan.precision;
    state.trainData = m_data.train.fingerprint();
    state.validationData = m_data.validation.fingerprint();
    saveRunState(m_run, state, *m_model, *m_trainer, m_options.saveTotalLimit);
    m_saveDue = false;
}

void Session::pause()
{
    if (finished() || m_status == RunStatus::Paused)
        return;
    translated([&] { saveState(); });
    m_secondsBefore = seconds();
    m_start = Clock::now();
    m_status = RunStatus::Paused;
    m_directory->finish(summary());
}

void Session::failNotANumber(const std::string& what)
{
    m_failed = true;
    char rate[32];
    std::snprintf(rate, sizeof rate, "%g", m_trainer->learningRate());
    std::string lines;
    if (m_nextPart < m_parts.size())
        for (std::size_t i = 0; i < std::min<std::size_t>(5, m_parts[m_nextPart].texts.size()); ++i)
            lines += (i ? ", " : "") + std::to_string(m_data.train.lines[static_cast<std::size_t>(m_parts[m_nextPart].texts[i])]);
    const std::int64_t batch = m_step % m_plan.stepsPerEpoch + 1, epochNow = m_step / m_plan.stepsPerEpoch + 1;
    throw Error(what + " is no longer a number at step " + std::to_string(m_step + 1) + ", batch " + std::to_string(batch) + " of epoch "
                    + std::to_string(epochNow) + " (learning rate " + rate + (lines.empty() ? "" : "; texts at lines " + lines) + ").",
                std::string(m_bestEvaluation ? "The best model so far is kept. " : "No model was kept yet. ") + "Train again with a smaller learning_rate.");
}

RunSummary Session::summary() const
{
    RunSummary summary;
    summary.directory = m_run;
    summary.status = m_status;
    summary.steps = m_step;
    if (m_bestEvaluation)
        summary.best = *m_bestEvaluation;
    summary.test = m_testEvaluation;
    summary.stoppedEarly = m_stoppedEarly;
    summary.seconds = finished() ? m_endSeconds : seconds();
    return summary;
}

Prediction Session::predict(const std::string& text, const PredictOptions& options)
{
    return translated([&] {
        PredictOptions complete = options;
        if (complete.maxLength == 0)
            complete.maxLength = static_cast<std::size_t>(m_options.maxSeqLength);
        const TextInput input{text, std::nullopt};
        m_trainer->settle();
        return std::move(predictTexts(*m_model, m_tokenizer, {&input, 1}, complete).front());
    });
}

} // namespace

std::unique_ptr<TrainingSession> startSession(TrainingRequest request, const Progress& progress, std::stop_token stop)
{
    return std::make_unique<Session>(std::move(request), progress, stop);
}

std::unique_ptr<TrainingSession> resumeSession(ResumeRequest request, const Progress& progress, std::stop_token stop)
{
    return std::make_unique<Session>(std::move(request), progress, stop);
}

} // namespace attune::core
