#pragma once

#include "core/engine/explanation.h"
#include "ui/failure.h"
#include "ui/selection.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>

namespace attune::ui {

/// What is to be explained: why this model answers this text as it does.
struct ExplanationJob {
    PredictionSource source;
    PredictionText text;
    core::ExplainOptions options;
};

/// Explains answers for the window; lives in the engine's thread. A small batch at a time, and re-posts itself, so that a training and questions get their
/// turns in between. The newest job counts: an older one ends without an answer.
class Explainer : public QObject {
    Q_OBJECT
public:
    /// `begin` opens the model and begins, or throws Error.
    using Begin = std::function<std::unique_ptr<core::ExplanationPass>(const ExplanationJob& job)>;
    Explainer(Begin begin, std::stop_token closing, QObject* parent);
    ~Explainer() override;

    void explain(quint64 id, const ExplanationJob& job);
    void cancel();

Q_SIGNALS:
    void advanced(quint64 id, quint64 done, quint64 total);
    void explained(quint64 id, const attune::core::Explanation& explanation);
    void failed(quint64 id, const attune::ui::Failure& failure);

private:
    void step(quint64 id);
    void stepLater(quint64 id);

    Begin m_begin;
    std::stop_token m_closing;
    quint64 m_id = 0;
    std::unique_ptr<core::ExplanationPass> m_pass;
    QElapsedTimer m_sinceAdvanced;
};

} // namespace attune::ui
