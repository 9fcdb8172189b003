#include "core/runs/score_curve.h"

#include <algorithm>
#include <limits>

namespace attune::core {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double share(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

} // namespace

ScoreCurve::ScoreCurve(std::vector<Scored> texts)
{
    std::sort(texts.begin(), texts.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
    for (const Scored& text : texts) {
        (text.positive ? m_positives : m_negatives) += 1;
        if (m_cuts.empty() || m_cuts.back().threshold != text.score)
            m_cuts.emplace_back();
        m_cuts.back() = {text.score, m_positives, m_negatives};
    }
}

std::optional<double> ScoreCurve::rocAuc() const
{
    if (m_positives == 0 || m_negatives == 0)
        return std::nullopt;
    double area = 0; // in pairs of a positive and a negative
    Cut before;
    for (const Cut& cut : m_cuts) {
        area += static_cast<double>(cut.falsePositives - before.falsePositives) * static_cast<double>(cut.truePositives + before.truePositives) / 2;
        before = cut;
    }
    return area / static_cast<double>(m_positives) / static_cast<double>(m_negatives);
}

std::optional<double> ScoreCurve::averagePrecision() const
{
    if (m_positives == 0)
        return std::nullopt;
    double sum = 0;
    std::int64_t before = 0;
    for (const Cut& cut : m_cuts) {
        sum += static_cast<double>(cut.truePositives - before) * share(cut.truePositives, cut.truePositives + cut.falsePositives);
        before = cut.truePositives;
    }
    return sum / static_cast<double>(m_positives);
}

std::vector<RocPoint> ScoreCurve::roc() const
{
    if (m_positives == 0 || m_negatives == 0)
        return {};
    const auto straight = [](const Cut& a, const Cut& b, const Cut& c) {
        return b.falsePositives - a.falsePositives == c.falsePositives - b.falsePositives
            && b.truePositives - a.truePositives == c.truePositives - b.truePositives;
    };
    std::vector<RocPoint> points = {{0, 0, kInfinity}};
    for (std::size_t i = 0; i < m_cuts.size(); ++i) {
        if (i > 0 && i + 1 < m_cuts.size() && straight(m_cuts[i - 1], m_cuts[i], m_cuts[i + 1]))
            continue;
        points.push_back({share(m_cuts[i].falsePositives, m_negatives), share(m_cuts[i].truePositives, m_positives), m_cuts[i].threshold});
    }
    return points;
}

std::vector<PrecisionRecallPoint> ScoreCurve::precisionRecall() const
{
    if (m_positives == 0)
        return {};
    std::vector<PrecisionRecallPoint> points = {{0, 1, kInfinity}};
    for (const Cut& cut : m_cuts)
        points.push_back({share(cut.truePositives, m_positives), share(cut.truePositives, cut.truePositives + cut.falsePositives), cut.threshold});
    return points;
}

} // namespace attune::core
