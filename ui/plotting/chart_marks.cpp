#include "ui/plotting/chart_marks.h"

#include "ui/frame/theme.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/plot_frame.h"

namespace attune::ui {

namespace {

constexpr double kLabelHeight = 15;
constexpr int kReach = 40; // a name further from its line's end would name another one

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

bool meetsAny(const QRectF& rect, const std::vector<QRectF>& taken)
{
    return std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(rect); });
}

/// `rect`, moved up or down by as little as frees it from `taken`; nothing where there is no such place within `area` and near
/// by.
std::optional<QRectF> movedClear(const QRectF& rect, const std::vector<QRectF>& taken, const QRectF& area)
{
    for (int distance = 0; distance <= kReach; ++distance)
        for (const int by : {distance, -distance}) {
            const QRectF moved = rect.translated(0, by);
            if (moved.top() >= area.top() && moved.bottom() <= area.bottom() && !meetsAny(moved, taken))
                return moved;
        }
    return std::nullopt;
}

/// Whether a line runs through `rect`; where `faint`, one that shows every step counts, too.
bool meetsLine(const Chart& chart, const QRectF& rect, bool faint)
{
    const auto pixel = [&](const QCPGraphData& point) {
        return QPointF(chart.xAxis->coordToPixel(point.key), chart.yAxis->coordToPixel(point.value));
    };
    const auto passes = [&](QPointF from, QPointF to) { // within the columns of `rect`, some of it at its height
        if (!(from.x() < rect.right() && to.x() > rect.left()) || !std::isfinite(from.y()) || !std::isfinite(to.y()))
            return false;
        const auto at = [&](double x) {
            return from.y() + (to.y() - from.y()) * (x - from.x()) / std::max(1e-9, to.x() - from.x());
        };
        const auto [high, low] = std::minmax({at(std::max(from.x(), rect.left())), at(std::min(to.x(), rect.right()))});
        return low >= rect.top() && high <= rect.bottom();
    };
    for (const Chart::Line& line : chart.lines()) {
        if (line.stroke == Stroke::Raw && !faint)
            continue;
        const auto& points = *line.graph->data();
        const auto end = points.findEnd(chart.xAxis->pixelToCoord(rect.right()), true);
        for (auto point = points.findBegin(chart.xAxis->pixelToCoord(rect.left()), true); point != end && point + 1 != end;
             ++point)
            if (passes(pixel(*point), pixel(*(point + 1))))
                return true;
    }
    return false;
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

void ChartGround::drawEpochs(QPainter& painter, const QRectF& area)
{
    m_captions.clear();
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
        if (right - left <= width + 12)
            continue;
        // In the middle of its epoch, else at a side of it, where no line runs; where lines run everywhere, the next epoch has a
        // caption.
        const QRectF middle((left + right - width) / 2, area.top(), width, kLabelHeight);
        for (const auto& [from, faint] : {std::pair{middle.left(), true}, {left + 6, true}, {right - 6 - width, true},
                 {middle.left(), false}, {left + 6, false}, {right - 6 - width, false}}) {
            const QRectF place(QPointF(from, area.top()), middle.size());
            if (meetsLine(*m_chart, place, faint))
                continue;
            drawLabel(painter, place, caption, c.text3, c.surface);
            m_captions.push_back(place);
            break;
        }
    }
}

ChartMarks::ChartMarks(Chart* chart, const ChartGround* ground)
    : QCPLayerable(chart, QStringLiteral("axes"))
    , m_chart(chart)
    , m_ground(ground)
{
}

void ChartMarks::draw(QCPPainter* painter)
{
    const QRectF area = m_chart->axisRect()->rect();
    painter->setAntialiasing(true);
    paintBottomName(*painter, *m_chart, m_chart->bottomName());
    m_taken = m_ground->captions();
    drawFailureBadge(*painter, area);
    drawPauseBadges(*painter, area);
    drawBaselineLabel(*painter, area);
    painter->save();
    painter->setClipRect(area.adjusted(-8, -2, 8, 2));
    drawBest(*painter, area);
    painter->restore();
    drawEndLabels(*painter, area);
}

void ChartMarks::drawEndLabels(QPainter& painter, const QRectF& area)
{
    const Colours& c = colours(m_chart->palette());
    struct Label {
        QString text;
        QRectF rect;
        QColor ink;
    };
    std::vector<Label> labels;
    m_endLabels.clear();
    for (const Chart::Line& line : m_chart->lines()) {
        const QCPGraphData* last = line.endLabel.isEmpty() ? nullptr : lastPoint(line.graph);
        if (!last || !std::isfinite(last->value) || !m_chart->xAxis->range().contains(last->key)
            || !m_chart->yAxis->range().contains(last->value))
            continue;
        const QPointF end(m_chart->xAxis->coordToPixel(last->key), m_chart->yAxis->coordToPixel(last->value));
        const double width = widthOf(line.endLabel, painter.font());
        QRectF rect(end.x() + 9, end.y() - kLabelHeight / 2, width, kLabelHeight);
        if (meetsAny(rect, m_taken)) // the best one's ring at the line's end
            rect.translate(4, 0);
        if (rect.right() > area.right())
            rect.moveTopRight(QPointF(area.right() - 2, end.y() - kLabelHeight - 6));
        labels.push_back({line.endLabel, rect, c.series[std::size_t(line.series)]});
    }
    // Lines that end close together: their names stand apart, in the order of the lines.
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.rect.y() < b.rect.y(); });
    for (Label& label : labels) {
        const auto place = movedClear(label.rect, m_taken, area);
        if (!place)
            continue;
        m_taken.push_back(place->adjusted(0, 0, 0, -1));
        m_endLabels.push_back(*place);
        drawLabel(painter, *place, label.text, label.ink, c.surface);
    }
}

void ChartMarks::drawBest(QPainter& painter, const QRectF& area)
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
    QRectF rect(centre.x() - width / 2, centre.y() - 10 - kLabelHeight, width, kLabelHeight);
    rect.moveLeft(std::clamp(rect.left(), area.left() + 2, area.right() - width));
    if (rect.top() < area.top() || meetsAny(rect, m_taken))
        rect.moveTop(centre.y() + 10);
    if (rect.bottom() <= area.bottom() && !meetsAny(rect, m_taken)) { // the ring says it without the word
        drawLabel(painter, rect, text, c.text, c.surface);
        m_taken.push_back(rect);
    }
    m_taken.emplace_back(centre - QPointF(11, 11), QSizeF(22, 22));
    painter.setFont(font(Type::Caption));
}

void ChartMarks::drawBaselineLabel(QPainter& painter, const QRectF& area)
{
    const ChartFacts& facts = m_chart->facts();
    if (!facts.baseline || facts.baselineLabel.isEmpty() || !m_chart->yAxis->range().contains(*facts.baseline))
        return;
    const Colours& c = colours(m_chart->palette());
    const double y = m_chart->yAxis->coordToPixel(*facts.baseline);
    const double width = widthOf(facts.baselineLabel, painter.font());
    const bool roomBelow = y + 3 + kLabelHeight < area.bottom();
    const QRectF rect(area.right() - width - 2, roomBelow ? y + 3 : y - 3 - kLabelHeight, width, kLabelHeight);
    drawLabel(painter, rect, facts.baselineLabel, c.text3, c.surface);
    m_taken.push_back(rect);
}

void ChartMarks::drawFailureBadge(QPainter& painter, const QRectF& area)
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
    m_taken.push_back(badge);
    painter.setFont(font(Type::Caption));
}

void ChartMarks::drawPauseBadges(QPainter& painter, const QRectF& area)
{
    const Colours& c = colours(m_chart->palette());
    for (const double pause : m_chart->facts().pauses) {
        if (!m_chart->xAxis->range().contains(pause))
            continue;
        const QPointF centre(m_chart->xAxis->coordToPixel(pause), area.top() + 24);
        painter.setPen(QPen(c.warningMark, 1.25));
        painter.setBrush(c.surface);
        const QRectF badge(centre.x() - 7, centre.y() - 7, 14, 14);
        painter.drawRoundedRect(badge, 3, 3);
        m_taken.push_back(badge);
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
