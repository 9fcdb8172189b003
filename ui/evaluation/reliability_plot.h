#pragma once

#include "ui/evaluation/evaluation.h"
#include "ui/evaluation/unit_plot.h"

namespace attune::ui {

/// Whether the model is as often right as it says: the share of right answers over their confidence, with intervals, and how many
/// answers there are of each confidence.
class ReliabilityPlot : public UnitPlot {
    Q_OBJECT
public:
    explicit ReliabilityPlot(QWidget* parent = nullptr);
    void show(std::shared_ptr<const Evaluation> evaluation);
    QCPGraph* line() const { return m_line; }
    QCPBars* histogram() const { return m_bars; }

protected:
    QString reading(QPointF at) const override;
    QString values() const override;

private:
    friend class ReliabilityMarks;
    void applyLineColours();

    std::shared_ptr<const Evaluation> m_evaluation;
    QCPBars* m_bars;
    QCPGraph* m_line;
    QCPErrorBars* m_intervals;
    std::int64_t m_most = 0; ///< answers in the fullest bin
};

} // namespace attune::ui
