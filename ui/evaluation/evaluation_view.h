#pragma once

#include "ui/evaluation/comparison.h"
#include "ui/failure.h"

#include <QWidget>

namespace attune::ui {

class ComparisonStrip;
class ConfusionPane;
class CurvePlot;
class MetricTile;
class ReliabilityPlot;
class RowsPane;

/// One evaluation: figures with intervals, confusion, curves, reliability, rows. A cell of the confusion matrix narrows the rows.
class EvaluationView : public QWidget {
    Q_OBJECT
public:
    explicit EvaluationView(QWidget* parent = nullptr);
    void show(std::shared_ptr<const Evaluation> evaluation);
    void compare(const Comparison& comparison); ///< until another evaluation is shown
    RowsPane* rows() const { return m_rows; }

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure); ///< of a plot that could not be saved

private:
    QWidget* tiles();
    QWidget* plots();
    void endComparison();
    void showFigures(const core::EvaluationReport& report);

    MetricTile* m_accuracy;
    MetricTile* m_macroF1;
    MetricTile* m_matthews;
    MetricTile* m_ece;
    ConfusionPane* m_confusion;
    CurvePlot* m_precisionRecall;
    CurvePlot* m_roc;
    ReliabilityPlot* m_reliability;
    RowsPane* m_rows;
    ComparisonStrip* m_strip;
    std::shared_ptr<const Evaluation> m_evaluation;
    std::shared_ptr<const Evaluation> m_other;
};

} // namespace attune::ui
