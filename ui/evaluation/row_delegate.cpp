#include "ui/evaluation/row_delegate.h"

#include "ui/evaluation/row_model.h"
#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kMark = 16;
constexpr int kBarWidth = 96;
constexpr int kBarHeight = 5;

} // namespace

QRect RowDelegate::openMark(const QRect& cell)
{
    return {cell.right() - kMark - 2 * kPadding, cell.top() + (cell.height() - kMark) / 2, kMark, kMark};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    const bool marked = index.row() == m_marked || index.row() == m_hovered;
    const auto column = static_cast<RowColumn>(index.column());
    const auto change = static_cast<RowModel::Change>(index.data(RowModel::ChangeRole).toInt());
    painter->save();
    painter->setClipRect(option.rect);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, c.selection);
    else if (index.row() == m_hovered)
        painter->fillRect(option.rect, c.hover);

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
        QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        if (column == RowColumn::Text && marked)
            rect.setRight(openMark(option.rect).left() - kPadding);
        painter->drawText(rect, static_cast<int>(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()) | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    }
    if (column == RowColumn::Text && marked)
        paintIcon(*painter, QStringLiteral("predict"), openMark(option.rect), c.accent);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(c.controlEdge);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    painter->setPen(c.separator);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
}

void RowDelegate::paintConfidence(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    const auto share = static_cast<double>(index.data(RowModel::ConfidenceRole).toFloat());
    const int room = qMin(kBarWidth, option.rect.width() - 2 * kPadding - 56);
    QRectF track(option.rect.left() + kPadding, option.rect.center().y() - kBarHeight / 2, room, kBarHeight);
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
        option.rect.adjusted(kPadding + room + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
}

} // namespace attune::ui
