#pragma once

#include "ui/evaluation/evaluation.h"
#include "ui/evaluation/unit_plot.h"

namespace attune::ui {

/// The curves of each label against the others: precision over recall, or true over false positives. Of more labels than there
/// are colours, those with the most rows are drawn, and the one that is asked for.
class CurvePlot : public UnitPlot {
    Q_OBJECT
public:
    enum class Kind { PrecisionRecall, Roc };
    explicit CurvePlot(Kind kind, QWidget* parent = nullptr);
    void show(std::shared_ptr<const Evaluation> evaluation);
    void setPreferred(std::optional<std::size_t> label); ///< drawn in any case

    /// One label's curve as it is drawn.
    struct Line {
        std::size_t label = 0;
        QCPCurve* curve = nullptr;
        std::optional<double> area; ///< that the legend states
    };
    const std::vector<Line>& lines() const { return m_lines; }

protected:
    QString reading(QPointF at) const override;
    QString values() const override; ///< of all labels

private:
    friend class CurveLegend;
    void rebuild();
    void applyLineColours();
    QString areaText(const Line& line) const;

    Kind m_kind;
    std::shared_ptr<const Evaluation> m_evaluation;
    std::optional<std::size_t> m_preferred;
    std::vector<Line> m_lines;
};

} // namespace attune::ui
