#include "ui/model_thread.h"

namespace attune::ui {

ModelThread::ModelThread(ModelWorker::EngineLoader loader, QObject* parent)
    : QObject(parent)
    , m_worker(new ModelWorker(std::move(loader), m_closing.get_token()))
{
    m_thread.setObjectName(QStringLiteral("engine"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

ModelThread::~ModelThread()
{
    m_closing.request_stop();
    m_cancel.request_stop();
    m_thread.quit();
    m_thread.wait();
}

void ModelThread::start() { QMetaObject::invokeMethod(m_worker, &ModelWorker::loadEngine, Qt::QueuedConnection); }

void ModelThread::startTraining(const TrainingJob& job)
{
    m_cancel = std::stop_source();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, job, cancel = m_cancel.get_token()] { worker->startTraining(job, cancel); }, Qt::QueuedConnection);
}

void ModelThread::stopTraining()
{
    m_cancel.request_stop();
    QMetaObject::invokeMethod(m_worker, &ModelWorker::stopTraining, Qt::QueuedConnection);
}

void ModelThread::pauseTraining() { QMetaObject::invokeMethod(m_worker, &ModelWorker::pauseTraining, Qt::QueuedConnection); }

void ModelThread::continueTraining() { QMetaObject::invokeMethod(m_worker, &ModelWorker::continueTraining, Qt::QueuedConnection); }

void ModelThread::resumeTraining(const ResumeJob& job)
{
    m_cancel = std::stop_source();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, job, cancel = m_cancel.get_token()] { worker->resumeTraining(job, cancel); }, Qt::QueuedConnection);
}

void ModelThread::predictFile(const FilePredictionJob& job)
{
    QMetaObject::invokeMethod(m_worker->files(), [files = m_worker->files(), job] { files->start(job); }, Qt::QueuedConnection);
}

void ModelThread::cancelFile() { QMetaObject::invokeMethod(m_worker->files(), &FilePredictor::cancel, Qt::QueuedConnection); }

void ModelThread::predict(quint64 id, const PredictionSource& source, const PredictionText& text, std::optional<std::size_t> layer)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, id, source, text, layer] { worker->predict(id, source, text, layer); }, Qt::QueuedConnection);
}

void ModelThread::explain(quint64 id, const ExplanationJob& job)
{
    QMetaObject::invokeMethod(m_worker->explainer(), [explainer = m_worker->explainer(), id, job] { explainer->explain(id, job); }, Qt::QueuedConnection);
}

void ModelThread::cancelExplanation() { QMetaObject::invokeMethod(m_worker->explainer(), &Explainer::cancel, Qt::QueuedConnection); }

void ModelThread::compare(quint64 id, const ComparisonJob& job)
{
    QMetaObject::invokeMethod(m_worker->comparer(), [comparer = m_worker->comparer(), id, job] { comparer->compare(id, job); }, Qt::QueuedConnection);
}

void ModelThread::releaseComparison() { QMetaObject::invokeMethod(m_worker->comparer(), &ModelComparer::release, Qt::QueuedConnection); }

void ModelThread::examine(const std::optional<PredictionText>& text)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, text] { worker->examine(text); }, Qt::QueuedConnection);
}

void ModelThread::measureSpeed(quint64 id, const core::ModelConfig& config, const core::TrainingOptions& options, double meanTokens)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, id, config, options, meanTokens] { worker->measureSpeed(id, config, options, meanTokens); },
        Qt::QueuedConnection);
}

void ModelThread::evaluate(quint64 id, const QString& directory, std::shared_ptr<const core::Dataset> dataset)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, id, directory, dataset] { worker->evaluate(id, directory, dataset); }, Qt::QueuedConnection);
}

void ModelThread::cancelEvaluation() { QMetaObject::invokeMethod(m_worker, &ModelWorker::cancelEvaluation, Qt::QueuedConnection); }

} // namespace attune::ui
