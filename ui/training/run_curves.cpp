#include "ui/training/run_curves.h"

#include "ui/plotting/chart.h"

#include <algorithm>
#include <limits>

namespace attune::ui {

namespace {

/// Points that are painted as one line: what Qt's rasteriser takes for a line of many grows with their square where it goes up and down.
constexpr qsizetype kPiece = 32;
constexpr double kLonePoint = 5; // px

QString tr(const char* text)
{
    return QCoreApplication::translate("RunCurves", text);
}

} // namespace

RunCurves::RunCurves(const Charts& charts, int series, bool other, const QString& name)
    : m_charts(charts)
    , m_series(series)
    , m_name(name)
{
    const auto label = [&](const QString& what) { return other ? name + QLatin1Char(' ') + what : what; };
    const auto line = [&](Chart* chart, Stroke stroke, const QString& end = {}) { return chart->addLine(stroke, end, series, other); };
    m_loss = {line(charts.loss, Stroke::Raw), line(charts.loss, Stroke::Smoothed, label(tr("train"))),
        line(charts.loss, Stroke::Validation, label(tr("validation")))};
    // Of another run what it was validated with is enough: four more lines would hide the one that is looked at.
    if (!other)
        m_accuracy = {line(charts.accuracy, Stroke::Raw), line(charts.accuracy, Stroke::Smoothed, tr("train")), nullptr};
    m_accuracy.validation = line(charts.accuracy, Stroke::Validation, other ? name : tr("accuracy"));
    m_macroF1 = line(charts.accuracy, Stroke::MacroF1, other ? QString() : tr("macro-F1"));
    m_third = {line(charts.third, Stroke::Raw), line(charts.third, Stroke::Smoothed, other ? name : QString()), nullptr};
}

RunCurves::~RunCurves()
{
    const auto remove = [](Chart* chart, const Lines& lines) {
        for (QCPGraph* graph : {lines.raw, lines.smoothed, lines.validation})
            if (graph)
                chart->removeLine(graph);
    };
    remove(m_charts.loss, m_loss);
    remove(m_charts.accuracy, m_accuracy);
    remove(m_charts.third, m_third);
    m_charts.accuracy->removeLine(m_macroF1);
}

void RunCurves::fill(const Chart* chart, ChartAxis axis)
{
    if (chart == m_charts.loss) {
        fill(m_history.loss(), m_loss, chart, axis);
        fillValidation(m_loss.validation, &core::EvaluationMetrics::loss, axis);
    } else if (chart == m_charts.accuracy) {
        fill(m_history.accuracy(), m_accuracy, chart, axis);
        fillValidation(m_accuracy.validation, &core::EvaluationMetrics::accuracy, axis);
        fillValidation(m_macroF1, &core::EvaluationMetrics::macroF1, axis);
    } else {
        fill(m_history.third(), m_third, chart, axis);
    }
}

void RunCurves::fill(const MeasureSeries& series, const Lines& lines, const Chart* chart, ChartAxis axis) const
{
    if (!lines.smoothed)
        return;
    const auto& steps = m_history.steps();
    const QCPRange view = chart->xAxis->range();
    // One entry more at each side: the lines go on beyond the edges.
    const std::size_t first = m_history.stepAt(view.lower, axis).value_or(0);
    const auto last = m_history.stepAt(view.upper, axis);
    const std::size_t end = last ? std::min(steps.size(), *last + 2) : std::min<std::size_t>(steps.size(), 1);
    const auto atMost = std::size_t(chart->pointsAtMost());
    const auto put = [&](QCPGraph* graph, const Decimator& points, std::size_t most, auto valueAt) {
        QVector<QCPGraphData> chosen;
        for (const std::size_t index : points.pick(first, end, most)) {
            chosen.append(QCPGraphData(keyOf(steps[index], axis), valueAt(index)));
            if (end - first > most && chosen.size() % kPiece == 0) { // a gap from here to here
                chosen.append(QCPGraphData(chosen.back().key, std::numeric_limits<double>::quiet_NaN()));
                chosen.append(chosen[chosen.size() - 2]);
            }
        }
        graph->data()->set(chosen, true);
    };
    // What is not smoothed needs no second line below it.
    const bool noisy = series.measure() != Measure::LearningRate && series.measure() != Measure::Memory;
    // Smooth edges are half of the cost of a repaint, and nobody sees them where a line goes up and down within each pixel.
    lines.raw->setAntialiased(end - first < atMost);
    if (noisy)
        put(lines.raw, series.rawPoints(), atMost, [&](std::size_t index) { return valueOf(steps[index], series.measure()); });
    else
        lines.raw->data()->clear();
    // One point makes no line.
    lines.smoothed->setScatterStyle(steps.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, kLonePoint) : QCPScatterStyle());
    put(lines.smoothed, series.smoothedPoints(), atMost / 2, [&](std::size_t index) { return series.smoothed()[index]; });
}

void RunCurves::fillValidation(QCPGraph* graph, double core::EvaluationMetrics::*value, ChartAxis axis) const
{
    QVector<QCPGraphData> points;
    for (const core::EvaluationMetrics& evaluation : m_history.evaluations())
        points.append(QCPGraphData(keyOf(evaluation, axis), evaluation.*value));
    graph->data()->set(points, true);
}

double RunCurves::end(ChartAxis axis) const
{
    const double ofSteps = m_history.steps().empty() ? 0 : keyOf(m_history.steps().back(), axis);
    const double ofEvaluations = m_history.evaluations().empty() ? 0 : keyOf(m_history.evaluations().back(), axis);
    return std::max(ofSteps, ofEvaluations);
}

} // namespace attune::ui
