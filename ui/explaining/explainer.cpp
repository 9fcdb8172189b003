#include "ui/explaining/explainer.h"

namespace attune::ui {

namespace {

constexpr qint64 kProgressInterval = 40; // ms

} // namespace

Explainer::Explainer(Begin begin, std::stop_token closing, QObject* parent)
    : QObject(parent)
    , m_begin(std::move(begin))
    , m_closing(std::move(closing))
{
}

Explainer::~Explainer() = default;

void Explainer::explain(quint64 id, const ExplanationJob& job)
{
    m_pass.reset();
    m_id = id;
    if (m_closing.stop_requested())
        return;
    if (const auto failure = attempt([&] { m_pass = m_begin(job); })) {
        Q_EMIT failed(id, *failure);
        return;
    }
    m_sinceAdvanced.start();
    stepLater(id);
}

void Explainer::cancel() { m_pass.reset(); }

void Explainer::stepLater(quint64 id)
{
    QMetaObject::invokeMethod(this, [this, id] { step(id); }, Qt::QueuedConnection);
}

void Explainer::step(quint64 id)
{
    if (!m_pass || m_id != id || m_closing.stop_requested())
        return;
    if (const auto failure = attempt([&] { m_pass->step(); })) {
        m_pass.reset();
        Q_EMIT failed(id, *failure);
        return;
    }
    if (!m_pass->finished()) {
        if (m_sinceAdvanced.elapsed() >= kProgressInterval) {
            m_sinceAdvanced.start();
            Q_EMIT advanced(id, m_pass->done(), m_pass->total());
        }
        stepLater(id);
        return;
    }
    const core::Explanation explanation = m_pass->explanation();
    m_pass.reset();
    Q_EMIT explained(id, explanation);
}

} // namespace attune::ui
