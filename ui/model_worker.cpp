#include "ui/model_worker.h"

#include "core/data/read_table.h"
#include "core/runs/run_data.h"

#include <QElapsedTimer>

namespace attune::ui {

namespace {

    constexpr qint64 kProgressInterval = 40; // ms

    /// The rows shown are divided as the command line would divide them; what else it takes to read them again is in the sources.
    core::TrainingRequest request(const TrainingJob& job, std::stop_token cancel)
    {
        const auto read = [&](const std::filesystem::path& file, const core::DialectChoice& choice) { return core::readTable(file, choice, {}, cancel); };
        core::TrainingRequest result;
        result.checkpoint = job.checkpoint.directory;
        result.output = job.output;
        result.sources = job.data.sources();
        result.sources.checkpoint = job.checkpoint.directory;
        result.data = core::divideRunData(result.sources, *job.data.table, job.options.seed, read, {});
        result.options = job.options;
        return result;
    }

    std::filesystem::path realPath(const std::filesystem::path& path)
    {
        std::error_code ignored;
        return std::filesystem::weakly_canonical(path, ignored);
    }

    std::filesystem::path bestModelOf(const core::TrainingPlan& plan) { return realPath(core::checkpointOf(plan.directory)); }

} // namespace

ModelWorker::ModelWorker(EngineLoader loader, std::stop_token closing)
    : m_loader(std::move(loader))
    , m_closing(std::move(closing))
{
}

ModelWorker::~ModelWorker() = default;

void ModelWorker::loadEngine()
{
    core::RuntimeReport report;
    const auto failure = attempt([&] {
        core::Engine& loaded = m_loader();
        report = loaded.runtime();
        m_engine = &loaded;
    });
    if (failure) {
        m_engineFailure = *failure;
        Q_EMIT engineFailed(*failure);
    } else {
        Q_EMIT engineReady(report);
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
    QElapsedTimer sinceReport;
    const auto progress = [&](std::uint64_t done, std::uint64_t total) {
        if (sinceReport.isValid() && sinceReport.elapsed() < kProgressInterval && done != total)
            return;
        sinceReport.start();
        Q_EMIT preparing(qint64(done), qint64(total));
    };
    const auto failure = attempt([&] { m_session = engine().startTraining(request(job, cancel), progress, cancel); });
    if (failure) {
        Q_EMIT trainingFailed(cancel.stop_requested() ? Failure{tr("The training was stopped before its first step."), tr("Nothing was saved."), {}}
                                                      : *failure);
        return;
    }
    Q_EMIT trainingStarted(m_session->plan());
    QMetaObject::invokeMethod(this, &ModelWorker::step, Qt::QueuedConnection);
}

/// One micro-batch; then whatever was asked meanwhile gets its turn before the next one.
void ModelWorker::step()
{
    if (!m_session || m_closing.stop_requested())
        return;
    if (m_session->finished()) {
        endTraining();
        return;
    }
    core::StepResult result;
    if (const auto failure = attempt([&] { result = m_session->step(); })) {
        m_session.reset();
        Q_EMIT trainingFailed(*failure);
        return;
    }
    if (result.step)
        Q_EMIT stepped(*result.step);
    if (result.evaluation) {
        if (result.evaluation->best && m_classifier && m_classifierDirectory == bestModelOf(m_session->plan()))
            m_classifier.reset(); // the weights on the disk are newer now
        Q_EMIT evaluated(*result.evaluation);
    } else if (result.evaluating) {
        Q_EMIT evaluating();
    }
    QMetaObject::invokeMethod(this, &ModelWorker::step, Qt::QueuedConnection);
}

void ModelWorker::endTraining()
{
    core::RunSummary summary;
    const auto failure = attempt([&] { summary = m_session->summary(); });
    m_session.reset();
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
        m_session.reset();
        Q_EMIT trainingFailed(*failure);
    }
}

/// Several questions may be waiting in the event queue: each replaces the one before, and the answer's turn comes after all of them.
void ModelWorker::predict(quint64 id, const PredictionSource& source, const QString& text)
{
    const bool answerIsDue = m_question.has_value();
    m_question = Question{id, source, text};
    if (!answerIsDue)
        QMetaObject::invokeMethod(this, &ModelWorker::answer, Qt::QueuedConnection);
}

void ModelWorker::answer()
{
    const Question question = *std::exchange(m_question, std::nullopt);
    if (m_closing.stop_requested())
        return;
    core::Prediction prediction;
    if (const auto failure = attempt([&] { prediction = ask(question); }))
        Q_EMIT predictionFailed(question.id, *failure);
    else
        Q_EMIT predicted(question.id, prediction);
}

core::Prediction ModelWorker::ask(const Question& question)
{
    core::PredictOptions options;
    options.attention = true;
    const std::string text = question.text.toStdString();
    switch (question.source.kind) {
    case PredictionSource::Kind::InTraining:
        if (!m_session)
            throw core::Error("The training has ended, and the model it was changing with it.", "Choose the best of the run.");
        return m_session->predict(text, options);
    case PredictionSource::Kind::Checkpoint: return classifier(question.source).predict(text, options);
    case PredictionSource::Kind::None: break;
    }
    throw core::Error("No model is chosen.", "Open a trained model, or train one.");
}

core::Classifier& ModelWorker::classifier(const PredictionSource& source)
{
    const auto directory = realPath(core::checkpointOf(source.directory.toStdString()));
    if (!m_classifier || m_classifierDirectory != directory) {
        m_classifier.reset(); // two models at a time are one too many for a small machine
        m_classifier = engine().openClassifier(directory, "auto");
        m_classifierDirectory = directory;
    }
    return *m_classifier;
}

} // namespace attune::ui
