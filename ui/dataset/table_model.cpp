#include "ui/dataset/table_model.h"

#include "ui/words.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kCellBytes = 400; // more than any cell is wide
constexpr std::size_t kToolTipBytes = 2000;

QVariant problemData(const core::RowProblem& problem, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        if (column == 0)
            return problem.line ? number(problem.line) : QString();
        return column == 1 ? oneLine(problem.raw, kCellBytes) : QString();
    case Qt::EditRole:
        if (column == 0)
            return problem.line ? QString::number(problem.line) : QString();
        return column == 1 ? fromUtf8(problem.raw, problem.raw.size()) : QString();
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return TableModel::tr("Line %1: %2. %3.")
            .arg(number(problem.line), fromUtf8(problem.reason, kToolTipBytes),
                capitalised(fromUtf8(problem.action, kToolTipBytes)));
    case TableModel::ReasonRole:
        return capitalised(fromUtf8(problem.reason, kToolTipBytes));
    case TableModel::ActionRole:
        return fromUtf8(problem.action, kToolTipBytes);
    case TableModel::RawRole:
        return oneLine(problem.raw, kCellBytes);
    default:
        return {};
    }
}

QVariant rowData(const core::Row& row, int column, int role)
{
    if (column == 0)
        return role == Qt::DisplayRole ? QVariant(number(row.line))
            : role == Qt::EditRole     ? QVariant(QString::number(row.line))
                                       : QVariant();
    const auto field = row.fields[static_cast<std::size_t>(column - 1)];
    if (role == Qt::DisplayRole)
        return oneLine(field, kCellBytes);
    if (role == Qt::EditRole)
        return fromUtf8(field, field.size());
    return role == Qt::ToolTipRole ? QVariant(toolTip(fromUtf8(field, kToolTipBytes))) : QVariant();
}

} // namespace

void TableModel::set(std::shared_ptr<const Preview> preview, std::optional<core::ColumnRoles> roles, core::LabelMap labels)
{
    beginResetModel();
    // Other labels or roles leave the rows where they are.
    if (!preview || !m_preview || &preview->table() != &m_preview->table() || preview->size() != m_preview->size())
        m_order = nullptr;
    m_preview = std::move(preview);
    m_roles = std::move(roles);
    m_labels = std::move(labels);
    endResetModel();
}

void TableModel::setOrder(std::shared_ptr<const RowPositions> order)
{
    if (order == m_order)
        return;
    beginResetModel();
    m_order = std::move(order);
    endResetModel();
}

int TableModel::rowOf(std::size_t position) const
{
    if (!m_order)
        return position < m_preview->size() ? static_cast<int>(position) : -1;
    const auto found = std::find(m_order->begin(), m_order->end(), position);
    return found == m_order->end() ? -1 : static_cast<int>(found - m_order->begin());
}

/// What became of a label, where that is not what stands in the file.
QVariant TableModel::labelData(std::string_view label, int role) const
{
    const auto name = m_labels.nameOf(label);
    if (role == LeftOutRole)
        return !name;
    return name && *name != label ? QVariant(oneLine(*name, kCellBytes)) : QVariant();
}

ColumnRole TableModel::columnRole(int section) const
{
    return m_roles && section > 0 ? roleOf(*m_roles, static_cast<std::size_t>(section - 1)) : ColumnRole::Ignore;
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_order ? m_order->size() : m_preview->size());
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->table().columns.size()) + 1;
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((index.column() == 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    const auto entry = m_preview->at(position(index.row()));
    if (role == ClassRole || role == LeftOutRole)
        return entry.problem || !m_roles || m_labels.names.empty() ? QVariant()
                                                                   : labelData(entry.row->fields[m_roles->label], role);
    return entry.problem ? problemData(*entry.problem, index.column(), role) : rowData(*entry.row, index.column(), role);
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_preview || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const auto name =
        section == 0 ? tr("Line") : oneLine(m_preview->table().columns[static_cast<std::size_t>(section - 1)], kCellBytes);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case Qt::ToolTipRole:
        return section == 0
            ? tr("The line of the file on which the row begins. A click sorts the rows by it.")
            : toolTip(tr("%1\nA click on the name sorts the rows, a click below it says what the column is used as.").arg(name));
    case Qt::AccessibleTextRole:
        return section == 0 ? name : tr("%1, used as: %2").arg(name, columnRoleName(columnRole(section)));
    case ColumnRoleRole:
        return QVariant::fromValue(static_cast<int>(columnRole(section)));
    default:
        return {};
    }
}

} // namespace attune::ui
