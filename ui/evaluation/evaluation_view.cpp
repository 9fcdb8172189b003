#include "ui/evaluation/evaluation_view.h"

#include "ui/evaluation/comparison_strip.h"
#include "ui/evaluation/confusion_matrix.h"
#include "ui/evaluation/confusion_pane.h"
#include "ui/evaluation/curve_plot.h"
#include "ui/evaluation/metric_tile.h"
#include "ui/evaluation/reliability_plot.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QSplitter>

#include <cmath>

namespace attune::ui {

namespace {

constexpr int kConfusionWidth = 412; // at a window of 1440

/// From a tenth below what is to be seen up to 1.
IntervalBar::Scale scaleFrom(double lowest)
{
    const double low = std::clamp(std::floor((lowest - 0.05) * 10) / 10, -1.0, 0.9);
    return {low, 1, decimal(low, 1), QStringLiteral("1.0")};
}

QWidget* plotPane(const QString& title, const QString& fact, const QString& meaning, QWidget* plot)
{
    auto* pane = new QWidget;
    auto* strip = new PaneTitle(title);
    strip->setFixedHeight(44);
    auto* words = new TextLabel(fact, Type::Secondary, &Colours::text3);
    strip->addAtRight(words);
    strip->setToolTip(toolTip(meaning));
    auto* rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 0, 0, 4);
    rows->setSpacing(0);
    rows->addWidget(strip);
    rows->addWidget(plot, 1);
    return pane;
}

} // namespace

EvaluationView::EvaluationView(QWidget* parent)
    : QWidget(parent)
    , m_accuracy(new MetricTile(tr("Accuracy"), tr("The share of rows that get their label. The interval is Wilson's, at 95 %.")))
    , m_macroF1(new MetricTile(tr("Macro-F1"),
          tr("The mean F1 of the labels, each counting alike. The interval holds 95 % of what a thousand redraws of the rows "
             "give (bootstrap).")))
    , m_matthews(new MetricTile(tr("Matthews correlation"),
          tr("How far labels and predictions go together: 1 always, 0 as by chance. The interval comes from a thousand redraws "
             "of the rows "
             "(bootstrap).")))
    , m_ece(new MetricTile(tr("Calibration error (ECE)"),
          tr("How far confidence and the share of right answers lie apart, on average over 15 bins of confidence. 0 is "
             "perfect.")))
    , m_confusion(new ConfusionPane)
    , m_precisionRecall(new CurvePlot(CurvePlot::Kind::PrecisionRecall))
    , m_roc(new CurvePlot(CurvePlot::Kind::Roc))
    , m_reliability(new ReliabilityPlot)
    , m_rows(new RowsPane)
    , m_strip(new ComparisonStrip)
{
    auto* split = new QSplitter(Qt::Vertical);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(plots());
    split->addWidget(m_rows);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({304, 420});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(tiles());
    column->addWidget(new Separator);
    column->addWidget(split, 1);

    for (UnitPlot* plot : {static_cast<UnitPlot*>(m_precisionRecall), static_cast<UnitPlot*>(m_roc), static_cast<UnitPlot*>(m_reliability)})
        connect(plot, &UnitPlot::failed, this, &EvaluationView::failed);
    connect(m_confusion->matrix(), &ConfusionMatrix::cellChosen, m_rows, &RowsPane::setCell);
    connect(m_strip, &ComparisonStrip::rowsWanted, this,
        [this](RowFilter::Against against) { m_rows->setAgainst(against, m_other); });
    connect(m_strip, &ComparisonStrip::closed, this, &EvaluationView::endComparison);
    connect(m_rows, &RowsPane::cellDropped, m_confusion->matrix(), [this] { m_confusion->matrix()->setChosen(std::nullopt); });
    connect(m_rows, &RowsPane::filterChanged, this, [this] {
        const RowFilter& filter = m_rows->filter();
        const auto label = filter.cell ? std::optional(filter.cell->trueLabel) : filter.label;
        m_precisionRecall->setPreferred(label);
        m_roc->setPreferred(label);
    });
}

QWidget* EvaluationView::tiles()
{
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (MetricTile* tile : {m_accuracy, m_macroF1, m_matthews, m_ece}) {
        if (tile != m_accuracy)
            row->addWidget(new Separator(Qt::Vertical));
        row->addWidget(tile, 1);
    }
    return strip;
}

QWidget* EvaluationView::plots()
{
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_confusion->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    row->addWidget(m_confusion, kConfusionWidth);
    const auto add = [row](QWidget* pane) {
        row->addWidget(new Separator(Qt::Vertical));
        row->addWidget(pane, 284);
    };
    add(plotPane(tr("Precision and recall"), tr("average"),
        tr("Each label against the others, at every threshold: how many of the rows found are right, over how many are found. "
           "The figure is the average "
           "precision; dotted is what chance would reach."),
        m_precisionRecall));
    add(plotPane(tr("ROC"), tr("area"),
        tr("Each label against the others, at every threshold: how many of its rows are found, over how many others are taken "
           "for it. The figure is the "
           "area under the curve; dashed is what chance would reach."),
        m_roc));
    add(plotPane(tr("Reliability"), tr("share correct"),
        tr("Whether the model is as often right as it says: on the diagonal it is, below it is too sure. Bars show how many rows "
           "have which confidence."),
        m_reliability));
    strip->setMinimumHeight(220);
    return strip;
}

void EvaluationView::compare(const Comparison& comparison)
{
    m_other = comparison.other;
    m_strip->show(*m_evaluation, comparison);
    const core::EvaluationMetrics& other = m_other->report().metrics;
    const QString& name = m_other->subject().name;
    m_accuracy->setOther(other.accuracy, name);
    m_macroF1->setOther(other.macroF1, name);
    m_matthews->setOther(other.matthews, name);
    m_ece->setOther(other.ece, name);
}

void EvaluationView::endComparison()
{
    m_strip->hide();
    m_other.reset();
    for (MetricTile* tile : {m_accuracy, m_macroF1, m_matthews, m_ece})
        tile->setOther(std::nullopt);
    m_rows->setAgainst(RowFilter::Against::Any, nullptr);
}

void EvaluationView::show(std::shared_ptr<const Evaluation> evaluation)
{
    endComparison();
    m_evaluation = evaluation;
    showFigures(evaluation->report());
    m_confusion->show(evaluation);
    m_precisionRecall->show(evaluation);
    m_roc->show(evaluation);
    m_reliability->show(evaluation);
    m_rows->show(std::move(evaluation));
}

void EvaluationView::showFigures(const core::EvaluationReport& report)
{
    const core::EvaluationMetrics& m = report.metrics;
    m_accuracy->set(m.accuracy, core::Interval{m.accuracyLow, m.accuracyHigh},
        scaleFrom(std::max(0.05, std::min(m.accuracyLow, m.majorityAccuracy))),
        IntervalBar::Reference{m.majorityAccuracy, tr("majority %1").arg(decimal(m.majorityAccuracy, 3))});
    m_macroF1->set(m.macroF1, report.macroF1, scaleFrom(std::max(0.05, std::min(report.macroF1.low, 0.39))));
    m_matthews->set(
        m.matthews, report.matthews, scaleFrom(std::min(report.matthews.low, 0.05)), IntervalBar::Reference{0, tr("chance 0")});
    const double end = std::max(0.2, std::ceil(m.ece * 10 + 0.1) / 10);
    m_ece->set(m.ece, std::nullopt, {0, end, QStringLiteral("0"), decimal(end, 1)}, std::nullopt, tr("lower is better"));
}

} // namespace attune::ui
