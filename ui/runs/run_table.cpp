#include "ui/runs/run_table.h"

#include "ui/words.h"

namespace attune::ui {

RunTable::RunTable(RunListModel* runs, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_runs(runs)
{
    setSourceModel(runs);
    setDynamicSortFilter(true);
}

void RunTable::setWords(const QString& words)
{
    m_words = words.trimmed();
    invalidateFilter();
}

const RunEntry* RunTable::entry(const QModelIndex& index) const
{
    return index.isValid() ? m_runs->entry(mapToSource(index)) : nullptr;
}

QModelIndex RunTable::find(const std::filesystem::path& directory) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (const auto* run = entry(index(row, 0)); run && run->directory == directory)
            return index(row, 0);
    return {};
}

Qt::ItemFlags RunTable::flags(const QModelIndex& index) const
{
    const auto flags = QSortFilterProxyModel::flags(index);
    return index.isValid() && index.column() == RunListModel::Name ? flags | Qt::ItemIsEditable : flags;
}

QVariant RunTable::data(const QModelIndex& index, int role) const
{
    return QSortFilterProxyModel::data(index, role == Qt::EditRole ? int(Qt::DisplayRole) : role);
}

bool RunTable::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole)
        return QSortFilterProxyModel::setData(index, value, role);
    const auto* run = entry(index);
    const auto name = value.toString().trimmed();
    if (!run || index.column() != RunListModel::Name || name == run->name())
        return false;
    Q_EMIT renameRequested(fromPath(run->directory), name); // written away from here: the list changes once it is
    return true;
}

bool RunTable::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto* a = m_runs->entry(left);
    const auto* b = m_runs->entry(right);
    if (!a || !b)
        return false;
    switch (left.column()) {
    case RunListModel::Best: // figures of one name stand together
        return std::pair(a->bestMetric(), a->bestValue()) < std::pair(b->bestMetric(), b->bestValue());
    case RunListModel::Duration:
        return a->saved.summary.seconds < b->saved.summary.seconds;
    case RunListModel::Started:
        return a->saved.started < b->saved.started;
    default:
        return QString::localeAwareCompare(left.data().toString(), right.data().toString()) < 0;
    }
}

bool RunTable::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_words.isEmpty())
        return true;
    for (const int column : {RunListModel::Name, RunListModel::Data, RunListModel::Checkpoint, RunListModel::Status})
        if (m_runs->index(row, column, parent).data().toString().contains(m_words, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace attune::ui
