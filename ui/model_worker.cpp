#include "ui/model_worker.h"

#include "ui/comparing/model_comparer.h"
#include "ui/explaining/explainer.h"
#include "ui/frame/settings.h"
#include "ui/prediction/file_predictor.h"
#include "ui/prediction/text_input.h"
#include "ui/selection_sources.h"
#include "ui/words.h"

namespace attune::ui {

namespace {

    constexpr qint64 kProgressInterval = 40; // ms

    core::TrainingRequest request(const TrainingJob& job, const core::Progress& reading, std::stop_token cancel)
    {
        core::TrainingRequest result;
        result.checkpoint = job.checkpoint.directory;
        result.output = job.output;
        result.sources = sourcesOf(job);
        result.data = splitOf(job.data, job.options.seed, cancel, &result.sources, reading);
        result.options = job.options;
        return result;
    }

    std::filesystem::path bestModelOf(const core::TrainingPlan& plan) { return realPath(core::checkpointOf(plan.directory)); }

} // namespace

ModelWorker::ModelWorker(EngineLoader loader, std::stop_token closing)
    : m_loader(std::move(loader))
    , m_closing(std::move(closing))
    , m_files(new FilePredictor([this](const QString& model) { return classifier(model); }, m_closing, this))
    , m_explainer(new Explainer([this](const ExplanationJob& job) { return beginExplanation(job); }, m_closing, this))
    , m_comparer(new ModelComparer([this](const PredictionSource& source, const PredictionText& text) { return ask(source, text); },
          [this](const ComparedModel& model) { return compared(model); }, m_closing, this))
{
}

ModelWorker::~ModelWorker() = default;

/// The preferred one, where it is there today.
std::string ModelWorker::device() const
{
    const std::string preferred = settings::device().toStdString();
    return m_runtime.device(preferred) ? preferred : "auto";
}

void ModelWorker::loadEngine()
{
    const auto failure = attempt([&] {
        core::Engine& loaded = m_loader();
        m_runtime = loaded.runtime();
        m_engine = &loaded;
    });
    if (failure) {
        m_engineFailure = *failure;
        Q_EMIT engineFailed(*failure);
    } else {
        Q_EMIT engineReady(m_runtime);
    }
}

core::Engine& ModelWorker::engine()
{
    if (m_engine)
        return *m_engine;
    if (m_engineFailure.cause.isEmpty())
        throw core::Error("The engine is not loaded yet.", "Try again in a moment.");
    throw core::Error(m_engineFailure.cause.toStdString(), m_engineFailure.wayOut.toStdString(), m_engineFailure.details.toStdString());
}

void ModelWorker::startTraining(const TrainingJob& job, std::stop_token cancel)
{
    if (m_session) {
        Q_EMIT trainingFailed({tr("A training is running already."), tr("Stop it before starting another."), {}});
        return;
    }
    m_job = job;
    beginTraining(
        [&](const core::Progress& reading, const core::Progress& preparing) {
            core::TrainingRequest wanted = request(job, reading, cancel);
            Q_EMIT checkRowsChosen(std::make_shared<const core::Dataset>(wanted.data.validation));
            return engine().startTraining(std::move(wanted), preparing, cancel);
        },
        cancel, {tr("The training was stopped before its first step."), tr("Nothing was saved."), {}});
}

void ModelWorker::resumeTraining(const ResumeJob& job, std::stop_token cancel)
{
    const bool ofPaused = m_session && m_paused && realPath(m_session->plan().directory) == realPath(job.run);
    if (m_session && !ofPaused) {
        Q_EMIT trainingFailed({tr("A training is running already."), tr("Stop it before going on with another."), {}});
        return;
    }
    m_session.reset(); // everything is saved; the new session begins with that
    if (m_job && realPath(m_job->output) != realPath(job.run))
        m_job.reset();
    beginTraining(
        [&](const core::Progress& reading, const core::Progress& preparing) {
            core::ResumeRequest wanted = resumeRequest(job, m_job, reading, cancel);
            Q_EMIT checkRowsChosen(std::make_shared<const core::Dataset>(wanted.data.validation));
            return engine().resumeTraining(std::move(wanted), preparing, cancel);
        },
        cancel, {tr("The training was stopped before it went on."), tr("All that the run had learned is saved; it can go on from there."), {}});
}

void ModelWorker::beginTraining(const SessionMaker& make, std::stop_token cancel, const Failure& calledOff)
{
    const auto told = [this](void (ModelWorker::*signal)(qint64, qint64)) {
        return [this, signal, since = QElapsedTimer()](std::uint64_t done, std::uint64_t total) mutable {
            if (since.isValid() && since.elapsed() < kProgressInterval && done != total)
                return;
            since.start();
            Q_EMIT (this->*signal)(qint64(done), qint64(total));
        };
    };
    m_paused = false;
    const auto failure = attempt([&] { m_session = make(told(&ModelWorker::reading), told(&ModelWorker::preparing)); });
    if (failure) {
        m_job.reset();
        Q_EMIT trainingFailed(cancel.stop_requested() ? calledOff : *failure);
        return;
    }
    if (m_typed)
        m_session->examine(*m_typed);
    Q_EMIT trainingStarted(m_session->plan());
    stepLater();
}

void ModelWorker::stepLater()
{
    if (std::exchange(m_stepDue, true))
        return;
    QMetaObject::invokeMethod(this, &ModelWorker::step, Qt::QueuedConnection);
}

/// One micro-batch; then whatever was asked meanwhile gets its turn before the next one.
void ModelWorker::step()
{
    m_stepDue = false;
    if (!m_session || m_paused || m_closing.stop_requested())
        return;
    if (m_session->finished()) {
        endTraining();
        return;
    }
    core::StepResult result;
    bool mayGoOn = false;
    const auto failure = attempt([&] {
        try {
            result = m_session->step();
        } catch (const core::Error&) {
            mayGoOn = !m_session->finished(); // what could not be written is tried again by the next step
            throw;
        }
    });
    if (failure && mayGoOn) {
        wait(*failure);
        return;
    }
    if (failure) {
        m_session.reset();
        m_job.reset();
        Q_EMIT trainingFailed(*failure);
        return;
    }
    if (!result.notice.empty())
        Q_EMIT noticed(QString::fromStdString(result.notice));
    if (result.step)
        Q_EMIT stepped(*result.step);
    if (result.evaluation) {
        if (result.evaluation->best && m_classifier && m_classifierDirectory == bestModelOf(m_session->plan()))
            m_classifier.reset(); // the weights on the disk are newer now
        if (result.evaluation->best)
            m_comparer->reopen();
        Q_EMIT evaluated(*result.evaluation);
        if (result.examination)
            Q_EMIT examined();
    } else if (result.evaluating) {
        Q_EMIT evaluating();
    }
    stepLater();
}

void ModelWorker::wait(const Failure& trouble)
{
    m_paused = true;
    core::RunSummary summary;
    if (const auto failure = attempt([&] { summary = m_session->summary(); }))
        Q_EMIT trainingPaused(summary, *failure);
    else
        Q_EMIT trainingPaused(summary, trouble);
}

void ModelWorker::pauseTraining()
{
    if (!m_session || m_paused || m_session->finished())
        return;
    wait(attempt([&] { m_session->pause(); }).value_or(Failure()));
}

void ModelWorker::continueTraining()
{
    if (!m_session || !std::exchange(m_paused, false))
        return;
    Q_EMIT trainingContinued();
    stepLater();
}

void ModelWorker::endTraining()
{
    core::RunSummary summary;
    const auto failure = attempt([&] { summary = m_session->summary(); });
    m_session.reset();
    m_job.reset();
    if (failure)
        Q_EMIT trainingFailed(*failure);
    else
        Q_EMIT trainingEnded(summary);
}

void ModelWorker::stopTraining()
{
    if (!m_session)
        return;
    if (const auto failure = attempt([&] { m_session->stop(); })) {
        wait(*failure); // a full disk: the next attempt may write what this one could not
        return;
    }
    m_paused = false;
    stepLater();
}

/// Several questions may be waiting in the event queue: each replaces the one before, and the answer's turn comes after all of them.
void ModelWorker::predict(quint64 id, const PredictionSource& source, const PredictionText& text, std::optional<std::size_t> layer)
{
    const bool answerIsDue = m_question.has_value();
    m_question = Question{id, source, text, layer};
    if (!answerIsDue)
        QMetaObject::invokeMethod(this, &ModelWorker::answer, Qt::QueuedConnection);
}

void ModelWorker::answer()
{
    const Question question = *std::exchange(m_question, std::nullopt);
    if (m_closing.stop_requested())
        return;
    Answer given;
    if (const auto failure = attempt([&] { given = Answer(ask(question.source, question.text), question.layer); }))
        Q_EMIT predictionFailed(question.id, *failure);
    else
        Q_EMIT predicted(question.id, given);
}

namespace {

    /// Has `text` answered by the model in training, or by an opened one, whichever `source` means.
    template <typename InTraining, typename Opened>
    auto answered(const PredictionSource& source, const PredictionText& text, InTraining inTraining, Opened opened)
    {
        switch (source.kind) {
        case PredictionSource::Kind::InTraining: return asInput(text, inTraining);
        case PredictionSource::Kind::Checkpoint: return asInput(text, opened);
        case PredictionSource::Kind::None: break;
        }
        throw core::Error("No model is chosen.", "Open a trained model, or train one.");
    }

} // namespace

core::TrainingSession& ModelWorker::session()
{
    if (!m_session)
        throw core::Error("The training has ended, and the model it was changing with it.", "Choose the best of the run.");
    return *m_session;
}

core::Prediction ModelWorker::ask(const PredictionSource& source, const PredictionText& asked)
{
    core::PredictOptions options;
    options.attention = true;
    return answered(
        source, asked, [&](const core::TextInput& text) { return session().predict(text, options); },
        [&](const core::TextInput& text) { return classifier(source.directory)->predict(text, options); });
}

std::shared_ptr<core::Classifier> ModelWorker::compared(const ComparedModel& model)
{
    const std::filesystem::path directory = model.source.directory.toStdString();
    if (model.before)
        return engine().openBefore(directory, device());
    return engine().openClassifier(core::checkpointOf(directory), device());
}

void ModelWorker::examine(const std::optional<PredictionText>& text)
{
    m_typed.emplace();
    if (text)
        m_typed->emplace(core::ExaminedText{text->text.toStdString(), text->second ? std::optional(text->second->toStdString()) : std::nullopt});
    if (m_session)
        m_session->examine(*m_typed);
}

std::unique_ptr<core::ExplanationPass> ModelWorker::beginExplanation(const ExplanationJob& job)
{
    return answered(
        job.source, job.text, [&](const core::TextInput& text) { return session().explain(text, job.options); },
        [&](const core::TextInput& text) { return classifier(job.source.directory)->explain(text, job.options); });
}

std::shared_ptr<core::Classifier> ModelWorker::classifier(const QString& ofDirectory)
{
    const auto directory = realPath(core::checkpointOf(ofDirectory.toStdString()));
    if (!m_classifier || m_classifierDirectory != directory) {
        m_classifier.reset(); // two models at a time are one too many for a small machine
        m_classifier = engine().openClassifier(directory, device());
        m_classifierDirectory = directory;
    }
    return m_classifier;
}

void ModelWorker::evaluate(quint64 id, const QString& directory, std::shared_ptr<const core::Dataset> dataset)
{
    m_measurement.reset();
    if (m_closing.stop_requested())
        return;
    Measurement measurement;
    measurement.id = id;
    const auto failure = attempt([&] {
        measurement.classifier = classifier(directory);
        measurement.evaluation = std::make_unique<core::DatasetEvaluation>(*measurement.classifier, std::move(dataset), core::PredictOptions());
    });
    if (failure) {
        Q_EMIT evaluationFailed(id, *failure);
        return;
    }
    m_measurement = std::move(measurement);
    m_sinceProgress.start();
    QMetaObject::invokeMethod(this, [this, id] { evaluateBatch(id); }, Qt::QueuedConnection);
}

void ModelWorker::cancelEvaluation() { m_measurement.reset(); }

/// One batch; then the step of a training, or whatever else is due, gets its turn.
void ModelWorker::evaluateBatch(quint64 id)
{
    if (!m_measurement || m_measurement->id != id || m_closing.stop_requested())
        return;
    core::DatasetEvaluation& evaluation = *m_measurement->evaluation;
    const auto failure = attempt([&] {
        if (!evaluation.finished())
            evaluation.step();
    });
    if (failure) {
        m_measurement.reset();
        Q_EMIT evaluationFailed(id, *failure);
        return;
    }
    if (evaluation.finished() || m_sinceProgress.elapsed() >= kProgressInterval) {
        m_sinceProgress.start();
        Q_EMIT evaluationProgressed(id, qint64(evaluation.done()), qint64(evaluation.total()));
    }
    if (!evaluation.finished()) {
        QMetaObject::invokeMethod(this, [this, id] { evaluateBatch(id); }, Qt::QueuedConnection);
        return;
    }
    const auto answers = std::make_shared<const std::vector<core::Answer>>(evaluation.answers());
    m_measurement.reset();
    Q_EMIT evaluationFinished(id, answers);
}

void ModelWorker::measureSpeed(quint64 id, const core::ModelConfig& config, const core::TrainingOptions& options, double meanTokens)
{
    if (m_session || !m_engine || m_closing.stop_requested())
        return;
    core::MachineSpeed speed;
    if (!attempt([&] { speed = m_engine->measureSpeed(config, options, meanTokens); }))
        Q_EMIT speedMeasured(id, speed);
}

} // namespace attune::ui
