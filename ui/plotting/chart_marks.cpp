#include "ui/plotting/chart_marks.h"

#include "ui/frame/theme.h"
#include "ui/plotting/chart.h"

namespace attune::ui {

namespace {

constexpr double kLabelHeight = 15;

QFont boldCaption()
{
    QFont bold = font(Type::Caption);
    bold.setWeight(QFont::DemiBold);
    return bold;
}

double widthOf(const QString& text, const QFont& in)
{
    return QFontMetricsF(in).horizontalAdvance(text);
}

/// Words on a ground of their own, so that lines do not run through them.
void drawLabel(QPainter& painter, const QRectF& rect, const QString& text, const QColor& ink, QColor ground)
{
    ground.setAlphaF(0.85f);
    painter.fillRect(rect.adjusted(-2, 1, 2, -1), ground);
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter, text);
}

const QCPGraphData* lastPoint(const QCPGraph* graph)
{
    return graph->data()->isEmpty() ? nullptr : &*(graph->data()->constEnd() - 1);
}

} // namespace

ChartGround::ChartGround(Chart* chart)
    : QCPLayerable(chart, QStringLiteral("grid"))
    , m_chart(chart)
{
}

QRect ChartGround::clipRect() const
{
    return m_chart->axisRect()->rect();
}

void ChartGround::draw(QCPPainter* painter)
{
    const Colours& c = colours(m_chart->palette());
    const QRectF area = m_chart->axisRect()->rect();
    const ChartFacts& facts = m_chart->facts();
    painter->setAntialiasing(false);
    drawEpochs(*painter, area);
    if (facts.baseline) {
        const double y = std::round(m_chart->yAxis->coordToPixel(*facts.baseline));
        painter->setPen(dashedPen(c.baseline, 1, {5, 4}));
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter->setPen(dashedPen(c.warningMark, 1.25, {3, 3}));
    for (const double pause : facts.pauses) {
        const double x = std::round(m_chart->xAxis->coordToPixel(pause));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    if (facts.failure) {
        const double x = std::round(m_chart->xAxis->coordToPixel(*facts.failure));
        painter->setPen(QPen(c.error, 1));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void ChartGround::drawEpochs(QPainter& painter, const QRectF& area) const
{
    const Colours& c = colours(m_chart->palette());
    const ChartFacts& facts = m_chart->facts();
    painter.setPen(dashedPen(c.baseline, 1, {1, 3}));
    for (const double step : facts.epochs) {
        const double x = std::round(m_chart->xAxis->coordToPixel(step));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    if (!facts.epochCaptions || facts.epochs.empty())
        return;
    painter.setFont(font(Type::Caption));
    const auto x = [&](double step) { return m_chart->xAxis->coordToPixel(step); };
    for (std::size_t epoch = 0; epoch <= facts.epochs.size(); ++epoch) {
        const double begin = epoch == 0 ? 0 : facts.epochs[epoch - 1];
        const double end = epoch == facts.epochs.size() ? facts.end : facts.epochs[epoch];
        const QString caption = QCoreApplication::translate("Chart", "Epoch %1").arg(epoch + 1);
        const double width = widthOf(caption, painter.font());
        const double left = std::max(area.left(), x(begin));
        const double right = std::min(area.right(), x(end));
        if (right - left > width + 12)
            drawLabel(painter, QRectF((left + right - width) / 2, area.top(), width, kLabelHeight), caption, c.text3, c.surface);
    }
}

ChartMarks::ChartMarks(Chart* chart)
    : QCPLayerable(chart, QStringLiteral("axes"))
    , m_chart(chart)
{
}

void ChartMarks::draw(QCPPainter* painter)
{
    const Colours& c = colours(m_chart->palette());
    const QRectF area = m_chart->axisRect()->rect();
    painter->setAntialiasing(true);
    painter->setFont(font(Type::Caption));
    painter->setPen(c.text2);
    painter->drawText(QRectF(area.right() - 60, area.bottom() + 6, 60, 16), Qt::AlignRight | Qt::AlignTop,
        m_chart->bottomName());
    drawBaselineLabel(*painter, area);
    drawEndLabels(*painter, area);
    painter->save();
    painter->setClipRect(area.adjusted(-8, -2, 8, 2));
    drawBest(*painter);
    painter->restore();
    drawFailureBadge(*painter, area);
    drawPauseBadges(*painter, area);
}

void ChartMarks::drawEndLabels(QPainter& painter, const QRectF& area) const
{
    const Colours& c = colours(m_chart->palette());
    struct Label {
        QString text;
        QRectF rect;
        QColor ink;
    };
    std::vector<Label> labels;
    for (const Chart::Line& line : m_chart->lines()) {
        const QCPGraphData* last = line.endLabel.isEmpty() ? nullptr : lastPoint(line.graph);
        if (!last || !std::isfinite(last->value) || !m_chart->xAxis->range().contains(last->key)
            || !m_chart->yAxis->range().contains(last->value))
            continue;
        const QPointF end(m_chart->xAxis->coordToPixel(last->key), m_chart->yAxis->coordToPixel(last->value));
        const double width = widthOf(line.endLabel, painter.font());
        QRectF rect(end.x() + 9, end.y() - kLabelHeight / 2, width, kLabelHeight);
        if (rect.right() > area.right())
            rect.moveTopRight(QPointF(area.right() - 2, end.y() - kLabelHeight - 6));
        labels.push_back({line.endLabel, rect, c.series[std::size_t(line.series)]});
    }
    // Lines that end close together: their names stand apart, in the order of the lines.
    std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.rect.y() < b.rect.y(); });
    double below = area.top();
    for (Label& label : labels) {
        label.rect.moveTop(std::max(label.rect.top(), below));
        below = label.rect.top() + kLabelHeight - 1;
    }
    const double excess = labels.empty() ? 0 : labels.back().rect.bottom() - area.bottom();
    for (Label& label : labels) {
        if (excess > 0)
            label.rect.translate(0, -excess);
        drawLabel(painter, label.rect, label.text, label.ink, c.surface);
    }
}

void ChartMarks::drawBest(QPainter& painter) const
{
    const auto& best = m_chart->facts().best;
    if (!best || !m_chart->xAxis->range().contains(best->x()))
        return;
    const Colours& c = colours(m_chart->palette());
    const QPointF centre(m_chart->xAxis->coordToPixel(best->x()), m_chart->yAxis->coordToPixel(best->y()));
    painter.setPen(QPen(c.text, 1.25));
    painter.setBrush(c.surface);
    painter.drawEllipse(centre, 8, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.series[0]);
    painter.drawEllipse(centre, 5, 5);
    painter.setFont(boldCaption());
    const QString text = QCoreApplication::translate("Chart", "best");
    const double width = widthOf(text, painter.font());
    const QRectF area = m_chart->axisRect()->rect();
    QRectF rect(centre.x() - width / 2, centre.y() - 10 - kLabelHeight, width, kLabelHeight);
    if (rect.top() < area.top())
        rect.moveTop(centre.y() + 10);
    rect.moveLeft(std::clamp(rect.left(), area.left() + 2, area.right() - width));
    drawLabel(painter, rect, text, c.text, c.surface);
    painter.setFont(font(Type::Caption));
}

void ChartMarks::drawBaselineLabel(QPainter& painter, const QRectF& area) const
{
    const ChartFacts& facts = m_chart->facts();
    if (!facts.baseline || facts.baselineLabel.isEmpty() || !m_chart->yAxis->range().contains(*facts.baseline))
        return;
    const Colours& c = colours(m_chart->palette());
    const double y = m_chart->yAxis->coordToPixel(*facts.baseline);
    const double width = widthOf(facts.baselineLabel, painter.font());
    const bool roomBelow = y + 3 + kLabelHeight < area.bottom();
    drawLabel(painter, QRectF(area.right() - width - 2, roomBelow ? y + 3 : y - 3 - kLabelHeight, width, kLabelHeight),
        facts.baselineLabel, c.text3, c.surface);
}

void ChartMarks::drawFailureBadge(QPainter& painter, const QRectF& area) const
{
    const ChartFacts& facts = m_chart->facts();
    if (!facts.failure || !m_chart->xAxis->range().contains(*facts.failure))
        return;
    const Colours& c = colours(m_chart->palette());
    painter.setFont(boldCaption());
    const double width = widthOf(facts.failureLabel, painter.font()) + 10;
    QRectF badge(m_chart->xAxis->coordToPixel(*facts.failure) - width / 2, area.top() + 18, width, 18);
    badge.moveLeft(std::clamp(badge.left(), area.left(), area.right() - width));
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.error);
    painter.drawRoundedRect(badge, 4, 4);
    painter.setPen(c.surface);
    painter.drawText(badge, Qt::AlignCenter, facts.failureLabel);
    painter.setFont(font(Type::Caption));
}

void ChartMarks::drawPauseBadges(QPainter& painter, const QRectF& area) const
{
    const Colours& c = colours(m_chart->palette());
    for (const double pause : m_chart->facts().pauses) {
        if (!m_chart->xAxis->range().contains(pause))
            continue;
        const QPointF centre(m_chart->xAxis->coordToPixel(pause), area.top() + 24);
        painter.setPen(QPen(c.warningMark, 1.25));
        painter.setBrush(c.surface);
        painter.drawRoundedRect(QRectF(centre.x() - 7, centre.y() - 7, 14, 14), 3, 3);
        painter.setPen(QPen(c.warningMark, 1.75, Qt::SolidLine, Qt::RoundCap));
        for (const double x : {-2.0, 2.0})
            painter.drawLine(centre + QPointF(x, -2.5), centre + QPointF(x, 2.5));
    }
}

Crosshair::Crosshair(Chart* chart)
    : QCPLayerable(chart, QLatin1String(kLayer))
    , m_chart(chart)
{
}

QRect Crosshair::clipRect() const
{
    return m_chart->axisRect()->rect();
}

void Crosshair::draw(QCPPainter* painter)
{
    const auto step = m_chart->crosshair();
    if (!step)
        return;
    const Colours& c = colours(m_chart->palette());
    const QRectF area = m_chart->axisRect()->rect();
    const double x = std::round(m_chart->xAxis->coordToPixel(*step));
    QColor ink = c.text;
    ink.setAlphaF(0.55f);
    painter->setAntialiasing(false);
    painter->setPen(QPen(ink, 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter->setAntialiasing(true);
    painter->setPen(QPen(c.surface, 1));
    for (const Chart::Dot& dot : m_chart->dots()) {
        if (!std::isfinite(dot.value))
            continue;
        painter->setBrush(c.series[std::size_t(dot.series)]);
        painter->drawEllipse(QPointF(x + 0.5, m_chart->yAxis->coordToPixel(dot.value)), 3.5, 3.5);
    }
}

} // namespace attune::ui
