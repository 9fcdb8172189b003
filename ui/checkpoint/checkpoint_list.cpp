#include "ui/checkpoint/checkpoint_list.h"

#include "ui/frame/theme.h"
#include "ui/training/wording.h"
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
    case CheckpointEntry::Origin::Included:
        return CheckpointModel::tr("Included");
    case CheckpointEntry::Origin::Fetched:
        return CheckpointModel::tr("On this computer");
    case CheckpointEntry::Origin::Run:
        return CheckpointModel::tr("Trained here");
    case CheckpointEntry::Origin::Cached:
        return CheckpointModel::tr("In HuggingFace's cache");
    case CheckpointEntry::Origin::Opened:
        break;
    }
    return CheckpointModel::tr("Opened lately");
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

QString spoken(const CheckpointEntry& entry, bool chosen)
{
    QStringList parts{entry.name, lineOf(entry)};
    if (const auto shortage = shortageLine(entry); !shortage.isEmpty())
        parts << shortage;
    if (entry.forecast && entry.forecast->seconds)
        parts << CheckpointModel::tr("training takes about %1").arg(roughDuration(*entry.forecast->seconds));
    if (chosen)
        parts << CheckpointModel::tr("in use");
    return parts.join(QStringLiteral(", "));
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
        const auto shortage = index.data(CheckpointModel::ShortageRole).toString();
        const auto drawing = refused                            ? QStringLiteral("error")
            : !shortage.isEmpty()                               ? QStringLiteral("warning")
            : index.data(CheckpointModel::TrainedRole).toBool() ? QStringLiteral("train")
                                                                : QStringLiteral("model");
        paintIcon(*painter, drawing, QRect(tile.left() + 11, tile.center().y() - 9, 20, 20), selected && !refused ? c.accent : c.text2);

        auto text = tile.adjusted(42, 7, -8, -7);
        if (chosen) {
            paintIcon(*painter, QStringLiteral("check"), QRect(text.right() - 15, tile.center().y() - 7, 16, 16), c.accent);
            text.setRight(text.right() - 24);
        }
        if (const auto time = index.data(CheckpointModel::TimeRole).toString(); !time.isEmpty()) {
            painter->setFont(font(Type::Secondary));
            painter->setPen(c.text2);
            painter->drawText(QRect(text.left(), tile.top(), text.width(), tile.height()), Qt::AlignRight | Qt::AlignVCenter, time);
            text.setRight(text.right() - painter->fontMetrics().horizontalAdvance(time) - 8);
        }
        auto bold = font(Type::Body);
        bold.setWeight(QFont::Medium);
        painter->setFont(bold);
        painter->setPen(refused ? c.text2 : option.palette.color(QPalette::Text));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->setFont(font(Type::Secondary));
        painter->setPen(refused ? c.error : !shortage.isEmpty() ? c.warning : c.text2);
        const auto line = shortage.isEmpty() ? index.data(CheckpointModel::LineRole).toString() : shortage;
        painter->drawText(
            text, Qt::AlignLeft | Qt::AlignBottom, painter->fontMetrics().elidedText(line, Qt::ElideRight, text.width()));
    }
};

} // namespace

/// The row after the last of `origin`'s section, which is made where it belongs when there is none yet.
int CheckpointModel::sectionEnd(CheckpointEntry::Origin origin)
{
    int row = 0, caption = 0;
    bool captioned = false;
    for (const auto& line : m_lines) {
        if (!line.entry)
            caption = row;
        else if (line.entry->origin > origin)
            break;
        else if (line.entry->origin == origin)
            captioned = true;
        ++row;
    }
    const auto here = row == rowCount() ? row : caption; // before the caption of the section behind
    if (captioned)
        return here;
    beginInsertRows({}, here, here);
    m_lines.insert(m_lines.begin() + here, Line{captionOf(origin), nullptr});
    endInsertRows();
    return here + 1;
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

void CheckpointModel::setForecast(const std::filesystem::path& directory, const std::optional<core::TrainingForecast>& forecast)
{
    const auto found = find(directory);
    if (!found.isValid())
        return;
    m_lines[static_cast<std::size_t>(found.row())].entry->forecast = forecast;
    Q_EMIT dataChanged(found, found);
}

void CheckpointModel::remove(const std::filesystem::path& directory)
{
    const auto found = find(directory);
    if (!found.isValid())
        return;
    const auto row = static_cast<std::size_t>(found.row());
    const bool alone = !m_lines[row - 1].entry && (row + 1 == m_lines.size() || !m_lines[row + 1].entry);
    const auto first = alone ? row - 1 : row;
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(row));
    m_lines.erase(m_lines.begin() + static_cast<std::ptrdiff_t>(first), m_lines.begin() + static_cast<std::ptrdiff_t>(row) + 1);
    endRemoveRows();
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
    case TimeRole:
        return entry.forecast && entry.forecast->seconds ? roughDuration(*entry.forecast->seconds) : QString();
    case TrainedRole:
        return entry.origin == CheckpointEntry::Origin::Run;
    case ShortageRole:
        return shortageLine(entry);
    case Qt::ToolTipRole:
        return toolTip(entry.refusal ? lineOf(entry) : shortPath(entry.directory));
    case Qt::AccessibleTextRole:
        return spoken(entry, chosen);
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
    connect(model, &QAbstractItemModel::rowsInserted, this, &CheckpointList::applyFilter);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &CheckpointList::applyFilter);
}

void CheckpointList::setFilter(const QString& words)
{
    m_filter = words.trimmed();
    applyFilter();
}

void CheckpointList::applyFilter()
{
    int caption = -1;
    for (int row = 0; row < model()->rowCount(); ++row) {
        const auto index = model()->index(row, 0);
        const bool isCaption = index.data(CheckpointModel::CaptionRole).toBool();
        const bool shown = !isCaption && index.data().toString().contains(m_filter, Qt::CaseInsensitive);
        setRowHidden(row, !shown);
        if (isCaption)
            caption = row;
        else if (shown && caption >= 0)
            setRowHidden(caption, false);
    }
}

void CheckpointList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT shown(current);
}

} // namespace attune::ui
