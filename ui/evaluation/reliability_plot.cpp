#include "ui/evaluation/reliability_plot.h"

#include "core/data/csv_writer.h"
#include "ui/frame/theme.h"
#include "ui/plotting/stroke.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kHistogramHeight = 0.24; // of the plot, for the fullest bin

} // namespace

/// The diagonal on which a model is as often right as it says, and how many answers the fullest bin holds.
class ReliabilityMarks : public QCPLayerable {
public:
    explicit ReliabilityMarks(ReliabilityPlot* plot)
        : QCPLayerable(plot, QStringLiteral("grid"))
        , m_plot(plot)
    {
    }

protected:
    QRect clipRect() const override { return m_plot->axisRect()->rect(); }
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }

    void draw(QCPPainter* painter) override
    {
        const Colours& c = colours(m_plot->palette());
        const auto at = [&](double x, double y) {
            return QPointF(m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y));
        };
        painter->setAntialiasing(true);
        painter->setPen(dashedPen(c.baseline, 1, {5, 4}));
        painter->drawLine(at(0, 0), at(1, 1));
        if (m_plot->m_most == 0)
            return;
        for (const core::ReliabilityPoint& point : m_plot->m_evaluation->report().reliability) {
            if (point.bin.count != m_plot->m_most)
                continue;
            const QString words = counted(static_cast<std::uint64_t>(point.bin.count), ReliabilityPlot::tr("1 row"), ReliabilityPlot::tr("%1 rows"));
            painter->setFont(font(Type::Caption));
            painter->setPen(c.text2);
            const QPointF left = at(point.bin.low, kHistogramHeight), right = at(point.bin.high, kHistogramHeight);
            const bool roomAtLeft = left.x() - m_plot->axisRect()->left() > 60;
            painter->drawText(QRectF(roomAtLeft ? left.x() - 104 : right.x() + 4, left.y() - 2, 100, 15),
                (roomAtLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop, words);
            return;
        }
    }

private:
    ReliabilityPlot* m_plot;
};

ReliabilityPlot::ReliabilityPlot(QWidget* parent)
    : UnitPlot(tr("Confidence"), parent)
    , m_bars(new QCPBars(xAxis, yAxis))
    , m_line(addGraph())
    , m_intervals(new QCPErrorBars(xAxis, yAxis))
{
    setAccessibleName(tr("Reliability diagram"));
    new ReliabilityMarks(this); // the plot owns it
    m_intervals->setDataPlottable(m_line);
    m_intervals->setWhiskerWidth(0);
    m_intervals->setSymbolGap(9);
    for (QCPAbstractPlottable* plottable : std::initializer_list<QCPAbstractPlottable*>{m_bars, m_line, m_intervals})
        plottable->setSelectable(QCP::stNone);
    connect(this, &UnitPlot::coloursWanted, this, &ReliabilityPlot::applyLineColours);
    applyLineColours();
}

void ReliabilityPlot::show(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    const auto& points = m_evaluation->report().reliability;
    m_most = 0;
    for (const core::ReliabilityPoint& point : points)
        m_most = std::max(m_most, point.bin.count);
    QVector<double> confidence, accuracy, below, above, middles, heights;
    for (const core::ReliabilityPoint& point : points) {
        confidence.append(point.bin.confidence);
        accuracy.append(point.bin.accuracy);
        below.append(point.bin.accuracy - point.accuracy.low);
        above.append(point.accuracy.high - point.bin.accuracy);
        middles.append((point.bin.low + point.bin.high) / 2);
        heights.append(kHistogramHeight * static_cast<double>(point.bin.count) / static_cast<double>(m_most));
    }
    m_line->setData(confidence, accuracy, true);
    m_intervals->setData(below, above);
    m_bars->setData(middles, heights, true);
    if (!points.empty())
        m_bars->setWidth((points.front().bin.high - points.front().bin.low) * 0.72);
    setExtent(points.empty() ? 0 : std::floor(points.front().bin.low * 10) / 10);
    setAccessibleDescription(tr("Expected calibration error %1").arg(decimal(m_evaluation->report().metrics.ece, 3)));
}

void ReliabilityPlot::applyLineColours()
{
    const Colours& c = colours(palette());
    const QColor& colour = c.series[0];
    QColor faint = colour;
    faint.setAlphaF(0.24F);
    m_bars->setPen(Qt::NoPen);
    m_bars->setBrush(faint);
    m_line->setPen(linePen(Stroke::Validation, colour));
    m_line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 1.75), QBrush(c.surface), 8));
    QColor interval = colour;
    interval.setAlphaF(0.6F);
    m_intervals->setPen(QPen(interval, 1.5));
}

QString ReliabilityPlot::values() const
{
    std::string text = core::csvRecord({"from", "to", "rows", "confidence", "accuracy", "accuracy_low", "accuracy_high"});
    if (m_evaluation)
        for (const core::ReliabilityPoint& point : m_evaluation->report().reliability)
            text += core::csvRecord({csvNumber(point.bin.low), csvNumber(point.bin.high), std::to_string(point.bin.count),
                csvNumber(point.bin.confidence), csvNumber(point.bin.accuracy), csvNumber(point.accuracy.low), csvNumber(point.accuracy.high)});
    return QString::fromStdString(text);
}

QString ReliabilityPlot::reading(QPointF at) const
{
    if (!m_evaluation)
        return {};
    const double confidence = xAxis->pixelToCoord(at.x());
    for (const core::ReliabilityPoint& point : m_evaluation->report().reliability)
        if (confidence > point.bin.low && confidence <= point.bin.high)
            return tr("%1 rows with a confidence of %2 on average: %3 right (%4 to %5)")
                .arg(number(static_cast<std::uint64_t>(point.bin.count)), decimal(point.bin.confidence, 3),
                    percent(point.bin.accuracy), percent(point.accuracy.low), percent(point.accuracy.high));
    return {};
}

} // namespace attune::ui
