#include "ui/checkpoint/checkpoint_list.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace attune::ui {

namespace {

constexpr int kCaptionHeight = 36;
constexpr int kItemHeight = 48;

QString captionOf(CheckpointEntry::Origin origin)
{
    switch (origin) {
    case CheckpointEntry::Origin::Fetched:
        return CheckpointModel::tr("On this computer");
    case CheckpointEntry::Origin::Included:
        return CheckpointModel::tr("Included");
    case CheckpointEntry::Origin::Opened:
        break;
    }
    return CheckpointModel::tr("Opened folders");
}

/// A sentence as it goes on after a colon.
QString afterColon(QString sentence)
{
    if (sentence.size() > 1 && !sentence[1].isUpper())
        sentence[0] = sentence[0].toLower();
    return sentence;
}

QString lineOf(const CheckpointEntry& entry)
{
    if (entry.refusal)
        return CheckpointModel::tr("Cannot be used: %1").arg(afterColon(refusalCause(entry)));
    return entry.summary ? shapeLine(*entry.summary) : CheckpointModel::tr("Looking into the files");
}

class CheckpointDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {200, index.data(CheckpointModel::CaptionRole).toBool() ? kCaptionHeight : kItemHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& c = colours(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.data(CheckpointModel::CaptionRole).toBool()) {
            painter->setFont(font(Type::Secondary));
            painter->setPen(c.text2);
            painter->drawText(option.rect.adjusted(16, 8, -16, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        } else {
            paintEntry(painter, option, index);
        }
        painter->restore();
    }

private:
    static void paintEntry(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const auto& c = colours(option.palette);
        const auto tile = option.rect.adjusted(8, 0, -8, 0);
        const bool selected = option.state & QStyle::State_Selected;
        if (selected || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? c.selection : c.hover);
            painter->drawRoundedRect(tile, 6, 6);
        }
        if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
            painter->setPen(QPen(c.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(tile).adjusted(1, 1, -1, -1), 6, 6);
        }
        const bool refused = index.data(CheckpointModel::RefusedRole).toBool();
        const bool chosen = index.data(CheckpointModel::ChosenRole).toBool();
        const auto drawing = refused ? QStringLiteral("warning") : QStringLiteral("model");
        paintIcon(*painter, drawing, QRect(tile.left() + 11, tile.center().y() - 9, 20, 20),
            refused        ? c.error
                : selected ? c.accent
                           : c.text2);

        auto text = tile.adjusted(42, 7, -8, -7);
        if (chosen) {
            paintIcon(*painter, QStringLiteral("check"), QRect(text.right() - 15, tile.center().y() - 7, 16, 16), c.accent);
            text.setRight(text.right() - 24);
        }
        auto bold = font(Type::Body);
        bold.setWeight(QFont::Medium);
        painter->setFont(bold);
        painter->setPen(refused ? c.text2 : option.palette.color(QPalette::Text));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->setFont(font(Type::Secondary));
        painter->setPen(refused ? c.error : c.text2);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom,
            painter->fontMetrics().elidedText(index.data(CheckpointModel::LineRole).toString(), Qt::ElideRight, text.width()));
    }
};

} // namespace

int CheckpointModel::sectionEnd(CheckpointEntry::Origin origin)
{
    int row = 0;
    bool captioned = false;
    for (; row < rowCount(); ++row) {
        const auto& entry = m_lines[static_cast<std::size_t>(row)].entry;
        if (entry && entry->origin == origin)
            captioned = true;
        const auto next = static_cast<std::size_t>(row) + 1;
        if (captioned && (next == m_lines.size() || !m_lines[next].entry))
            return row + 1;
    }
    beginInsertRows({}, row, row);
    m_lines.push_back({captionOf(origin), nullptr});
    endInsertRows();
    return row + 1;
}

QModelIndex CheckpointModel::add(CheckpointEntry entry)
{
    if (const auto there = find(entry.directory); there.isValid())
        return there;
    const auto row = sectionEnd(entry.origin);
    beginInsertRows({}, row, row);
    m_lines.insert(m_lines.begin() + row, Line{{}, std::make_unique<CheckpointEntry>(std::move(entry))});
    endInsertRows();
    return index(row);
}

QModelIndex CheckpointModel::find(const std::filesystem::path& directory) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (const auto& entry = m_lines[static_cast<std::size_t>(row)].entry; entry && entry->directory == directory)
            return index(row);
    return {};
}

const CheckpointEntry* CheckpointModel::entry(const QModelIndex& index) const
{
    return index.isValid() ? m_lines[static_cast<std::size_t>(index.row())].entry.get() : nullptr;
}

void CheckpointModel::set(
    const std::filesystem::path& directory, std::optional<core::CheckpointSummary> summary, std::optional<Failure> refusal)
{
    const auto found = find(directory);
    if (!found.isValid())
        return;
    auto& entry = *m_lines[static_cast<std::size_t>(found.row())].entry;
    entry.summary = std::move(summary);
    entry.refusal = std::move(refusal);
    Q_EMIT dataChanged(found, found);
}

void CheckpointModel::setSummary(const std::filesystem::path& directory, const core::CheckpointSummary& summary)
{
    set(directory, summary, std::nullopt);
}

void CheckpointModel::setRefusal(const std::filesystem::path& directory, const Failure& refusal)
{
    set(directory, std::nullopt, refusal);
}

void CheckpointModel::setChosen(const std::filesystem::path& directory)
{
    m_chosen = directory;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ChosenRole, Qt::AccessibleTextRole});
}

int CheckpointModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant CheckpointModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& line = m_lines[static_cast<std::size_t>(index.row())];
    if (role == CaptionRole)
        return !line.entry;
    if (!line.entry)
        return role == Qt::DisplayRole ? QVariant(line.caption) : QVariant();
    const auto& entry = *line.entry;
    const bool chosen = !m_chosen.empty() && entry.directory == m_chosen;
    switch (role) {
    case Qt::DisplayRole:
        return entry.name;
    case LineRole:
        return lineOf(entry);
    case RefusedRole:
        return entry.refusal.has_value();
    case ChosenRole:
        return chosen;
    case Qt::ToolTipRole:
        return toolTip(entry.refusal ? lineOf(entry) : shortPath(entry.directory));
    case Qt::AccessibleTextRole:
        return chosen ? tr("%1, %2, in use").arg(entry.name, lineOf(entry))
                      : QStringLiteral("%1, %2").arg(entry.name, lineOf(entry));
    default:
        return {};
    }
}

Qt::ItemFlags CheckpointModel::flags(const QModelIndex& index) const
{
    return entry(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

CheckpointList::CheckpointList(CheckpointModel* model, QWidget* parent)
    : QListView(parent)
{
    setModel(model);
    setItemDelegate(new CheckpointDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Models"));
}

void CheckpointList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT shown(current);
}

} // namespace attune::ui
