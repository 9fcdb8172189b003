#include "core/training/session.h"

#include "core/error.h"
#include "core/explain/classifier.h"
#include "core/model/weights.h"
#include "core/runtime/machine.h"
#include "core/runtime/torch_compat.h"
#include "core/runtime/translate.h"
#include "core/text/batch_encoding.h"
#include "core/training/evaluation.h"
#include "core/training/sampler.h"
#include "core/training/trainer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace attune::core {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Texts as the model reads them, with what batching and counting need beside them.
struct EncodedTexts {
    std::vector<Encoding> encodings;
    std::vector<std::int64_t> lengths; // tokens of each
    std::vector<std::int64_t> labels;

    std::int64_t size() const { return static_cast<std::int64_t>(encodings.size()); }
    std::int64_t truncated() const
    {
        return std::count_if(encodings.begin(), encodings.end(), [](const Encoding& e) { return e.truncated(); });
    }
};

EncodedTexts encode(const Dataset& dataset, const Tokenizer& tokenizer, std::size_t maxLength, const Progress& progress, const std::stop_token& stop)
{
    std::vector<TextInput> inputs;
    inputs.reserve(dataset.examples.size());
    for (const Example& example : dataset.examples)
        inputs.push_back({example.text, std::nullopt});
    EncodedTexts texts;
    texts.encodings = encodeAll(tokenizer, inputs, {maxLength}, at::get_num_threads(), progress, stop);
    for (std::size_t i = 0; i < texts.encodings.size(); ++i) {
        texts.lengths.push_back(static_cast<std::int64_t>(texts.encodings[i].ids.size()));
        texts.labels.push_back(dataset.examples[i].label);
    }
    return texts;
}

/// Tokens of a micro-batch, from the model's size alone (a clock would not be reproducible): about a tenth of a teraFLOP forward and back,
/// so that even a large model on a slow processor answers between two of them within a fraction of a second.
std::int64_t microBatchTokens(const ModelConfig& config)
{
    const double perLayer = 4.0 * static_cast<double>(config.hiddenSize * config.hiddenSize)
        + 2.0 * static_cast<double>(config.hiddenSize * config.intermediateSize);
    const double perToken = 6.0 * perLayer * static_cast<double>(std::max<std::int64_t>(1, config.numHiddenLayers));
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(1e11 / perToken), 128, 16384);
}

class Session : public TrainingSession {
public:
    Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop);
    ~Session() override;

    const TrainingPlan& plan() const override { return m_plan; }
    bool finished() const override { return m_status != RunStatus::Training; }
    StepResult step() override;
    void stop() override;
    RunSummary summary() const override;
    Prediction predict(const std::string& text, const PredictOptions& options) override;

private:
    void makePlan();
    void trainMicroBatch(StepResult& result);
    void completeStep(StepResult& result);
    void beginBatch();
    void beginEvaluation();
    void evaluateMicroBatch(StepResult& result);
    void completeEvaluation(StepResult& result);
    void keepBest(EvaluationMetrics& evaluation);
    void end(RunStatus status, const std::string& failure = {});
    [[noreturn]] void failNotANumber(const std::string& what);
    double epoch() const { return static_cast<double>(m_step) / static_cast<double>(m_plan.stepsPerEpoch); }

    TrainingRequest m_request;
    Tokenizer m_tokenizer;
    EncodedTexts m_train, m_validation;
    std::shared_ptr<BertForSequenceClassification> m_model;
    TrainingPlan m_plan;
    std::optional<Trainer> m_trainer;
    std::optional<RunDirectory> m_directory;
    std::int64_t m_microBatchTokens = 0;

    RunStatus m_status = RunStatus::Training;
    bool m_stopping = false;
    std::int64_t m_step = 0; // optimiser steps made
    Clock::time_point m_start = Clock::now();
    double m_endSeconds = 0;

    // The epoch, the step and its micro-batches in progress.
    std::vector<std::vector<std::int64_t>> m_batches, m_parts;
    std::size_t m_nextPart = 0;
    StepMetrics m_current;
    double m_lossSum = 0;
    std::int64_t m_correct = 0;
    double m_stepSeconds = 0, m_secondsPerSample = 0;

    // The evaluation in progress, if any.
    std::optional<EvaluationCounts> m_counts;
    std::vector<std::vector<std::int64_t>> m_evaluationParts;
    std::size_t m_nextEvaluationPart = 0;
    std::optional<EvaluationMetrics> m_best;
};

Session::Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop)
    : m_request(std::move(request)), m_tokenizer(Tokenizer::fromDirectory(m_request.checkpoint))
{
    const TrainingOptions& options = m_request.options;
    options.check();
    if (std::filesystem::exists(m_request.output))
        throw Error("The output " + m_request.output.string() + " exists already.", "Choose another --output: nothing is ever overwritten.");
    const Checkpoint checkpoint = Checkpoint::open(m_request.checkpoint);
    if (options.maxSeqLength > checkpoint.config.maxPositionEmbeddings)
        throw Error("max_seq_length " + std::to_string(options.maxSeqLength) + " is more than the checkpoint has positions for.",
                    "Choose at most " + std::to_string(checkpoint.config.maxPositionEmbeddings) + ".");
    const torch::Device device = chooseDevice(options.device);

    const auto maxLength = static_cast<std::size_t>(options.maxSeqLength);
    const std::uint64_t forTraining = m_request.data.train.examples.size();
    const std::uint64_t inAll = forTraining + m_request.data.validation.examples.size();
    const auto after = [&](std::uint64_t before) {
        return [&progress, before, inAll](std::uint64_t done, std::uint64_t) {
            if (progress)
                progress(before + done, inAll);
        };
    };
    m_train = encode(m_request.data.train, m_tokenizer, maxLength, after(0), stop);
    m_validation = encode(m_request.data.validation, m_tokenizer, maxLength, after(forTraining), stop);

    m_model = loadModel(checkpoint, m_request.data.train.labels, options.seed, &m_plan.newlyInitialised);
    m_model->to(device);
    makePlan();
    m_trainer.emplace(m_model, options, LinearSchedule{options.learningRate, m_plan.warmupSteps, m_plan.totalSteps});
    m_directory.emplace(m_request.output, options, m_request.sources, m_plan);
    m_start = Clock::now();
}

Session::~Session()
{
    if (!finished()) {
        try {
            end(RunStatus::Stopped);
        } catch (...) { // the run's last words could not be written; what it kept is on the disk already
        }
    }
}

void Session::makePlan()
{
    const TrainingOptions& options = m_request.options;
    const ModelConfig& config = m_model->config();
    m_plan.directory = m_request.output;
    m_plan.stepsPerEpoch = (m_train.size() + options.batchSize - 1) / options.batchSize;
    m_plan.totalSteps = options.maxSteps.value_or(
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(options.numTrainEpochs * static_cast<double>(m_plan.stepsPerEpoch)))));
    m_plan.evalSteps = options.evalSteps.value_or(std::max<std::int64_t>(1, std::min(m_plan.stepsPerEpoch, m_plan.totalSteps / 10)));
    m_plan.warmupSteps = options.warmupSteps.value_or(
        static_cast<std::int64_t>(std::ceil(options.warmupRatio * static_cast<double>(m_plan.totalSteps))));
    m_plan.trainExamples = m_train.size();
    m_plan.validationExamples = m_validation.size();
    m_plan.truncatedTexts = m_train.truncated() + m_validation.truncated();
    m_plan.labels = config.labels;
    m_plan.device = deviceName(m_model->device());
    m_plan.threads = at::get_num_threads();
    m_plan.torchVersion = torchVersion();
    m_microBatchTokens = microBatchTokens(config);

    const std::vector<std::size_t> counts = m_request.data.train.labelCounts();
    const auto largest = std::max_element(counts.begin(), counts.end());
    const auto majority = static_cast<std::int64_t>(largest - counts.begin());
    m_plan.majorityLabel = config.labels[static_cast<std::size_t>(majority)];
    m_plan.majorityAccuracy = m_validation.size()
        ? static_cast<double>(std::count(m_validation.labels.begin(), m_validation.labels.end(), majority)) / static_cast<double>(m_validation.size())
        : 0;
    // With one class twice as large as another, accuracy rewards ignoring the small one.
    m_plan.bestMetric = *std::min_element(counts.begin(), counts.end()) * 2 < *largest ? "macro_f1" : "accuracy";
}

StepResult Session::step()
{
    StepResult result;
    if (finished())
        return result;
    try {
        translated([&] {
            if (m_counts)
                evaluateMicroBatch(result);
            else
                trainMicroBatch(result);
        });
    } catch (const Error& error) {
        if (!finished())
            end(RunStatus::Failed, error.what());
        throw;
    }
    return result;
}

void Session::beginBatch()
{
    const std::int64_t batchOfEpoch = m_step % m_plan.stepsPerEpoch;
    if (batchOfEpoch == 0 || m_batches.empty())
        m_batches = epochBatches(m_train.lengths, m_request.options.batchSize, m_request.options.seed, m_step / m_plan.stepsPerEpoch);
    const std::vector<std::int64_t>& batch = m_batches[static_cast<std::size_t>(batchOfEpoch)];
    m_parts = microBatches(batch, m_train.lengths, m_microBatchTokens);
    m_nextPart = 0;
    m_current = {};
    m_current.step = m_step + 1;
    m_current.samples = static_cast<std::int64_t>(batch.size());
    m_lossSum = 0;
    m_correct = 0;
    m_stepSeconds = 0;
}

void Session::trainMicroBatch(StepResult& result)
{
    const auto start = Clock::now();
    if (m_nextPart == m_parts.size())
        beginBatch();
    const PackedBatch batch = pack(m_train.encodings, m_parts[m_nextPart]);
    const Trainer::MicroBatchResult part = m_trainer->accumulate(batch, m_train.labels, m_current.samples);
    if (!std::isfinite(part.lossSum))
        failNotANumber("The loss");
    m_lossSum += part.lossSum;
    m_correct += part.correct;
    m_current.tokens += batch.tokens();
    if (++m_nextPart == m_parts.size())
        completeStep(result);
    m_stepSeconds += secondsSince(start);
    if (result.step) {
        const double each = m_stepSeconds / static_cast<double>(m_current.samples);
        m_secondsPerSample = m_secondsPerSample > 0 ? 0.9 * m_secondsPerSample + 0.1 * each : each;
        result.step->samplesPerSecond = 1 / m_secondsPerSample;
        m_directory->append(*result.step);
    }
}

void Session::completeStep(StepResult& result)
{
    const Trainer::StepResult done = m_trainer->step();
    if (!std::isfinite(done.gradientNorm))
        failNotANumber("The gradient");
    ++m_step;
    m_current.epoch = epoch();
    m_current.loss = m_lossSum / static_cast<double>(m_current.samples);
    m_current.accuracy = static_cast<double>(m_correct) / static_cast<double>(m_current.samples);
    m_current.learningRate = done.learningRate;
    m_current.gradientNorm = done.gradientNorm;
    m_current.seconds = secondsSince(m_start);
    result.step = m_current;
    if (m_stopping || m_step == m_plan.totalSteps || m_step % m_plan.evalSteps == 0)
        beginEvaluation();
}

void Session::beginEvaluation()
{
    m_counts.emplace(m_plan.labels.size());
    if (m_evaluationParts.empty()) {
        std::vector<std::int64_t> all(static_cast<std::size_t>(m_validation.size()));
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = static_cast<std::int64_t>(i);
        m_evaluationParts = microBatches(all, m_validation.lengths, 2 * m_microBatchTokens); // no backward pass
    }
    m_nextEvaluationPart = 0;
}

void Session::evaluateMicroBatch(StepResult& result)
{
    result.evaluating = true;
    const PackedBatch batch = pack(m_validation.encodings, m_evaluationParts[m_nextEvaluationPart]);
    const ClassifiedBatch classified = classify(*m_model, batch, m_validation.labels);
    for (std::size_t i = 0; i < batch.rows.size(); ++i)
        m_counts->add(m_validation.labels[static_cast<std::size_t>(batch.rows[i])], classified.predicted[i], classified.losses[i]);
    if (++m_nextEvaluationPart == m_evaluationParts.size())
        completeEvaluation(result);
}

void Session::completeEvaluation(StepResult& result)
{
    EvaluationMetrics evaluation;
    evaluation.step = m_step;
    evaluation.epoch = epoch();
    evaluation.loss = m_counts->meanLoss();
    evaluation.accuracy = m_counts->accuracy();
    evaluation.macroF1 = m_counts->macroF1();
    evaluation.samples = m_counts->samples();
    m_counts.reset();
    keepBest(evaluation);
    evaluation.seconds = secondsSince(m_start);
    m_directory->append(evaluation);
    result.evaluation = evaluation;
    if (m_step == m_plan.totalSteps)
        end(RunStatus::Finished);
    else if (m_stopping)
        end(RunStatus::Stopped);
}

void Session::keepBest(EvaluationMetrics& evaluation)
{
    const auto score = [&](const EvaluationMetrics& e) { return m_plan.bestMetric == "macro_f1" ? e.macroF1 : e.accuracy; };
    const bool better = !m_best || score(evaluation) > score(*m_best)
        || (score(evaluation) == score(*m_best) && evaluation.loss < m_best->loss);
    if (!better)
        return;
    // Weights last: a directory with model.safetensors is complete.
    if (!m_best)
        saveConfiguration(m_model->config(), m_tokenizer, static_cast<std::size_t>(m_request.options.maxSeqLength), m_directory->modelDirectory());
    saveWeights(*m_model, m_directory->modelDirectory());
    evaluation.best = true;
    m_best = evaluation;
}

void Session::stop()
{
    if (finished())
        return;
    m_stopping = true;
    if (m_counts)
        return; // the evaluation in progress ends the run
    if (m_best)
        end(RunStatus::Stopped);
    else if (m_step > 0 && m_nextPart == m_parts.size())
        beginEvaluation();
    // else: the step in progress, or the first one, is completed and evaluated.
}

void Session::end(RunStatus status, const std::string& failure)
{
    m_status = status;
    m_endSeconds = secondsSince(m_start);
    if (m_directory)
        m_directory->finish(summary(), failure);
}

void Session::failNotANumber(const std::string& what)
{
    char rate[32];
    std::snprintf(rate, sizeof rate, "%g", m_trainer->learningRate());
    throw Error(what + " is no longer a number at step " + std::to_string(m_step + 1) + " (learning rate " + rate + ").",
                std::string(m_best ? "The best model so far is kept. " : "No model was kept yet. ") + "Train again with a smaller learning_rate.");
}

RunSummary Session::summary() const
{
    RunSummary summary;
    summary.directory = m_request.output;
    summary.status = m_status;
    summary.steps = m_step;
    if (m_best)
        summary.best = *m_best;
    summary.seconds = finished() ? m_endSeconds : secondsSince(m_start);
    return summary;
}

Prediction Session::predict(const std::string& text, const PredictOptions& options)
{
    return translated([&] {
        PredictOptions complete = options;
        if (complete.maxLength == 0)
            complete.maxLength = static_cast<std::size_t>(m_request.options.maxSeqLength);
        const TextInput input{text, std::nullopt};
        return std::move(predictTexts(*m_model, m_tokenizer, {&input, 1}, complete).front());
    });
}

} // namespace

std::unique_ptr<TrainingSession> startSession(TrainingRequest request, const Progress& progress, std::stop_token stop)
{
    return std::make_unique<Session>(std::move(request), progress, stop);
}

} // namespace attune::core
