#include "ui/comparing/changed_heads_pane.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/pane.h"
#include "ui/frame/row_view.h"
#include "ui/frame/table_copy.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kCell = 22; // height
constexpr int kMostRowsInSight = 12;

/// A cell is tinted by its share of the largest change; the figure stands in it where there is room.
class HeadCellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Colours& c = colours(option.palette);
        const QRect cell = option.rect.adjusted(0, 0, -1, -1);
        painter->save();
        painter->fillRect(cell, attributionTint(index.data(HeadChangeModel::ShareRole).toDouble(), 1, option.palette));
        QString figure = index.data().toString();
        painter->setFont(ui::font(Type::Caption));
        painter->setPen(c.text);
        if (painter->fontMetrics().horizontalAdvance(figure) > cell.width())
            figure = decimal(100 * index.data(Qt::EditRole).toDouble(), 0);
        if (painter->fontMetrics().horizontalAdvance(figure) <= cell.width())
            painter->drawText(cell, Qt::AlignCenter, figure);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(QPen(c.accent, 2));
            painter->drawRect(QRectF(cell).adjusted(1, 1, -1, -1));
        }
        painter->restore();
    }
};

/// The list's rows as everywhere.
class HeadRowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        paintRowGround(*painter, option, index);
        painter->setFont(ui::font(Type::Body));
        painter->setPen(colours(option.palette).text);
        paintCellText(*painter, option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0), index);
        paintRowLine(*painter, option);
        painter->restore();
    }
};

} // namespace

ChangedHeadsPane::ChangedHeadsPane(QWidget* parent)
    : QWidget(parent)
    , m_changes(new HeadChangeModel(this))
    , m_ranked(new RankedHeadModel(this))
    , m_table(new QTableView)
    , m_list(new RowView)
{
    setFixedWidth(288);
    auto* title = new PaneTitle(tr("Changed heads"));
    title->setFact(tr("layers by heads"));
    title->setFixedHeight(44);
    title->setToolTip(ui::toolTip(tr("By how much what one token gives another differs between the two, on average over all pairs of tokens, in % of what "
                                     "a token gives. A head that changed is not yet one that matters.")));

    m_table->setObjectName(QStringLiteral("headTable"));
    m_table->setAccessibleName(tr("Change of each head: layers down, heads across"));
    m_table->setModel(m_changes);
    m_table->setItemDelegate(new HeadCellDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (QHeaderView* header : {m_table->horizontalHeader(), m_table->verticalHeader()}) {
        header->setFont(ui::font(Type::Caption));
        header->setMinimumSectionSize(12);
        header->setHighlightSections(true);
        header->setSectionsClickable(false);
        header->setDefaultAlignment(Qt::AlignCenter);
    }
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setFixedHeight(kCell);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(kCell);
    m_table->verticalHeader()->setFixedWidth(kCell);
    enableCopying(m_table);

    m_list->setObjectName(QStringLiteral("rankedHeads"));
    m_list->setAccessibleName(tr("Heads, those that changed most first"));
    m_list->setModel(m_ranked);
    m_list->setItemDelegate(new HeadRowDelegate(m_list));
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    enableCopying(m_list);

    const QString explained = tr("By how much each head looks elsewhere: the mean absolute difference of its two maps, in % of what a token gives. A click shows the "
                                 "head. A head that changed much is not yet one that matters for the answer, and one that changed little may read something else "
                                 "now, since the layers below it changed.");
    m_table->setWhatsThis(explained);
    m_list->setWhatsThis(explained);

    auto* table = new QVBoxLayout;
    table->setContentsMargins(16, 0, 16, 12);
    table->addWidget(m_table);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(title);
    rows->addLayout(table);
    rows->addWidget(new Separator);
    rows->addWidget(m_list, 1);

    for (const auto signal : {&QAbstractItemView::clicked, &QAbstractItemView::activated}) {
        connect(m_table, signal, this, [this](const QModelIndex& index) { choose(std::size_t(index.row()), std::size_t(index.column())); });
        connect(m_list, signal, this, [this](const QModelIndex& index) { choose(m_ranked->head(index.row()).layer, m_ranked->head(index.row()).head); });
    }
    setChange(nullptr);
}

void ChangedHeadsPane::setChange(const core::AttentionChange* change)
{
    m_changes->setChange(change);
    m_ranked->setChange(change);
    m_table->setFixedHeight(kCell * (1 + std::min(kMostRowsInSight, m_changes->rowCount())));
    mark();
}

void ChangedHeadsPane::setHead(std::size_t layer, std::optional<std::size_t> head)
{
    m_head = head ? std::optional(std::pair(layer, *head)) : std::nullopt;
    mark();
}

void ChangedHeadsPane::choose(std::size_t layer, std::size_t head)
{
    setHead(layer, head);
    Q_EMIT headChosen(layer, head);
}

/// Both views point at the head that is shown.
void ChangedHeadsPane::mark()
{
    QModelIndex inTable, inList;
    if (m_head) {
        inTable = m_changes->index(int(m_head->first), int(m_head->second));
        for (int row = 0; row < m_ranked->rowCount(); ++row)
            if (m_ranked->head(row).layer == m_head->first && m_ranked->head(row).head == m_head->second)
                inList = m_ranked->index(row, 0);
    }
    for (const auto& [view, index] : {std::pair<QAbstractItemView*, QModelIndex>(m_table, inTable), {m_list, inList}}) {
        if (!index.isValid())
            view->clearSelection();
        else if (view->currentIndex().row() != index.row() || view->currentIndex().column() != index.column() || !view->selectionModel()->hasSelection())
            view->setCurrentIndex(index); // and several rows that were chosen to be copied stay chosen
    }
}

} // namespace attune::ui
