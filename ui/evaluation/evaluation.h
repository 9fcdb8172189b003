#pragma once

#include "core/engine/dataset_evaluation.h"
#include "core/runs/evaluation_report.h"
#include "ui/evaluation/subject.h"

namespace attune::ui {

using Answers = std::vector<core::Answer>;

/// A model's answers to labelled rows and all that they tell: immutable, shared, made away from the GUI thread.
class Evaluation {
public:
    Evaluation(EvaluationSubject subject, std::shared_ptr<const Answers> answers);

    const EvaluationSubject& subject() const { return m_subject; }
    const core::EvaluationReport& report() const { return m_report; }
    const std::vector<std::string>& labels() const { return m_subject.dataset->labels; }
    QString label(std::size_t index) const; ///< its name on one line

    std::size_t size() const { return m_rows.size(); }
    const core::Example& example(std::size_t row) const { return m_subject.dataset->examples[row]; }
    const core::Answer& answer(std::size_t row) const { return (*m_answers)[row]; }
    const std::shared_ptr<const Answers>& answers() const { return m_answers; }
    std::size_t trueLabel(std::size_t row) const { return static_cast<std::size_t>(example(row).label); }
    std::size_t predicted(std::size_t row) const { return m_rows[row].predicted; }
    float confidence(std::size_t row) const { return m_rows[row].confidence; } ///< probability of the predicted label
    double loss(std::size_t row) const { return answer(row).loss; }
    bool wrong(std::size_t row) const { return predicted(row) != trueLabel(row); }

private:
    struct Row {
        std::uint32_t predicted;
        float confidence;
    };

    EvaluationSubject m_subject;
    std::shared_ptr<const Answers> m_answers;
    std::vector<Row> m_rows;
    core::EvaluationReport m_report;
};

} // namespace attune::ui
