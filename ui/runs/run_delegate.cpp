#include "ui/runs/run_delegate.h"

#include "ui/frame/row_view.h"
#include "ui/frame/style.h"
#include "ui/frame/theme.h"
#include "ui/runs/run_list_model.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kCheck = 16;
constexpr int kCheckLeft = 16;
constexpr int kNameLeft = 48;
constexpr int kIcon = 14;

} // namespace

void RunDelegate::apply(RowView* view)
{
    view->setItemDelegate(new RunDelegate(view));
    view->horizontalHeader()->setProperty(Style::kFirstIndent, kNameLeft);
}

QRect RunDelegate::checkBox(const QRect& cell)
{
    return {cell.left() + kCheckLeft, cell.top() + (cell.height() - kCheck) / 2, kCheck, kCheck};
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    paintRowGround(*painter, option, index);
    QRect room = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
    QFont font = ui::font(Type::Body);
    QColor ink = index.data(Qt::ForegroundRole).isValid() ? index.data(Qt::ForegroundRole).value<QBrush>().color() : c.text;
    if (index.column() == RunListModel::Name) {
        const int series = index.data(RunListModel::SeriesRole).toInt();
        const QRect box = checkBox(option.rect);
        painter->setPen(series >= 0 ? QPen(Qt::NoPen) : QPen(c.controlEdge, 1));
        painter->setBrush(series >= 0 ? QBrush(c.series[std::size_t(series)]) : QBrush(c.field));
        painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        if (series >= 0)
            paintIcon(*painter, QStringLiteral("check"), box.adjusted(1, 1, -1, -1), c.surface);
        room.setLeft(option.rect.left() + kNameLeft);
        font.setWeight(QFont::DemiBold);
    } else if (index.column() == RunListModel::Status) {
        const QRect place(room.left(), room.top() + (room.height() - kIcon) / 2, kIcon, kIcon);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, place);
        room.setLeft(room.left() + kIcon + 6);
    } else if (index.column() == RunListModel::Started) {
        ink = c.text2;
    }
    painter->setFont(font);
    painter->setPen(ink);
    paintCellText(*painter, room, index);
    paintRowLine(*painter, option);
    painter->restore();
}

bool RunDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (index.column() != RunListModel::Name || event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() != Qt::LeftButton || !checkBox(option.rect).adjusted(-6, -6, 6, 6).contains(mouse->pos()))
        return false;
    const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(kNameLeft - kCellPadding, 0, 0, 0));
}

} // namespace attune::ui
