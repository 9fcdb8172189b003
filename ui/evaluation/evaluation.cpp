#include "ui/evaluation/evaluation.h"

#include "ui/words.h"

namespace attune::ui {

Evaluation::Evaluation(EvaluationSubject subject, std::shared_ptr<const Answers> answers)
    : m_subject(std::move(subject))
    , m_answers(std::move(answers))
{
    core::ClassificationCollector collector(labels().size());
    m_rows.reserve(m_answers->size());
    for (std::size_t i = 0; i < m_answers->size(); ++i) {
        const core::Answer& one = answer(i);
        const auto predicted = one.label();
        m_rows.push_back({static_cast<std::uint32_t>(predicted), one.probabilities.at(predicted)});
        collector.add(example(i).label, std::span<const float>(one.probabilities), one.loss);
    }
    m_report = core::reportOn(collector);
}

QString Evaluation::label(std::size_t index) const
{
    return oneLine(labels()[index], 200);
}

} // namespace attune::ui
