#include "core/training/session.h"

#include "core/engine/forecast.h"
#include "core/engine/memory.h"
#include "core/error.h"
#include "core/explain/classifier.h"
#include "core/explain/explain_text.h"
#include "core/model/weights.h"
#include "core/runs/examinations.h"
#include "core/runtime/machine.h"
#include "core/runtime/torch_compat.h"
#include "core/runtime/translate.h"
#include "core/training/plan.h"
#include "core/training/speed.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace attune::core {

namespace {

/// Where a run to go on with has its tokenizer and configuration: a copy of its own; one that was killed before its first state has its checkpoint's, and
/// the copy may not be whole.
std::filesystem::path configurationOf(const std::filesystem::path& run)
{
    return holdsRunState(run) ? run / "checkpoint" : readRun(run).sources.checkpoint;
}

} // namespace

Session::Session(TrainingRequest request, const Progress& progress, const std::stop_token& stop)
    : m_run(request.output)
    , m_options(request.options)
    , m_tokenizer(Tokenizer::fromDirectory(request.checkpoint))
{
    m_options.check();
    checkAbsent(m_run); // before the work, not after it
    m_tokenizer.setKept(keptPartNamed(m_options.truncation));
    const Checkpoint checkpoint = Checkpoint::open(request.checkpoint);
    const torch::Device device = chooseDevice(m_options.device);
    choosePrecision(m_options.precision, device); // what the device cannot do is refused before the texts are read

    m_data = encodeData(request.data, m_tokenizer, checkpoint.config, m_options, progress, stop);
    std::vector<std::string> newlyInitialised;
    m_model = loadModel(checkpoint, request.data.train.labels, m_options.seed, &newlyInitialised);
    m_precision = trainingPrecision(m_model->config(), m_options, m_data.train.meanTokens());
    m_model->to(device);
    setUp(request.data.train.labelCounts());
    m_plan.newlyInitialised = newlyInitialised;
    m_plan.microBatchTokens = tokensThatFit();
    m_directory.emplace(m_run, m_options, request.sources, m_plan);
    // With these the saved states can be gone on from, whatever becomes of the checkpoint.
    try {
        saveConfiguration(m_model->config(), m_tokenizer, maxLength(), m_run / "checkpoint");
    } catch (...) {
        // Nothing has been trained yet: the same name shall be free for the next attempt.
        m_directory.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_run, ignored);
        throw;
    }
    m_clock.goOn();
}

Session::Session(ResumeRequest request, const Progress& progress, const std::stop_token& stop)
    : m_run(request.run)
    , m_options(request.options)
    , m_tokenizer(Tokenizer::fromDirectory(configurationOf(request.run)))
{
    m_options.check();
    m_tokenizer.setKept(keptPartNamed(m_options.truncation));
    RunLock lock(m_run); // before anything is read: another writer would change it meanwhile
    const SavedRun run = readRun(m_run);
    std::optional<SavedRunState> saved;
    if (holdsRunState(m_run))
        saved.emplace(m_run);
    else
        checkSourcesUnchanged(m_run);
    const ModelConfig config = saved ? ModelConfig::readFile(m_run / "checkpoint" / "config.json") : Checkpoint::open(run.sources.checkpoint).config;
    if (run.plan.labels != request.data.train.labels)
        throw Error("The data have other labels than when " + m_run.string() + " was begun.", "Resume with the same data, or begin a new run.");
    m_data = encodeData(request.data, m_tokenizer, config, m_options, progress, stop);
    const auto changed = [&](const RunState& state) {
        return m_data.train.fingerprint() != state.trainData || m_data.validation.fingerprint() != state.validationData
            || (state.testData && m_data.test.fingerprint() != *state.testData);
    };
    if (saved && changed(saved->state()))
        throw Error("The data have changed since " + m_run.string() + " was begun, so it cannot go on as it began.",
                    "Put the old data back, or begin a new run.");

    const torch::Device device = chooseDevice(m_options.device);
    checkResumable(m_options, run.options, m_run);
    m_precision = m_options.precision == run.options.precision ? precisionNamed(saved ? saved->state().precision : run.plan.precision)
                                                               : trainingPrecision(config, m_options, m_data.train.meanTokens());
    // Killed before its first state, a run begins anew: the same checkpoint and seed give the same run.
    std::vector<std::string> newlyInitialised;
    m_model = saved ? randomModel(config, m_options.seed)
                    : loadModel(Checkpoint::open(run.sources.checkpoint), run.plan.labels, m_options.seed, &newlyInitialised);
    m_model->to(device);
    setUp(request.data.train.labelCounts());
    m_plan.newlyInitialised = newlyInitialised;
    if (saved)
        restore(*saved);
    else
        m_plan.microBatchTokens = run.plan.microBatchTokens > 0 ? run.plan.microBatchTokens : tokensThatFit();
    m_directory.emplace(m_run, m_options, m_plan, m_step, std::move(lock));
    if (!saved)
        saveConfiguration(m_model->config(), m_tokenizer, maxLength(), m_run / "checkpoint");
    m_clock.goOnFrom(saved ? saved->state().seconds : 0);
    m_examined = textExaminedAt(m_run, m_evaluatedStep);
    const bool due = m_step > 0 && (m_step % m_plan.evalSteps == 0 || m_step >= m_plan.totalSteps);
    if (due && m_evaluatedStep != m_step)
        beginEvaluation(m_data.validation);
    else if (m_evaluatedStep == m_step)
        goOnAfterEvaluation(); // it may have been the last one
}

void Session::restore(const SavedRunState& saved)
{
    const RunState& state = saved.state();
    saved.restore(*m_model, *m_trainer);
    m_plan.microBatchTokens = state.microBatchTokens;
    m_step = m_firstStep = state.step;
    m_evaluatedStep = state.evaluatedStep;
    m_bestModel.restore(state.best, state.evaluationsWithoutGain);
    m_modelDue = state.best && state.best->step == m_step; // it is this state's; a kill may have come before it was written
}

/// At once: half a teraFLOP, and on the processor no more than memory has room for.
std::int64_t Session::tokensThatFit() const
{
    if (!m_model->device().is_cpu())
        return microBatchTokens(m_model->config(), false);
    const std::int64_t longest = *std::max_element(m_data.train.lengths.begin(), m_data.train.lengths.end());
    const std::uint64_t weights = 4 * static_cast<std::uint64_t>(m_model->config().parameterCount()); // loaded already
    return microBatchTokens(m_model->config(), m_options, m_precision, longest, systemMemory().available + weights);
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
    m_bestModel = BestModel(m_plan.bestMetric, m_options.earlyStoppingThreshold);
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

void Session::stop()
{
    if (finished() || m_endsAs)
        return;
    m_stopping = true;
    if (m_evaluation || m_unrecorded)
        return; // the evaluation in progress ends the training
    if (m_bestModel.best()) {
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
    if (m_data.test.size() > 0)
        beginEvaluation(m_data.test);
}

void Session::end(RunStatus status, const std::string& failure)
{
    m_status = status;
    m_endSeconds = m_clock.seconds();
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
    state.evaluationsWithoutGain = m_bestModel.evaluationsWithoutGain();
    state.best = m_bestModel.best();
    state.seconds = m_clock.seconds();
    state.microBatchTokens = m_plan.microBatchTokens;
    state.precision = m_plan.precision;
    state.trainData = m_data.train.fingerprint();
    state.validationData = m_data.validation.fingerprint();
    state.testData = m_data.test.fingerprint();
    saveRunState(m_run, state, *m_model, *m_trainer, m_options.saveTotalLimit);
    m_saveDue = false;
    if (m_modelDue)
        saveModel();
}

/// After the state, which says whose it is: the other way round, a kill between the two would leave a model that the state does not know of.
void Session::saveModel()
{
    const std::filesystem::path directory = m_directory->modelDirectory();
    // Weights last: a directory with model.safetensors is complete.
    if (!std::filesystem::exists(directory / "model.safetensors"))
        saveConfiguration(m_model->config(), m_tokenizer, maxLength(), directory);
    saveWeights(*m_model, directory);
    m_modelDue = false;
}

void Session::pause()
{
    if (finished() || m_status == RunStatus::Paused)
        return;
    translated([&] { saveState(); });
    m_clock.pause();
    m_status = RunStatus::Paused;
    m_directory->finish(summary());
}

RunSummary Session::summary() const
{
    RunSummary summary;
    summary.directory = m_run;
    summary.status = m_status;
    summary.steps = m_step;
    if (m_bestModel.best())
        summary.best = *m_bestModel.best();
    summary.test = m_testEvaluation;
    summary.stoppedEarly = m_stoppedEarly;
    summary.seconds = finished() ? m_endSeconds : m_clock.seconds();
    return summary;
}

Prediction Session::predict(const TextInput& text, const PredictOptions& options)
{
    return translated([&] {
        PredictOptions complete = options;
        if (complete.maxLength == 0)
            complete.maxLength = maxLength();
        m_trainer->settle();
        return std::move(predictTexts(*m_model, m_tokenizer, {&text, 1}, complete).front());
    });
}

std::unique_ptr<ExplanationPass> Session::explain(const TextInput& text, const ExplainOptions& options)
{
    return translated([&] {
        ExplainOptions complete = options;
        if (complete.maxLength == 0)
            complete.maxLength = maxLength();
        m_trainer->settle();
        auto model = m_explained.lock();
        if (!model || model->isKept())
            m_explained = model = std::make_shared<ExplainedModel>(m_model);
        return explainText(model, m_tokenizer, text, complete);
    });
}

} // namespace attune::core
