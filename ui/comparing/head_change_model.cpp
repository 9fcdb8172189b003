#include "ui/comparing/head_change_model.h"

#include "ui/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace attune::ui {

namespace {

/// In hundredths of all attention that a token gives.
QString figure(float change) { return decimal(100 * double(change), 1); }

constexpr Qt::Alignment kFigures = Qt::AlignRight | Qt::AlignVCenter;

} // namespace

QString headChangeInWords(const core::AttentionChange::Head& head)
{
    return QCoreApplication::translate("HeadChange", "Layer %1, head %2: what one token gives another changed by %3 % of its attention on average.")
        .arg(head.layer + 1)
        .arg(head.head + 1)
        .arg(decimal(100 * double(head.change), 2));
}

void HeadChangeModel::setChange(const core::AttentionChange* change)
{
    beginResetModel();
    m_layers = change ? int(change->layers) : 0;
    m_heads = change ? int(change->heads) : 0;
    m_changes = change ? change->byHead : std::vector<float>();
    m_largest = m_changes.empty() ? 0 : *std::max_element(m_changes.begin(), m_changes.end());
    endResetModel();
}

QVariant HeadChangeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const float change = m_changes[std::size_t(index.row() * m_heads + index.column())];
    switch (role) {
    case Qt::DisplayRole: return figure(change);
    case Qt::EditRole: return double(change);
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return headChangeInWords({std::size_t(index.row()), std::size_t(index.column()), change});
    case ShareRole: return m_largest > 0 ? double(change / m_largest) : 0.0;
    default: return {};
    }
}

QVariant HeadChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::DisplayRole)
        return section + 1;
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return (orientation == Qt::Horizontal ? tr("Head %1") : tr("Layer %1")).arg(section + 1);
    return QAbstractTableModel::headerData(section, orientation, role);
}

void RankedHeadModel::setChange(const core::AttentionChange* change)
{
    beginResetModel();
    m_heads = change ? change->ranked() : std::vector<core::AttentionChange::Head>();
    endResetModel();
}

QVariant RankedHeadModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const core::AttentionChange::Head& one = head(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(kFigures);
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return headChangeInWords(one);
    if (role == Qt::EditRole && index.column() == Change)
        return double(one.change);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    switch (index.column()) {
    case Layer: return int(one.layer) + 1;
    case Head: return int(one.head) + 1;
    case Change: return tr("%1 %").arg(decimal(100 * double(one.change), 2));
    default: return {};
    }
}

QVariant RankedHeadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(kFigures);
    if (role == Qt::ToolTipRole && section == Change)
        return tr("Mean absolute difference over all pairs of tokens, in hundredths of the attention that a token gives.");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Layer: return tr("Layer");
    case Head: return tr("Head");
    case Change: return tr("Change");
    default: return {};
    }
}

} // namespace attune::ui
