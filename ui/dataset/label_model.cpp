#include "ui/dataset/label_list.h"
#include "ui/words.h"

#include <QMimeData>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kNameBytes = 200;
const QString kMimeType = QStringLiteral("application/x-attune-label");

} // namespace

void LabelModel::set(std::vector<LabelClass> classes)
{
    beginResetModel();
    m_classes = std::move(classes);
    m_used = 0;
    m_total = m_largest = 0;
    for (const auto& one : m_classes) {
        if (one.leftOut)
            continue;
        ++m_used;
        m_total += one.rows;
        m_largest = std::max(m_largest, one.rows);
    }
    endResetModel();
}

void LabelModel::setLocked(bool locked)
{
    m_locked = locked;
}

int LabelModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_classes.size());
}

QVariant LabelModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& one = at(index.row());
    const auto of = [&](std::size_t whole) { return whole ? static_cast<double>(one.rows) / static_cast<double>(whole) : 0.0; };
    switch (role) {
    case Qt::DisplayRole:
        return oneLine(one.name, kNameBytes);
    case Qt::EditRole:
        return fromUtf8(one.name, one.name.size());
    case CountRole:
        return static_cast<qulonglong>(one.rows);
    case ShareRole:
        return of(m_total);
    case BarRole:
        return one.leftOut ? 0.0 : of(m_largest);
    case LeftOutRole:
        return one.leftOut;
    case SpellingsRole: {
        QStringList spellings;
        if (!one.leftOut && !(one.spellings.size() == 1 && one.spellings.front() == one.name))
            for (const auto& spelling : one.spellings)
                spellings << oneLine(spelling, kNameBytes);
        return spellings;
    }
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        const auto name = oneLine(one.name, kNameBytes);
        if (one.leftOut)
            return tr("%1: left out, %2").arg(name, counted(one.rows, tr("1 row"), tr("%1 rows")));
        const auto spellings = data(index, SpellingsRole).toStringList();
        const auto words = tr("%1: %2, %3").arg(name, counted(one.rows, tr("1 row"), tr("%1 rows")), percent(of(m_total)));
        return spellings.isEmpty() ? words : tr("%1; in the file: %2").arg(words, spellings.join(QStringLiteral(", ")));
    }
    default:
        return {};
    }
}

bool LabelModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto name = value.toString().trimmed();
    if (role != Qt::EditRole || !index.isValid() || name.isEmpty())
        return false;
    // Queued: the field in which the name was typed is still open.
    QMetaObject::invokeMethod(
        this, [this, old = data(index, Qt::EditRole).toString(), name] { Q_EMIT renameRequested(old, name); },
        Qt::QueuedConnection);
    return true;
}

Qt::ItemFlags LabelModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return m_locked ? Qt::NoItemFlags : Qt::ItemIsDropEnabled; // between two classes
    auto flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (!m_locked && !at(index.row()).leftOut)
        flags |= Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
    return flags;
}

QStringList LabelModel::mimeTypes() const
{
    return {kMimeType};
}

QMimeData* LabelModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto* data = new QMimeData;
    data->setData(kMimeType, QByteArray::number(indexes.front().row()));
    return data;
}

bool LabelModel::moveRows(const QModelIndex& from, int row, int, const QModelIndex& to, int before)
{
    if (m_locked || m_moving || from.isValid() || to.isValid() || row >= m_used)
        return false;
    m_moving = true;
    // Queued: the drag is still going on. Where to is counted without the class that moves.
    QMetaObject::invokeMethod(
        this,
        [this, row, to = std::min(before, m_used) - (before > row ? 1 : 0)] {
            m_moving = false;
            Q_EMIT moveRequested(row, to);
        },
        Qt::QueuedConnection);
    return true;
}

} // namespace attune::ui
