#include "ui/dataset/label_list.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <numeric>

namespace attune::ui {

namespace {

constexpr int kItemHeight = 44;
constexpr int kMargin = 16;
constexpr int kIndexWidth = 24;

class BarDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {120, kItemHeight}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& c = colours(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        auto line = option.rect.adjusted(kMargin, 6, -kMargin, 0);
        line.setHeight(20);
        painter->setFont(font(Type::Secondary));
        painter->setPen(c.text3);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, number(static_cast<std::uint64_t>(index.row())));
        painter->setPen(c.text2);
        const auto share = percent(index.data(LabelModel::ShareRole).toDouble());
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, share);
        const auto shareWidth = painter->fontMetrics().horizontalAdvance(percent(1));

        auto rows = font(Type::Body);
        rows.setWeight(QFont::DemiBold);
        painter->setFont(rows);
        painter->setPen(option.palette.color(QPalette::Text));
        const auto count = number(index.data(LabelModel::CountRole).toULongLong());
        painter->drawText(line.adjusted(0, 0, -shareWidth - 8, 0), Qt::AlignRight | Qt::AlignVCenter, count);
        const auto countWidth = painter->fontMetrics().horizontalAdvance(count);

        auto name = font(Type::Body);
        name.setWeight(QFont::Medium);
        painter->setFont(name);
        const auto nameRect = line.adjusted(kIndexWidth, 0, -shareWidth - countWidth - 20, 0);
        painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, nameRect.width()));

        const QRectF track(line.left() + kIndexWidth, line.bottom() + 4, line.width() - kIndexWidth, 6);
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.hover);
        painter->drawRoundedRect(track, 3, 3);
        auto bar = track;
        bar.setWidth(std::max(4.0, track.width() * index.data(LabelModel::BarRole).toDouble()));
        painter->setBrush(c.accent);
        painter->drawRoundedRect(bar, 3, 3);
        painter->restore();
    }
};

} // namespace

void LabelModel::set(std::vector<std::string> labels, std::vector<std::size_t> counts)
{
    beginResetModel();
    m_labels = std::move(labels);
    m_counts = std::move(counts);
    m_total = std::accumulate(m_counts.begin(), m_counts.end(), std::size_t{0});
    m_largest = m_counts.empty() ? 0 : *std::max_element(m_counts.begin(), m_counts.end());
    endResetModel();
}

int LabelModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_labels.size());
}

QVariant LabelModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& label = m_labels[static_cast<std::size_t>(index.row())];
    const auto rows = m_counts[static_cast<std::size_t>(index.row())];
    const auto of = [rows](std::size_t whole) { return whole ? static_cast<double>(rows) / static_cast<double>(whole) : 0.0; };
    switch (role) {
    case Qt::DisplayRole:
        return oneLine(label, 200);
    case CountRole:
        return static_cast<qulonglong>(rows);
    case ShareRole:
        return of(m_total);
    case BarRole:
        return of(m_largest);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return tr("%1: %2 rows, %3").arg(oneLine(label, 200), number(rows), percent(of(m_total)));
    default:
        return {};
    }
}

LabelList::LabelList(LabelModel* model, QWidget* parent)
    : QListView(parent)
{
    setModel(model);
    setItemDelegate(new BarDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::NoSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setAccessibleName(tr("Labels and how many rows each has"));
    connect(model, &QAbstractItemModel::modelReset, this, &LabelList::updateGeometry);
}

QSize LabelList::sizeHint() const
{
    return {200, kItemHeight * model()->rowCount()};
}

QSize LabelList::minimumSizeHint() const
{
    return {200, kItemHeight * std::min(3, model()->rowCount())};
}

} // namespace attune::ui
