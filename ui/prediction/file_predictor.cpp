#include "ui/prediction/file_predictor.h"

namespace attune::ui {

FilePredictor::FilePredictor(Opener open, std::stop_token closing, QObject* parent)
    : QObject(parent)
    , m_open(std::move(open))
    , m_closing(std::move(closing))
{
}

FilePredictor::~FilePredictor()
{
    letGo();
}

void FilePredictor::start(const FilePredictionJob& job)
{
    if (m_prediction) {
        Q_EMIT failed({tr("Another file is being predicted."), tr("Wait for its end, or cancel it."), {}});
        return;
    }
    const auto failure = attempt([&] {
        m_classifier = m_open(job.model);
        m_prediction = std::make_unique<core::FilePrediction>(*m_classifier, job.request);
    });
    if (failure) {
        letGo();
        Q_EMIT failed(*failure);
        return;
    }
    stepLater();
}

void FilePredictor::cancel()
{
    if (!m_prediction)
        return;
    letGo();
    Q_EMIT cancelled();
}

void FilePredictor::stepLater()
{
    QMetaObject::invokeMethod(this, &FilePredictor::step, Qt::QueuedConnection);
}

void FilePredictor::step()
{
    if (!m_prediction || m_closing.stop_requested())
        return;
    if (const auto failure = attempt([&] { m_prediction->step(); })) {
        letGo();
        Q_EMIT failed(*failure);
        return;
    }
    if (!m_prediction->finished()) {
        Q_EMIT advanced(m_prediction->done(), m_prediction->total());
        stepLater();
        return;
    }
    const core::FilePredictionReport report = m_prediction->report();
    letGo();
    Q_EMIT finished(report);
}

void FilePredictor::letGo()
{
    m_prediction.reset();
    m_classifier.reset();
}

} // namespace attune::ui
