#include "ui/comparing/model_comparer.h"

#include "ui/prediction/text_input.h"

namespace attune::ui {

ModelComparer::ModelComparer(Ask ask, Open open, std::stop_token closing, QObject* parent)
    : QObject(parent)
    , m_ask(std::move(ask))
    , m_open(std::move(open))
    , m_closing(std::move(closing))
{
}

void ModelComparer::compare(quint64 id, const ComparisonJob& job)
{
    const bool answerIsDue = m_request.has_value();
    m_request = Request{id, job};
    if (!answerIsDue)
        QMetaObject::invokeMethod(this, &ModelComparer::answer, Qt::QueuedConnection);
}

void ModelComparer::release()
{
    m_request.reset();
    reopen();
}

void ModelComparer::reopen()
{
    m_other.reset();
    m_opened = {};
}

void ModelComparer::answer()
{
    const std::optional<Request> request = std::exchange(m_request, std::nullopt);
    if (!request || m_closing.stop_requested())
        return;
    std::shared_ptr<const ModelComparison> comparison;
    const auto failure = attempt([&] {
        core::Prediction before = askOther(request->job);
        comparison = comparisonOf(std::move(before), m_ask(request->job.source, request->job.text));
    });
    if (failure)
        Q_EMIT failed(request->id, *failure);
    else
        Q_EMIT compared(request->id, comparison);
}

core::Prediction ModelComparer::askOther(const ComparisonJob& job)
{
    if (job.other.source.kind == PredictionSource::Kind::InTraining && !job.other.before) {
        reopen();
        return m_ask(job.other.source, job.text);
    }
    if (!m_other || m_opened != job.other) {
        reopen(); // before the next one takes its memory
        m_other = m_open(job.other);
        m_opened = job.other;
    }
    core::PredictOptions options;
    options.attention = true;
    return asInput(job.text, [&](const core::TextInput& text) { return m_other->predict(text, options); });
}

} // namespace attune::ui
