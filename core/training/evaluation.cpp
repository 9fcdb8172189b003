#include "core/training/evaluation.h"

namespace attune::core {

void EvaluationCounts::add(std::int64_t label, std::int64_t predicted, double loss)
{
    ++m_confusion[static_cast<std::size_t>(label) * m_labels + static_cast<std::size_t>(predicted)];
    ++m_samples;
    m_lossSum += loss;
}

double EvaluationCounts::meanLoss() const { return m_samples ? m_lossSum / static_cast<double>(m_samples) : 0; }

double EvaluationCounts::accuracy() const
{
    std::int64_t right = 0;
    for (std::size_t i = 0; i < m_labels; ++i)
        right += m_confusion[i * m_labels + i];
    return m_samples ? static_cast<double>(right) / static_cast<double>(m_samples) : 0;
}

double EvaluationCounts::macroF1() const
{
    double sum = 0;
    int present = 0;
    for (std::size_t i = 0; i < m_labels; ++i) {
        std::int64_t labelled = 0, predicted = 0;
        for (std::size_t j = 0; j < m_labels; ++j) {
            labelled += m_confusion[i * m_labels + j];
            predicted += m_confusion[j * m_labels + i];
        }
        if (labelled + predicted == 0)
            continue;
        ++present;
        sum += 2.0 * static_cast<double>(m_confusion[i * m_labels + i]) / static_cast<double>(labelled + predicted);
    }
    return present ? sum / present : 0;
}

} // namespace attune::core
