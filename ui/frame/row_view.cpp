#include "ui/frame/row_view.h"

#include "ui/frame/theme.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>

namespace attune::ui {

RowView::RowView(QWidget* parent)
    : QTableView(parent)
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setFixedHeight(kRowHeight);
    horizontalHeader()->setFont(ui::font(Type::Secondary));
    horizontalHeader()->setHighlightSections(false);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
}

bool RowView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::MouseMove)
        setHoveredRow(rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::Leave || event->type() == QEvent::Wheel)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void RowView::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    for (const int changed : {m_hoveredRow, row})
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), kRowHeight);
    m_hoveredRow = row;
}

bool isRowHovered(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const auto* view = qobject_cast<const RowView*>(option.widget);
    return view && view->hoveredRow() == index.row();
}

void paintRowGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const Colours& c = colours(option.palette);
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, c.selection);
    else if (isRowHovered(option, index))
        painter.fillRect(option.rect, c.hover);
}

void paintRowLine(QPainter& painter, const QStyleOptionViewItem& option)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(colours(option.palette).separator);
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void paintCellText(QPainter& painter, const QRect& room, const QModelIndex& index)
{
    painter.drawText(room, static_cast<int>(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()) | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
}

} // namespace attune::ui
