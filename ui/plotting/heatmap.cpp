#include "ui/plotting/heatmap.h"

#include "ui/frame/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kLargestCell = 48;
constexpr double kReadingWidth = 84; // the top-left corner says what is under the mouse
constexpr double kReadingHeight = 56;
constexpr double kBarGap = 16;
constexpr double kZoomStep = 1.25;
constexpr double kWholeFrom = 3; // cells of so many pixels have the same whole number of them

QFont captionFont(bool strong)
{
    QFont result = ui::font(Type::Caption);
    if (strong)
        result.setWeight(QFont::Bold);
    return result;
}

} // namespace

Heatmap::Heatmap(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Heatmap::setMatrix(HeatMatrix matrix, const HeatScale& scale)
{
    const bool sameShape = matrix.rows.count() == m_matrix.rows.count() && matrix.columns.count() == m_matrix.columns.count();
    m_matrix = std::move(matrix);
    m_scale = scale;
    m_widestRow = m_matrix.rows.widestName();
    m_slant = heatSlant(m_matrix.columns);
    m_image = heatImage(m_matrix, m_scale, palette());
    if (!sameShape) {
        m_zoom = 1;
        m_offset = {};
        m_hovered.reset();
        m_chosen.reset();
    }
    tell();
}

void Heatmap::setHovered(const std::optional<HeatSpot>& spot)
{
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    tell();
}

void Heatmap::setChosen(const std::optional<HeatSpot>& spot)
{
    if (spot == m_chosen)
        return;
    m_chosen = spot;
    tell();
}

QString Heatmap::description() const
{
    const HeatSpot at = spot();
    if (m_matrix.empty() || !at.row)
        return {};
    const QString row = m_matrix.rows.names[qsizetype(*at.row)];
    if (!at.column)
        return tr("From %1").arg(row);
    return tr("From %1 to %2: %3").arg(row, m_matrix.columns.names[qsizetype(*at.column)], m_scale.figure(double(m_matrix.at(*at.row, *at.column))));
}

void Heatmap::tell()
{
    const QString words = description();
    if (words != accessibleDescription()) {
        setAccessibleDescription(words);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

QPointF Heatmap::corner(bool labelled) const
{
    return {std::round(std::max(kReadingWidth, labelled ? m_widestRow + 8 : 0.0)), std::round(std::max(kReadingHeight, labelled ? m_slant : 0.0))};
}

QSizeF Heatmap::room(bool labelled) const
{
    const QPointF at = corner(labelled);
    return QSizeF(width() - at.x() - kBarGap - kHeatBarWidth + 16, height() - at.y() - 1).expandedTo({1, 1});
}

/// With which everything is seen at once, with labels if they can be read then.
double Heatmap::fittingCell(bool& labelled) const
{
    const auto fitting = [this](bool withLabels) {
        const QSizeF space = room(withLabels);
        const auto along = [](const HeatAxis& axis, double length) {
            return (length - double(axis.breaks.size()) * HeatAxis::kGap) / double(std::max<std::size_t>(1, axis.count()));
        };
        const double cell = std::clamp(std::min(along(m_matrix.columns, space.width()), along(m_matrix.rows, space.height())), 0.05, kLargestCell);
        return cell > kWholeFrom ? std::floor(cell) : cell;
    };
    const double cell = fitting(true);
    labelled = cell >= HeatAxis::kSmallestLabelled;
    return labelled ? cell : fitting(false);
}

Heatmap::Layout Heatmap::layOut() const
{
    Layout layout;
    HeatPlaces& places = layout.places;
    places.cell = fittingCell(layout.labelled);
    if (m_zoom > 1) {
        places.cell = std::min(std::max(kLargestCell, places.cell), places.cell * m_zoom);
        if (places.cell > kWholeFrom)
            places.cell = std::round(places.cell);
        layout.labelled = places.cell >= HeatAxis::kSmallestLabelled;
    }
    const QSizeF whole(m_matrix.columns.length(places.cell), m_matrix.rows.length(places.cell));
    places.view = QRectF(corner(layout.labelled), whole.boundedTo(room(layout.labelled)));
    layout.furthest = {whole.width() - places.view.width(), whole.height() - places.view.height()};
    places.origin = places.view.topLeft()
        - QPointF(std::round(std::clamp(m_offset.x(), 0.0, layout.furthest.x())), std::round(std::clamp(m_offset.y(), 0.0, layout.furthest.y())));
    return layout;
}

void Heatmap::zoomAt(QPointF point, double factor)
{
    if (m_matrix.empty())
        return;
    const HeatPlaces before = places();
    bool labelled = false;
    m_zoom = std::clamp(m_zoom * factor, 1.0, std::max(1.0, kLargestCell / fittingCell(labelled)));
    const HeatPlaces after = places();
    const QPointF inCells = (point - before.origin) / before.cell;
    m_offset = after.view.topLeft() + inCells * after.cell - point;
    panBy({});
}

void Heatmap::panBy(QPointF distance)
{
    const QPointF furthest = layOut().furthest;
    m_offset = {std::clamp(m_offset.x() - distance.x(), 0.0, furthest.x()), std::clamp(m_offset.y() - distance.y(), 0.0, furthest.y())};
    update();
}

void Heatmap::fit()
{
    m_zoom = 1;
    m_offset = {};
    update();
}

void Heatmap::bringIntoView(HeatCell cell)
{
    const HeatPlaces at = places();
    const QRectF place(at.left(m_matrix, cell.column), at.top(m_matrix, cell.row), at.cell, at.cell);
    const auto missing = [](double low, double high, double from, double to) { return low < from ? from - low : high > to ? to - high : 0.0; };
    panBy({missing(place.left(), place.right(), at.view.left(), at.view.right()), missing(place.top(), place.bottom(), at.view.top(), at.view.bottom())});
}

void Heatmap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter);
}

void Heatmap::paint(QPainter& painter) const
{
    if (m_matrix.empty())
        return;
    const Layout layout = layOut();
    const HeatPlaces& at = layout.places;
    paintHeatCells(painter, m_matrix, at, m_image, m_scale);
    painter.setRenderHint(QPainter::Antialiasing);
    if (layout.labelled)
        paintHeatLabels(painter, m_matrix, at, spot(), palette());
    drawReading(painter, at.view);
    paintHeatBar(painter, QRectF(at.view.right() + kBarGap, at.view.top(), kHeatBarWidth, at.view.height()), m_scale, palette());
    if (m_hovered || m_chosen)
        paintHeatFrames(painter, m_matrix, at, spot());
    else if (hasFocus())
        paintHeatFrames(painter, m_matrix, at, {0, 0}); // where arrow keys begin
}

void Heatmap::drawReading(QPainter& painter, const QRectF& view) const
{
    const Colours& c = colours(palette());
    const HeatSpot at = spot();
    const double room = view.left() - 8;
    double y = std::max(0.0, view.top() - kReadingHeight - 4);
    const auto line = [&](const QString& word, const QString& name) {
        painter.setFont(captionFont(false));
        painter.setPen(c.text2);
        const double wordWidth = QFontMetricsF(painter.font()).horizontalAdvance(word + QLatin1Char(' '));
        painter.drawText(QRectF(0, y, room, 16), Qt::AlignVCenter | Qt::AlignLeft, word);
        painter.setFont(captionFont(true));
        painter.setPen(c.text);
        painter.drawText(QRectF(wordWidth, y, room - wordWidth, 16), Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetricsF(painter.font()).elidedText(name, Qt::ElideRight, room - wordWidth));
        y += 17;
    };
    if (at.row)
        line(tr("from"), m_matrix.rows.names[qsizetype(*at.row)]);
    if (at.column)
        line(tr("to"), m_matrix.columns.names[qsizetype(*at.column)]);
    if (!at.row || !at.column)
        return;
    QFont figure = ui::font(Type::Body);
    figure.setWeight(QFont::DemiBold);
    painter.setFont(figure);
    painter.drawText(QRectF(0, y, room, 18), Qt::AlignVCenter | Qt::AlignLeft, m_scale.figure(double(m_matrix.at(*at.row, *at.column))));
}

void Heatmap::hover(const std::optional<HeatSpot>& spot)
{
    if (spot == m_hovered)
        return;
    setHovered(spot);
    Q_EMIT hovered(spot);
}

void Heatmap::choose(HeatSpot spot)
{
    setChosen(spot);
    Q_EMIT chosen(spot);
}

void Heatmap::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_pressed && (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_pressed.reset();
        m_dragging = zoomed();
    }
    if (m_dragging) {
        panBy(at - m_dragged);
        m_dragged = at;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    const auto cell = places().cellAt(m_matrix, at);
    hover(cell ? std::optional(HeatSpot{cell->row, cell->column}) : std::nullopt);
}

void Heatmap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_pressed = m_dragged = event->position();
}

void Heatmap::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragging)
        unsetCursor();
    m_dragging = false;
    if (!m_pressed || event->button() != Qt::LeftButton)
        return;
    m_pressed.reset();
    if (const auto cell = places().cellAt(m_matrix, event->position()))
        choose({cell->row, cell->column});
}

void Heatmap::mouseDoubleClickEvent(QMouseEvent*) { fit(); }

void Heatmap::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0));
    event->accept();
}

void Heatmap::leaveEvent(QEvent*) { hover(std::nullopt); }

void Heatmap::keyPressEvent(QKeyEvent* event)
{
    if (m_matrix.empty())
        return QWidget::keyPressEvent(event);
    const std::size_t lastRow = m_matrix.rows.count() - 1, lastColumn = m_matrix.columns.count() - 1;
    const QPointF middle = area().center();
    HeatCell at{m_chosen ? m_chosen->row.value_or(0) : 0, m_chosen ? m_chosen->column.value_or(0) : 0};
    switch (event->key()) {
    case Qt::Key_Left: at.column -= at.column > 0; break;
    case Qt::Key_Right: at.column += at.column < lastColumn; break;
    case Qt::Key_Up: at.row -= at.row > 0; break;
    case Qt::Key_Down: at.row += at.row < lastRow; break;
    case Qt::Key_Home: at.column = 0; break;
    case Qt::Key_End: at.column = lastColumn; break;
    case Qt::Key_Plus: return zoomAt(middle, kZoomStep);
    case Qt::Key_Minus: return zoomAt(middle, 1 / kZoomStep);
    case Qt::Key_0: return fit();
    case Qt::Key_Escape:
        if (!m_chosen)
            return QWidget::keyPressEvent(event);
        setChosen(std::nullopt);
        Q_EMIT chosen(std::nullopt);
        return;
    default: return QWidget::keyPressEvent(event);
    }
    hover(std::nullopt);
    choose({at.row, at.column});
    bringIntoView(at);
}

void Heatmap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_scale.diverging())
        m_image = heatImage(m_matrix, m_scale, palette());
}

} // namespace attune::ui
