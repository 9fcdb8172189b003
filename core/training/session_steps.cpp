#include "core/training/session.h"

#include "core/error.h"
#include "core/model/weights.h"
#include "core/runs/examinations.h"
#include "core/runtime/machine.h"
#include "core/runtime/translate.h"
#include "core/training/sampler.h"

#include <algorithm>
#include <cmath>

namespace attune::core {

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
        m_clock.goOn();
    }
    // First what a full disk put off.
    if (m_unwritten) {
        m_directory->flush();
        result.step = std::exchange(m_unwritten, std::nullopt);
    } else if (m_unrecorded) {
        recordEvaluation(result);
    } else if (m_saveDue) {
        saveState();
    } else if (m_modelDue) {
        saveModel();
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
    m_meter.begin(m_step + 1);
    for (std::size_t i = first; i < end; ++i) {
        // The step's loss is the mean of its batches' means, as HuggingFace's Trainer forms it.
        const double share = 1 / (m_objective.weightOf(m_batches[i], m_data.train.labels) * static_cast<double>(end - first));
        for (std::vector<std::int64_t>& texts : microBatches(m_batches[i], m_data.train.lengths, m_plan.microBatchTokens))
            m_parts.push_back({std::move(texts), share});
        m_meter.addSamples(m_batches[i].size());
    }
}

void Session::restartStep()
{
    m_trainer->restartStep();
    m_parts.clear();
    m_nextPart = 0;
}

/// Whether `compute` came to its end. Where memory failed it, what it had begun is undone and the micro-batch is halved for another attempt.
template <typename Compute, typename Undo>
bool Session::computed(const char* what, std::int64_t tokens, StepResult& result, const Compute& compute, const Undo& undo)
{
    try {
        compute();
        return true;
    } catch (const c10::Error& error) {
        undo();
        if (!makeRoom(error.what_without_backtrace(), what, tokens, result))
            throw;
    } catch (const std::bad_alloc&) {
        undo();
        if (!makeRoom("out of memory", what, tokens, result))
            throw;
    }
    return false;
}

void Session::trainMicroBatch(StepResult& result)
{
    const RunClock took;
    if (m_nextPart == m_parts.size())
        beginStep();
    const Part& part = m_parts[m_nextPart];
    const PackedBatch batch = pack(m_data.train.encodings, part.texts);
    Trainer::MicroBatchResult made;
    if (!computed("the step", batch.tokens(), result, [&] { made = m_trainer->accumulate(batch, m_data.train.labels, part.share); }, [&] { restartStep(); }))
        return;
    if (!std::isfinite(made.lossSum))
        failNotANumber("The loss");
    m_meter.addMicroBatch(made.lossSum * part.share, made.correct, batch.tokens(), took.seconds());
    if (++m_nextPart == m_parts.size())
        completeStep(result);
}

/// Halves the micro-batch, which had `tokens`, where memory was what failed; false where it was not. Throws Error where a single text is too much:
/// the run stands.
bool Session::makeRoom(const std::string& fault, const char* what, std::int64_t tokens, StepResult& result)
{
    const bool memory = fault.find("out of memory") != std::string::npos || fault.find("allocate memory") != std::string::npos
        || fault.find("not enough memory") != std::string::npos;
    const std::int64_t longest = *std::max_element(m_data.train.lengths.begin(), m_data.train.lengths.end());
    const std::int64_t most = std::min(m_plan.microBatchTokens, tokens);
    if (!memory)
        return false;
    if (most <= longest)
        throw Error("There is not enough memory for " + std::to_string(tokens) + " tokens at once, and a single text may have as many.",
                    "Close other programs, or stop and train again with a smaller max_seq_length.", fault);
    result.notice = "There is not enough memory for " + std::to_string(tokens) + " tokens at once";
    m_plan.microBatchTokens = std::max(longest, most / 2);
    result.notice += ": the training goes on with " + std::to_string(m_plan.microBatchTokens) + ", and " + what + " is computed again.";
    return true;
}

void Session::completeStep(StepResult& result)
{
    const RunClock took;
    if (const auto explained = m_explained.lock())
        explained->keepWeights(); // as they are before this step
    const Trainer::StepResult done = m_trainer->step();
    if (done.repeat) {
        m_parts.clear();
        m_nextPart = 0;
        return;
    }
    if (!std::isfinite(done.gradientNorm))
        failNotANumber("The gradient");
    ++m_step;
    StepMetrics& made = m_meter.complete(took.seconds());
    made.epoch = epoch();
    made.learningRate = done.learningRate;
    made.gradientNorm = done.gradientNorm;
    made.seconds = m_clock.seconds();
    made.secondsLeft = m_clock.sinceStart() / static_cast<double>(m_step - m_firstStep) * static_cast<double>(m_plan.totalSteps - m_step);
    made.memory = usedMemory(m_model->device());
    if (m_stopping || m_step >= m_plan.totalSteps || m_step % m_plan.evalSteps == 0)
        beginEvaluation(m_data.validation);
    else if (m_options.saveSteps && m_step % *m_options.saveSteps == 0)
        m_saveDue = true;

    m_unwritten = made;
    m_directory->append(made);
    result.step = std::exchange(m_unwritten, std::nullopt);
}

void Session::beginEvaluation(const EncodedTexts& texts)
{
    m_trainer->settle();
    const auto majority = std::find(m_plan.labels.begin(), m_plan.labels.end(), m_plan.majorityLabel) - m_plan.labels.begin();
    m_evaluation.emplace(texts, m_plan.labels.size(), static_cast<std::size_t>(majority), m_plan.microBatchTokens);
}

void Session::evaluateMicroBatch(StepResult& result)
{
    result.evaluating = true;
    if (m_endsAs && !m_best) {
        m_best = loadModel(Checkpoint::open(m_directory->modelDirectory()), m_plan.labels, 0);
        m_best->to(m_model->device());
    }
    bool isNumber = false;
    const auto compute = [&] { isNumber = m_evaluation->step(m_endsAs ? *m_best : *m_model, m_precision); };
    if (!computed("the evaluation", m_evaluation->nextTokens(), result, compute, [] {}))
        return beginEvaluation(m_endsAs ? m_data.test : m_data.validation);
    if (!isNumber)
        failNotANumber("The validation loss");
    if (!m_evaluation->finished())
        return;
    m_unrecorded = m_evaluation->metrics();
    m_unrecorded->step = m_step;
    m_unrecorded->epoch = epoch();
    m_evaluation.reset();
    recordEvaluation(result);
}

void Session::recordEvaluation(StepResult& result)
{
    EvaluationMetrics& evaluation = *m_unrecorded;
    evaluation.seconds = m_clock.seconds();
    if (m_endsAs) {
        m_testEvaluation = evaluation;
        m_unrecorded.reset();
        end(*m_endsAs);
        return;
    }
    // A second attempt, after a full disk, begins where the first one ended.
    if (m_evaluatedStep != m_step) {
        m_modelDue = m_bestModel.isBetter(evaluation);
        m_bestModel.take(evaluation);
        m_evaluatedStep = m_step;
        m_directory->append(evaluation);
    } else {
        m_directory->flush();
    }
    result.evaluation = evaluation;
    keepExamination(*result.evaluation, result);
    saveState();
    m_unrecorded.reset(); // a full disk before this lets it be recorded again, and not be taken for the test
    goOnAfterEvaluation();
}

/// A run does not end for want of what is only looked at.
void Session::keepExamination(const EvaluationMetrics& evaluation, StepResult& result)
{
    if (!m_examined)
        return;
    try {
        Examination examination{evaluation.step, evaluation.epoch, *m_examined, {}};
        TextInput text{m_examined->text};
        if (m_examined->second)
            text.second = *m_examined->second;
        PredictOptions options;
        options.maxLength = std::min(maxLength(), kMostExaminedTokens);
        options.attention = true;
        examination.prediction = predict(text, options);
        result.examination = core::keepExamination(m_run, examination);
    } catch (const Error& error) {
        result.notice = "The attention of your text at step " + std::to_string(evaluation.step) + " could not be kept. " + error.what();
    }
}

void Session::goOnAfterEvaluation()
{
    m_stoppedEarly = m_options.earlyStoppingPatience && m_bestModel.evaluationsWithoutGain() >= *m_options.earlyStoppingPatience && m_step < m_plan.totalSteps;
    if (m_step >= m_plan.totalSteps || m_stoppedEarly)
        endTraining(RunStatus::Finished);
    else if (m_stopping)
        endTraining(RunStatus::Stopped);
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
                std::string(m_bestModel.best() ? "The best model so far is kept. " : "No model was kept yet. ")
                    + (m_step > 0 ? "Train again with a smaller learning_rate."
                                  // nothing has been learned yet, so that it cannot be the rate
                                  : "Train again with precision fp32, with less dropout, or from another checkpoint."));
}

} // namespace attune::core
