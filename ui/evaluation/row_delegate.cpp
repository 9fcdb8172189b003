#include "ui/evaluation/row_delegate.h"

#include "ui/evaluation/row_model.h"
#include "ui/frame/row_view.h"
#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kMark = 16;
constexpr int kBarWidth = 96;
constexpr int kBarHeight = 5;

} // namespace

QRect RowDelegate::openMark(const QRect& cell)
{
    return {cell.right() - kMark - 2 * kCellPadding, cell.top() + (cell.height() - kMark) / 2, kMark, kMark};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    const bool marked = index.row() == m_marked || isRowHovered(option, index);
    const auto column = static_cast<RowColumn>(index.column());
    const auto change = static_cast<RowModel::Change>(index.data(RowModel::ChangeRole).toInt());
    painter->save();
    painter->setClipRect(option.rect);
    paintRowGround(*painter, option, index);
    if (column == RowColumn::Confidence) {
        paintConfidence(*painter, option, index);
    } else {
        QFont font = ui::font(Type::Body);
        const bool changedLabel = column == RowColumn::TrueLabel && change != RowModel::Change::None;
        if (changedLabel)
            font.setWeight(QFont::DemiBold);
        font.setStrikeOut(change == RowModel::Change::LeftOut && column == RowColumn::Text);
        painter->setFont(font);
        painter->setPen(change == RowModel::Change::LeftOut ? c.text3
                : changedLabel                              ? c.accent
                : column == RowColumn::Line                 ? c.text3
                                                            : c.text);
        QRect rect = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
        if (column == RowColumn::Text && marked)
            rect.setRight(openMark(option.rect).left() - kCellPadding);
        paintCellText(*painter, rect, index);
    }
    if (column == RowColumn::Text && marked)
        paintIcon(*painter, QStringLiteral("predict"), openMark(option.rect), c.accent);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(c.controlEdge);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    paintRowLine(*painter, option);
    painter->restore();
}

void RowDelegate::paintConfidence(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    const auto share = static_cast<double>(index.data(RowModel::ConfidenceRole).toFloat());
    const int room = qMin(kBarWidth, option.rect.width() - 2 * kCellPadding - 56);
    QRectF track(option.rect.left() + kCellPadding, option.rect.center().y() - kBarHeight / 2, room, kBarHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(option.state & QStyle::State_Selected ? c.surface : c.hover);
    painter.drawRoundedRect(track, 2.5, 2.5);
    track.setWidth(track.width() * share);
    painter.setBrush(c.accent);
    painter.drawRoundedRect(track, 2.5, 2.5);
    painter.setFont(ui::font(Type::Body));
    painter.setPen(c.text);
    painter.drawText(
        option.rect.adjusted(kCellPadding + room + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
}

} // namespace attune::ui
