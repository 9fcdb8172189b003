#pragma once

#include "ui/comparing/model_comparison.h"
#include "ui/selection.h"

#include <QObject>

#include <functional>
#include <stop_token>

namespace attune::ui {

/// What an answer is compared with.
struct ComparedModel {
    PredictionSource source;
    bool before = false; ///< the checkpoint that the run in source.directory began with, under the run's classifier

    bool none() const { return source.kind == PredictionSource::Kind::None; }
    bool operator==(const ComparedModel&) const = default;
};

struct ComparisonJob {
    PredictionSource source; ///< the model that answers
    ComparedModel other;
    PredictionText text;
};

/// Has a text answered by two models; lives in the engine's thread. The newest job counts: of several waiting ones only the last is answered. The other
/// model stays open until another one is asked for or release() is called, since the next letter that is typed asks it again.
class ModelComparer : public QObject {
    Q_OBJECT
public:
    using Ask = std::function<core::Prediction(const PredictionSource& source, const PredictionText& text)>;
    using Open = std::function<std::shared_ptr<core::Classifier>(const ComparedModel& model)>;
    /// `ask` has the model answer that the window answers with, `open` opens any on the disk; both may throw Error.
    ModelComparer(Ask ask, Open open, std::stop_token closing, QObject* parent);

    void compare(quint64 id, const ComparisonJob& job);
    void release(); ///< what is asked for is not wanted any more, nor the other model
    void reopen();  ///< its weights on the disk are newer now

Q_SIGNALS:
    void compared(quint64 id, const std::shared_ptr<const attune::ui::ModelComparison>& comparison);
    void failed(quint64 id, const attune::ui::Failure& failure);

private:
    struct Request {
        quint64 id = 0;
        ComparisonJob job;
    };
    void answer();
    core::Prediction askOther(const ComparisonJob& job);

    Ask m_ask;
    Open m_open;
    std::stop_token m_closing;
    std::optional<Request> m_request;
    std::shared_ptr<core::Classifier> m_other;
    ComparedModel m_opened; ///< that m_other is
};

} // namespace attune::ui
