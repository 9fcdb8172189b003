#include "ui/dataset/label_list.h"

#include "ui/frame/table_copy.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kClassHeight = 48;
constexpr int kLeftOutHeight = 32;
constexpr int kMargin = 16;
constexpr int kNameLeft = 44; // right of handle and index

struct Line {
    QRect whole; ///< name to share
    int shareWidth;
    int countWidth;
    int right() const { return whole.right() - shareWidth - countWidth - 20; } ///< where names and spellings end
};

QFont medium(Type type, QFont::Weight weight)
{
    auto font = ui::font(type);
    font.setWeight(weight);
    return font;
}

class BarDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {120, index.data(LabelModel::LeftOutRole).toBool() ? kLeftOutHeight : kClassHeight};
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        auto* field = new QLineEdit(parent);
        field->setAccessibleName(tr("New name of %1").arg(index.data().toString()));
        field->setFrame(true);
        return field;
    }

    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto line = lineOf(option, index);
        editor->setGeometry(line.whole.left() - 6, line.whole.top() - 3, std::max(120, line.right() - line.whole.left()), 26);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& c = colours(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected)
            painter->fillRect(
                option.rect, option.state & QStyle::State_HasFocus || option.widget->hasFocus() ? c.selection : c.hover);
        const auto line = lineOf(option, index);
        const bool leftOut = index.data(LabelModel::LeftOutRole).toBool();
        painter->setFont(ui::font(Type::Secondary));
        painter->setPen(c.text2);
        painter->drawText(line.whole, Qt::AlignRight | Qt::AlignVCenter, percent(index.data(LabelModel::ShareRole).toDouble()));
        painter->setFont(leftOut ? ui::font(Type::Body) : medium(Type::Body, QFont::DemiBold));
        painter->setPen(leftOut ? c.text2 : option.palette.color(QPalette::Text));
        painter->drawText(line.whole.adjusted(0, 0, -line.shareWidth - 8, 0), Qt::AlignRight | Qt::AlignVCenter,
            number(index.data(LabelModel::CountRole).toULongLong()));
        if (leftOut)
            paintLeftOut(painter, line, index, c);
        else
            paintClass(painter, option, line, index, c);
        painter->restore();
    }

private:
    Line lineOf(const QStyleOptionViewItem& option, const QModelIndex& index) const
    {
        auto whole = option.rect.adjusted(kNameLeft, 6, -kMargin, 0);
        whole.setHeight(20);
        const QFontMetrics share(ui::font(Type::Secondary)), count(medium(Type::Body, QFont::DemiBold));
        return {whole, share.horizontalAdvance(percent(1)),
            count.horizontalAdvance(number(index.data(LabelModel::CountRole).toULongLong()))};
    }

    /// A chip; how wide it is.
    int paintChip(QPainter* painter, const QRect& line, int x, int right, const QString& words, const Colours& c) const
    {
        painter->setFont(ui::font(Type::Caption));
        const auto room = right - x - 14;
        if (room < 12)
            return 0;
        const auto shown = painter->fontMetrics().elidedText(words, Qt::ElideRight, room);
        const QRectF chip(x, line.top(), painter->fontMetrics().horizontalAdvance(shown) + 14, 20);
        painter->setPen(c.buttonEdge);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(chip.adjusted(.5, .5, -.5, -.5), 4, 4);
        painter->setPen(c.text2);
        painter->drawText(chip, Qt::AlignCenter | Qt::TextSingleLine, shown);
        return static_cast<int>(chip.width()) + 4;
    }

    void paintLeftOut(QPainter* painter, const Line& line, const QModelIndex& index, const Colours& c) const
    {
        painter->setFont(ui::font(Type::Secondary));
        painter->setPen(c.text2);
        const auto words = LabelModel::tr("Left out");
        painter->drawText(line.whole, Qt::AlignLeft | Qt::AlignVCenter, words);
        const auto x = line.whole.left() + painter->fontMetrics().horizontalAdvance(words) + 8;
        paintChip(painter, line.whole, x, line.right(), index.data().toString(), c);
    }

    void paintClass(
        QPainter* painter, const QStyleOptionViewItem& option, const Line& line, const QModelIndex& index, const Colours& c) const
    {
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.text3);
        for (int dot = 0; dot < 6; ++dot)
            painter->drawEllipse(QRectF(kMargin - 1 + 4 * (dot % 2), option.rect.top() + 15 + 4 * (dot / 2), 1.6, 1.6));
        painter->setFont(ui::font(Type::Secondary));
        painter->setPen(c.text3);
        painter->drawText(QRect(kMargin + 8, line.whole.top(), kNameLeft - kMargin - 16, line.whole.height()),
            Qt::AlignRight | Qt::AlignVCenter, number(static_cast<std::uint64_t>(index.row())));

        painter->setFont(medium(Type::Body, QFont::Medium));
        painter->setPen(option.palette.color(QPalette::Text));
        const auto name =
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, line.right() - line.whole.left());
        painter->drawText(line.whole, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
        int x = line.whole.left() + painter->fontMetrics().horizontalAdvance(name) + 12;
        for (const auto& spelling : index.data(LabelModel::SpellingsRole).toStringList()) {
            const auto width = paintChip(painter, line.whole, x, line.right(), spelling, c);
            if (width == 0)
                break;
            x += width;
        }

        const QRectF track(line.whole.left(), line.whole.bottom() + 5, line.whole.width(), 6);
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? c.surface : c.hover);
        painter->drawRoundedRect(track, 3, 3);
        auto bar = track;
        bar.setWidth(std::max(4.0, track.width() * index.data(LabelModel::BarRole).toDouble()));
        painter->setBrush(c.accent);
        painter->drawRoundedRect(bar, 3, 3);
    }
};

} // namespace

LabelList::LabelList(LabelModel* model, QWidget* parent)
    : QListView(parent)
    , m_model(model)
{
    setModel(model);
    setItemDelegate(new BarDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    setDragDropMode(QAbstractItemView::InternalMove);
    setDropIndicatorShown(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setTabKeyNavigation(false);
    setAccessibleName(tr("Labels and how many rows each has"));
    enableCopying(this);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_current = currentIndex().row(); });
    connect(model, &QAbstractItemModel::modelReset, this, &LabelList::keepPlace);
}

/// The keyboard stays where it was when the classes are shown anew.
void LabelList::keepPlace()
{
    updateGeometry();
    if (m_current >= 0 && m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(std::min(m_current, m_model->rowCount() - 1)));
    Q_EMIT selectionMoved();
}

std::vector<std::string> LabelList::selectedClasses() const
{
    std::vector<int> rows;
    for (const auto& index : selectionModel()->selectedIndexes())
        if (!index.data(LabelModel::LeftOutRole).toBool())
            rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    std::vector<std::string> names;
    for (const int row : rows)
        names.push_back(m_model->at(row).name);
    return names;
}

void LabelList::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

QSize LabelList::sizeHint() const
{
    const int leftOut = m_model->rowCount() - m_model->used();
    return {200, kClassHeight * m_model->used() + kLeftOutHeight * leftOut + 2};
}

QSize LabelList::minimumSizeHint() const
{
    return {200, std::min(sizeHint().height(), 3 * kClassHeight)};
}

} // namespace attune::ui
