#include "core/training/best_model.h"

#include <utility>

namespace attune::core {

BestModel::BestModel(std::string metric, double threshold) : m_metric(std::move(metric)), m_threshold(threshold) {}

void BestModel::restore(const std::optional<EvaluationMetrics>& best, std::int64_t evaluationsWithoutGain)
{
    m_best = best;
    m_withoutGain = evaluationsWithoutGain;
}

double BestModel::score(const EvaluationMetrics& evaluation) const
{
    if (m_metric == "loss")
        return -evaluation.loss;
    if (m_metric == "macro_f1")
        return evaluation.macroF1;
    if (m_metric == "weighted_f1")
        return evaluation.weightedF1;
    return m_metric == "matthews" ? evaluation.matthews : evaluation.accuracy;
}

bool BestModel::isBetter(const EvaluationMetrics& evaluation) const
{
    if (!m_best)
        return true;
    const double now = score(evaluation), before = score(*m_best);
    return now > before || (now == before && evaluation.loss < m_best->loss);
}

void BestModel::take(EvaluationMetrics& evaluation)
{
    const bool gained = !m_best || score(evaluation) > score(*m_best) + m_threshold;
    m_withoutGain = gained ? 0 : m_withoutGain + 1;
    if (isBetter(evaluation)) {
        evaluation.best = true;
        m_best = evaluation;
    }
}

} // namespace attune::core
