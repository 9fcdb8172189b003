#include "ui/plotting/heat_view.h"

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
constexpr double kZoomStep = 1.25;
constexpr double kWholeFrom = 3; // cells of so many pixels have the same whole number of them

} // namespace

HeatView::HeatView(double smallestLabelled, QWidget* parent)
    : QWidget(parent)
    , m_smallestLabelled(smallestLabelled)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HeatView::setHovered(const std::optional<HeatSpot>& spot)
{
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    tell();
}

void HeatView::setChosen(const std::optional<HeatSpot>& spot)
{
    if (spot == m_chosen)
        return;
    m_chosen = spot;
    tell();
}

void HeatView::forgetView()
{
    m_zoom = 1;
    m_offset = {};
    m_hovered.reset();
    m_chosen.reset();
}

void HeatView::tell()
{
    const QString words = description();
    if (words != accessibleDescription()) {
        setAccessibleDescription(words);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
    Q_EMIT described(words);
}

/// With which everything is seen at once, with labels if they can be read then.
double HeatView::fittingCell(bool& labelled) const
{
    const auto fitting = [this](bool withLabels) {
        const QSizeF space = room(withLabels);
        const auto along = [](const HeatAxis& axis, double length) {
            return (length - double(axis.breaks.size()) * HeatAxis::kGap) / double(std::max<std::size_t>(1, axis.count()));
        };
        double cell = kLargestCell;
        for (std::size_t i = 0; i < matrices(); ++i)
            cell = std::min({cell, along(matrixAt(i).columns, space.width()), along(matrixAt(i).rows, space.height())});
        cell = std::max(cell, 0.05);
        return cell > kWholeFrom ? std::floor(cell) : cell;
    };
    const double cell = fitting(true);
    labelled = cell >= m_smallestLabelled;
    return labelled ? cell : fitting(false);
}

HeatView::Layout HeatView::layOut() const
{
    Layout layout;
    double cell = fittingCell(layout.labelled);
    if (m_zoom > 1) {
        cell = std::min(std::max(kLargestCell, cell), cell * m_zoom);
        if (cell > kWholeFrom)
            cell = std::round(cell);
        layout.labelled = cell >= m_smallestLabelled;
    }
    const QSizeF space = room(layout.labelled);
    for (std::size_t i = 0; i < matrices(); ++i) {
        const QSizeF whole(matrixAt(i).columns.length(cell), matrixAt(i).rows.length(cell));
        const QRectF view(corner(i, layout.labelled), whole.boundedTo(space));
        const QPointF furthest(whole.width() - view.width(), whole.height() - view.height());
        const QPointF offset(std::round(std::clamp(m_offset.x(), 0.0, furthest.x())), std::round(std::clamp(m_offset.y(), 0.0, furthest.y())));
        layout.places.push_back({view, view.topLeft() - offset, cell});
        layout.furthest = {std::max(layout.furthest.x(), furthest.x()), std::max(layout.furthest.y(), furthest.y())};
    }
    return layout;
}

std::size_t HeatView::matrixUnder(QPointF point) const
{
    const Layout layout = layOut();
    std::size_t index = 0;
    while (index + 1 < matrices() && !layout.places[index].view.contains(point))
        ++index;
    return index;
}

void HeatView::zoomAt(QPointF point, double factor)
{
    if (blank())
        return;
    const std::size_t under = matrixUnder(point);
    const HeatPlaces before = layOut().places[under];
    bool labelled = false;
    m_zoom = std::clamp(m_zoom * factor, 1.0, std::max(1.0, kLargestCell / fittingCell(labelled)));
    const HeatPlaces after = layOut().places[under];
    const QPointF inCells = (point - before.origin) / before.cell;
    m_offset = after.view.topLeft() + inCells * after.cell - point;
    panBy({});
}

void HeatView::panBy(QPointF distance)
{
    const QPointF furthest = layOut().furthest;
    m_offset = {std::clamp(m_offset.x() - distance.x(), 0.0, furthest.x()), std::clamp(m_offset.y() - distance.y(), 0.0, furthest.y())};
    update();
}

void HeatView::fit()
{
    m_zoom = 1;
    m_offset = {};
    update();
}

void HeatView::bringIntoView(HeatCell cell)
{
    const HeatPlaces at = layOut().places.back();
    const HeatMatrix& matrix = matrixAt(matrices() - 1);
    const QRectF place(at.left(matrix, cell.column), at.top(matrix, cell.row), at.cell, at.cell);
    const auto missing = [](double low, double high, double from, double to) { return low < from ? from - low : high > to ? to - high : 0.0; };
    panBy({missing(place.left(), place.right(), at.view.left(), at.view.right()), missing(place.top(), place.bottom(), at.view.top(), at.view.bottom())});
}

std::optional<HeatSpot> HeatView::spotAt(QPointF point) const
{
    const Layout layout = layOut();
    for (std::size_t i = 0; i < matrices(); ++i)
        if (i + 1 == matrices() || pointsAt(i))
            if (const auto cell = layout.places[i].cellAt(matrixAt(i), point))
                return HeatSpot{cell->row, cell->column};
    return std::nullopt;
}

void HeatView::hover(const std::optional<HeatSpot>& spot)
{
    if (spot == m_hovered)
        return;
    setHovered(spot);
    Q_EMIT hovered(spot);
}

void HeatView::choose(HeatSpot spot)
{
    setChosen(spot);
    Q_EMIT chosen(spot);
}

void HeatView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter);
}

void HeatView::mouseMoveEvent(QMouseEvent* event)
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
    hover(spotAt(at));
}

void HeatView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_pressed = m_dragged = event->position();
}

void HeatView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragging)
        unsetCursor();
    m_dragging = false;
    if (!m_pressed || event->button() != Qt::LeftButton)
        return;
    m_pressed.reset();
    if (const auto spot = spotAt(event->position()))
        choose(*spot);
}

void HeatView::mouseDoubleClickEvent(QMouseEvent*) { fit(); }

void HeatView::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0));
    event->accept();
}

void HeatView::leaveEvent(QEvent*) { hover(std::nullopt); }

void HeatView::keyPressEvent(QKeyEvent* event)
{
    if (blank())
        return QWidget::keyPressEvent(event);
    const HeatMatrix& matrix = matrixAt(matrices() - 1);
    const std::size_t lastRow = matrix.rows.count() - 1, lastColumn = matrix.columns.count() - 1;
    const QPointF middle = layOut().places.back().view.center();
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

void HeatView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paletteChanged();
}

} // namespace attune::ui
