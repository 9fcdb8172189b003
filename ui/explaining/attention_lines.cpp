#include "ui/explaining/attention_lines.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kSmallestRow = 14, kLargestRow = 22;
constexpr double kHead = 24; // "from" and "to"
constexpr double kFigures = 34;
constexpr double kWordGap = 6; // between a word and its lines
constexpr double kLeast = 0.012; // what is less is not drawn
constexpr float kFigureFrom = 0.05f, kStrongFrom = 0.1f;
constexpr std::size_t kMostFaint = 64; // words whose lines are all drawn
constexpr std::size_t kSpoken = 5;

QFont wordFont(bool strong)
{
    QFont result = ui::font(Type::Secondary);
    if (strong)
        result.setWeight(QFont::DemiBold);
    return result;
}

QPainterPath between(QPointF from, QPointF to)
{
    QPainterPath path(from);
    const double bend = (to.x() - from.x()) / 2;
    path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
    return path;
}

} // namespace

AttentionLines::AttentionLines(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    setAccessibleName(tr("Attention lines"));
    setWhatsThis(tr("Each word at the left looks at the words at the right: the thicker a line, the larger its share. Point at a word at the right to see who looks "
                    "there. A click pins a word, arrow keys move the pin, Escape lets go. Lines show where the model looked, not what moved its answer."));
}

void AttentionLines::setMatrix(HeatMatrix matrix)
{
    m_matrix = std::move(matrix);
    m_faint = {};
    updateGeometry();
    update();
}

void AttentionLines::setSpot(const HeatSpot& spot, bool pinned)
{
    m_spot = spot;
    m_pinned = pinned;
    std::vector<Line> strongest = lines();
    const std::size_t count = std::min(strongest.size(), kSpoken);
    std::partial_sort(strongest.begin(), strongest.begin() + std::ptrdiff_t(count), strongest.end(), [](const Line& a, const Line& b) { return a.share > b.share; });
    QStringList spoken;
    for (std::size_t i = 0; i < count; ++i)
        spoken.append((m_spot.row ? m_matrix.columns.names[qsizetype(strongest[i].to)] : m_matrix.rows.names[qsizetype(strongest[i].from)]) + QLatin1Char(' ')
            + decimal(double(strongest[i].share), 2));
    const QString subject = m_matrix.empty() ? QString()
        : m_spot.row                         ? tr("%1 looks at %2").arg(m_matrix.rows.names[qsizetype(*m_spot.row)], spoken.join(QStringLiteral(", ")))
        : m_spot.column                      ? tr("%1 is looked at by %2").arg(m_matrix.columns.names[qsizetype(*m_spot.column)], spoken.join(QStringLiteral(", ")))
                                             : QString();
    if (subject != accessibleDescription()) {
        setAccessibleDescription(subject);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

std::vector<AttentionLines::Line> AttentionLines::lines() const
{
    std::vector<Line> lines;
    const auto add = [&](std::size_t from, std::size_t to) {
        if (m_matrix.at(from, to) >= float(kLeast))
            lines.push_back({from, to, m_matrix.at(from, to)});
    };
    if (m_matrix.empty())
        return lines;
    if (m_spot.row)
        for (std::size_t to = 0; to < m_matrix.columns.count(); ++to)
            add(*m_spot.row, to);
    else if (m_spot.column)
        for (std::size_t from = 0; from < m_matrix.rows.count(); ++from)
            add(from, *m_spot.column);
    return lines;
}

double AttentionLines::rowHeight() const
{
    const double gaps = double(m_matrix.rows.breaks.size()) * HeatAxis::kGap;
    return std::clamp(std::floor((height() - kHead - gaps) / double(std::max<std::size_t>(1, m_matrix.rows.count()))), kSmallestRow, kLargestRow);
}

QSize AttentionLines::sizeHint() const { return {256, int(std::ceil(kHead + m_matrix.rows.length(kSmallestRow)))}; }

QSize AttentionLines::minimumSizeHint() const { return {200, sizeHint().height()}; }

QPointF AttentionLines::fromPlace(std::size_t row) const
{
    const double height = rowHeight();
    return {std::floor((width() - kFigures) * 0.37), kHead + m_matrix.rows.offset(row, height) + height / 2};
}

QPointF AttentionLines::toPlace(std::size_t column) const
{
    const double height = rowHeight();
    return {std::floor((width() - kFigures) * 0.66), kHead + m_matrix.columns.offset(column, height) + height / 2};
}

void AttentionLines::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    paint(painter, event->rect());
}

void AttentionLines::paint(QPainter& painter, const QRectF& seen) const
{
    if (m_matrix.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    drawFaint(painter);
    drawLines(painter);
    drawWords(painter, seen);
}

void AttentionLines::drawFaint(QPainter& painter) const
{
    if (m_matrix.rows.count() > kMostFaint)
        return;
    if (paintsShapes(painter))
        return drawAll(painter);
    const double dense = painter.device()->devicePixelRatioF();
    if (m_faint.isNull() || m_faint.devicePixelRatio() != dense) {
        m_faint = QPixmap(size() * dense);
        m_faint.setDevicePixelRatio(dense);
        m_faint.fill(Qt::transparent);
        QPainter faint(&m_faint);
        faint.setRenderHint(QPainter::Antialiasing);
        drawAll(faint);
    }
    painter.drawPixmap(0, 0, m_faint);
}

void AttentionLines::drawAll(QPainter& painter) const
{
    QColor ink = colours(palette()).axis;
    painter.setBrush(Qt::NoBrush);
    for (std::size_t from = 0; from < m_matrix.rows.count(); ++from)
        for (std::size_t to = 0; to < m_matrix.columns.count(); ++to) {
            const double share = double(m_matrix.at(from, to));
            if (share < kLeast)
                continue;
            ink.setAlphaF(float(0.08 + 0.3 * std::sqrt(share)));
            painter.setPen(QPen(ink, 0.75));
            painter.drawPath(between(fromPlace(from), toPlace(to)));
        }
}

void AttentionLines::drawLines(QPainter& painter) const
{
    QColor ink = colours(palette()).series[0];
    painter.setBrush(Qt::NoBrush);
    for (const Line& line : lines()) {
        const auto share = double(line.share);
        ink.setAlphaF(float(0.35 + 0.65 * std::sqrt(std::min(1.0, share))));
        painter.setPen(QPen(ink, 0.75 + 7 * share, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(between(fromPlace(line.from), toPlace(line.to)));
    }
}

void AttentionLines::drawWords(QPainter& painter, const QRectF& seen) const
{
    const Colours& c = colours(palette());
    const double height = rowHeight();
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text3);
    const double left = fromPlace(0).x() - kWordGap, right = toPlace(0).x() + kWordGap;
    painter.drawText(QRectF(0, 0, left, kHead - 6), Qt::AlignRight | Qt::AlignVCenter, tr("from"));
    painter.drawText(QRectF(right, 0, width() - right, kHead - 6), Qt::AlignLeft | Qt::AlignVCenter, tr("to"));
    const auto word = [&](QRectF place, Qt::Alignment side, const QString& name, bool subject, float share) {
        if (!place.intersects(seen))
            return; // of a long text few are in view
        painter.setFont(wordFont(subject || share >= kStrongFrom));
        const QFontMetricsF metrics(painter.font());
        const QString text = metrics.elidedText(name, Qt::ElideRight, place.width());
        if (subject) {
            const double width = metrics.horizontalAdvance(text) + 2 * kWordGap;
            const double x = side & Qt::AlignRight ? place.right() - width + kWordGap : place.left() - kWordGap;
            painter.setPen(hasFocus() ? QPen(c.text, 1) : QPen(Qt::NoPen));
            painter.setBrush(m_pinned ? c.accent : c.selection);
            painter.drawRoundedRect(QRectF(x, place.center().y() - std::min(10.0, height / 2), width, std::min(20.0, height)), 4, 4);
        }
        painter.setPen(subject && m_pinned ? c.onAccent : subject || share >= kStrongFrom ? c.text : c.text2);
        painter.drawText(place, int(side | Qt::AlignVCenter), text);
    };
    const auto figure = [&](double y, float share) {
        if (share < kFigureFrom)
            return;
        painter.setFont(ui::font(Type::Caption));
        painter.setPen(c.text2);
        painter.drawText(QRectF(width() - kFigures, y - height / 2, kFigures, height), Qt::AlignRight | Qt::AlignVCenter, decimal(double(share), 2));
    };
    const bool forward = m_spot.row.has_value(), backward = !forward && m_spot.column.has_value();
    for (std::size_t row = 0; row < m_matrix.rows.count(); ++row) {
        const double y = fromPlace(row).y();
        const float share = backward ? m_matrix.at(row, *m_spot.column) : 0;
        word(QRectF(0, y - height / 2, left, height), Qt::AlignRight, m_matrix.rows.names[qsizetype(row)], m_spot.row == row, share);
        figure(y, share);
    }
    for (std::size_t column = 0; column < m_matrix.columns.count(); ++column) {
        const double y = toPlace(column).y();
        const float share = forward ? m_matrix.at(*m_spot.row, column) : 0;
        word(QRectF(right, y - height / 2, width() - kFigures - right, height), Qt::AlignLeft, m_matrix.columns.names[qsizetype(column)],
            backward && m_spot.column == column, share);
        figure(y, share);
    }
}

std::optional<HeatSpot> AttentionLines::spotAt(QPointF point) const
{
    if (m_matrix.empty())
        return std::nullopt;
    const bool right = point.x() > (fromPlace(0).x() + toPlace(0).x()) / 2;
    const auto index = (right ? m_matrix.columns : m_matrix.rows).indexAt(point.y() - kHead, rowHeight());
    if (!index)
        return std::nullopt;
    return right ? HeatSpot{{}, *index} : HeatSpot{*index, {}};
}

void AttentionLines::hover(const std::optional<HeatSpot>& spot)
{
    if (spot == m_under)
        return;
    m_under = spot;
    Q_EMIT hovered(spot);
}

void AttentionLines::mouseMoveEvent(QMouseEvent* event) { hover(spotAt(event->position())); }

void AttentionLines::leaveEvent(QEvent*) { hover(std::nullopt); }

void AttentionLines::mousePressEvent(QMouseEvent* event)
{
    const auto at = spotAt(event->position());
    if (!at || event->button() != Qt::LeftButton)
        return;
    const bool same = m_pinned && at == m_spot;
    Q_EMIT pinned(same ? std::nullopt : at);
}

void AttentionLines::keyPressEvent(QKeyEvent* event)
{
    if (m_matrix.empty())
        return QWidget::keyPressEvent(event);
    const bool backward = !m_spot.row && m_spot.column;
    std::size_t index = backward ? *m_spot.column : m_spot.row.value_or(0);
    const std::size_t last = m_matrix.rows.count() - 1;
    bool right = backward;
    switch (event->key()) {
    case Qt::Key_Up: index -= index > 0; break;
    case Qt::Key_Down: index += index < last; break;
    case Qt::Key_Home: index = 0; break;
    case Qt::Key_End: index = last; break;
    case Qt::Key_Left: right = false; break;
    case Qt::Key_Right: right = true; break;
    case Qt::Key_Escape:
        if (!m_pinned)
            return QWidget::keyPressEvent(event);
        Q_EMIT pinned(std::nullopt);
        return;
    default: return QWidget::keyPressEvent(event);
    }
    Q_EMIT pinned(right ? HeatSpot{{}, index} : HeatSpot{index, {}});
}

void AttentionLines::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_faint = {};
}

void AttentionLines::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_faint = {};
}

} // namespace attune::ui
