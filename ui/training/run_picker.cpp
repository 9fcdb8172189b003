#include "ui/training/run_picker.h"

#include "ui/frame/theme.h"
#include "ui/runs/run_list_model.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kRowHeight = 28;
constexpr int kCheck = 16;
constexpr int kCheckLeft = 12;
constexpr int kNameLeft = 48;
constexpr int kPadding = 8;
constexpr int kIcon = 14;

/// How the width is shared; the last columns take what they need.
constexpr int kShares[] = {100, 150, 130, 150, 80, 100, 130};

} // namespace

QRect RunPickerDelegate::checkBox(const QRect& cell)
{
    return {cell.left() + kCheckLeft, cell.top() + (cell.height() - kCheck) / 2, kCheck, kCheck};
}

void RunPickerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colours& c = colours(option.palette);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, c.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, c.hover);
    painter->setPen(c.separator);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    QRect room = option.rect.adjusted(kPadding, 0, -kPadding, 0);
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
        font.setWeight(QFont::Medium);
    } else if (index.column() == RunListModel::Status) {
        const QRect place(room.left(), room.top() + (room.height() - kIcon) / 2, kIcon, kIcon);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, place);
        room.setLeft(room.left() + kIcon + 6);
    } else if (index.column() != RunListModel::Data && index.column() != RunListModel::Checkpoint) {
        ink = index.column() == RunListModel::Started ? c.text2 : ink;
    }
    painter->setFont(font);
    painter->setPen(ink);
    painter->drawText(room, int(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()) | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->restore();
}

bool RunPickerDelegate::editorEvent(
    QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (index.column() != RunListModel::Name || event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() != Qt::LeftButton || !checkBox(option.rect).adjusted(-6, -6, 6, 6).contains(mouse->pos()))
        return false;
    const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

RunPicker::RunPicker(QWidget* parent)
    : QTableView(parent)
{
    setObjectName(QStringLiteral("runTable"));
    setAccessibleName(tr("Runs"));
    setToolTip(tr("A check shows a run's curves behind those of the run in progress."));
    setItemDelegate(new RunPickerDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void RunPicker::setRuns(RunListModel* runs)
{
    m_runs = runs;
    setModel(runs);
    shareWidth();
}

void RunPicker::mark(const std::filesystem::path& run)
{
    for (std::size_t row = 0; row < m_runs->entries().size(); ++row)
        if (m_runs->entries()[row].directory == run)
            selectRow(int(row));
}

void RunPicker::shareWidth()
{
    if (!model())
        return;
    int all = 0;
    for (const int share : kShares)
        all += share;
    int used = 0;
    for (int column = 0; column < RunListModel::ColumnCount; ++column) {
        const bool last = column == RunListModel::ColumnCount - 1;
        const int width = last ? viewport()->width() - used : viewport()->width() * kShares[column] / all;
        setColumnWidth(column, std::max(width, 40));
        used += width;
    }
}

void RunPicker::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    shareWidth();
}

void RunPicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || !currentIndex().isValid())
        return QTableView::keyPressEvent(event);
    const QModelIndex name = currentIndex().siblingAtColumn(RunListModel::Name);
    const bool checked = name.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model()->setData(name, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace attune::ui
