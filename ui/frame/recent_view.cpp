#include "ui/frame/recent_view.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace attune::ui {

namespace {

    QString iconOf(RecentItem::Kind kind)
    {
        switch (kind) {
        case RecentItem::Kind::Data: return QStringLiteral("data");
        case RecentItem::Kind::Checkpoint: return QStringLiteral("model");
        case RecentItem::Kind::Run: break;
        }
        return QStringLiteral("train");
    }

    /// Icon, name, facts; figure and day at the right; a hairline below.
    class Row : public QStyledItemDelegate {
    public:
        using QStyledItemDelegate::QStyledItemDelegate;

        QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, RecentView::kRowHeight}; }

        void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
        {
            const auto item = index.data(RecentModel::kItemRole).value<RecentItem>();
            const Colours& c = colours(option.palette);
            const QRect row = option.rect;
            const bool current = (option.state & QStyle::State_HasFocus) != 0;
            if (current || (option.state & QStyle::State_MouseOver))
                painter->fillRect(row, current ? c.selection : c.hover);
            painter->fillRect(row.left(), row.bottom(), row.width(), 1, c.separator);
            paintIcon(*painter, iconOf(item.kind), QRect(row.left() + 8, row.center().y() - 8, 16, 16), c.text2);

            const auto write = [&](const QString& text, Type type, const QColor& ink, int left, int width, Qt::Alignment side) {
                painter->setFont(font(type));
                painter->setPen(ink);
                const QString fitting = painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
                painter->drawText(QRect(left, row.top(), width, row.height()), Qt::AlignVCenter | side, fitting);
            };
            const int day = 108, figure = item.figure.isEmpty() ? 0 : 136, name = qMin(250, row.width() / 3);
            const int facts = row.width() - 36 - name - 16 - figure - day - 16;
            write(item.name(), Type::PaneTitle, c.text, row.left() + 36, name, Qt::AlignLeft);
            write(item.facts, Type::Body, c.text2, row.left() + 36 + name + 16, facts, Qt::AlignLeft);
            if (figure)
                write(item.figure, Type::Body, c.text2, row.right() - day - figure, figure, Qt::AlignRight);
            write(index.data(RecentModel::kDayRole).toString(), Type::Secondary, c.text2, row.right() - day, day - 8, Qt::AlignRight);
        }
    };

} // namespace

RecentModel::RecentModel(const RecentItems& recent, QObject* parent)
    : QAbstractListModel(parent)
    , m_items(recent.items())
{
    connect(&recent, &RecentItems::changed, this, [this, &recent] {
        beginResetModel();
        m_items = recent.items();
        endResetModel();
    });
}

int RecentModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_items.size()); }

QVariant RecentModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RecentItem& item = m_items[index.row()];
    switch (role) {
    case Qt::DisplayRole: return item.name();
    case Qt::ToolTipRole: return item.path;
    case Qt::AccessibleDescriptionRole: return QStringLiteral("%1 %2").arg(item.facts, item.figure).trimmed();
    case kItemRole: return QVariant::fromValue(item);
    case kDayRole: return dayInWords(item.when, QDateTime::currentDateTime());
    default: return {};
    }
}

RecentView::RecentView(const RecentItems& recent, QWidget* parent)
    : QListView(parent)
{
    setModel(new RecentModel(recent, this));
    setItemDelegate(new Row(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Recent"));
    connect(this, &QListView::clicked, this, &RecentView::open);
}

void RecentView::open(const QModelIndex& index)
{
    if (index.isValid())
        Q_EMIT chosen(index.data(RecentModel::kItemRole).value<RecentItem>().path);
}

void RecentView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        open(currentIndex());
    else
        QListView::keyPressEvent(event);
}

QSize RecentView::sizeHint() const { return {600, kRowHeight * qMax(1, model()->rowCount())}; }

/// The keyboard comes to a row, not to an empty frame.
void RecentView::focusInEvent(QFocusEvent* event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model()->rowCount() > 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentIndex(model()->index(0, 0));
}

} // namespace attune::ui
