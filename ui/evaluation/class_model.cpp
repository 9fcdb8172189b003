#include "ui/evaluation/class_model.h"

#include "ui/words.h"

namespace attune::ui {

namespace {

QString figure(std::optional<double> value)
{
    return value ? decimal(*value, 3) : QStringLiteral("–");
}

} // namespace

void ClassModel::set(std::shared_ptr<const Evaluation> evaluation)
{
    beginResetModel();
    m_evaluation = std::move(evaluation);
    endResetModel();
}

int ClassModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_evaluation ? 0 : static_cast<int>(m_evaluation->labels().size());
}

int ClassModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QString ClassModel::text(const QModelIndex& index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    const core::ClassMetrics& one = m_evaluation->report().metrics.perClass[row];
    switch (index.column()) {
    case Label:
        return m_evaluation->label(row);
    case Precision:
        return figure(one.precision);
    case Recall:
        return figure(one.recall);
    case F1:
        return figure(one.f1);
    case Support:
        return number(static_cast<std::uint64_t>(one.support));
    case RocAuc:
        return figure(one.rocAuc);
    case AveragePrecision:
        return figure(one.averagePrecision);
    }
    return {};
}

QVariant ClassModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_evaluation)
        return {};
    if (role == Qt::DisplayRole)
        return text(index);
    if (role == Qt::ToolTipRole)
        return index.column() == Label ? QVariant(toolTip(text(index))) : QVariant();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((index.column() == Label ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    if (role == Qt::AccessibleTextRole)
        return QStringLiteral("%1: %2 %3")
            .arg(text(index.siblingAtColumn(Label)), headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                text(index));
    return {};
}

QVariant ClassModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return QAbstractTableModel::headerData(section, orientation, role);
    const struct {
        QString name, meaning;
    } heads[Columns] = {
        {tr("Label"), tr("The class")},
        {tr("Precision"), tr("Of the rows that the model gives this label, the share that has it")},
        {tr("Recall"), tr("Of the rows that have this label, the share that the model gives it")},
        {tr("F1"), tr("The harmonic mean of precision and recall")},
        {tr("Rows"), tr("Rows that have this label (support)")},
        {tr("ROC"), tr("Area under the ROC curve, this label against the others")},
        {tr("AP"), tr("Average precision, this label against the others")},
    };
    if (role == Qt::DisplayRole)
        return heads[section].name;
    if (role == Qt::ToolTipRole)
        return heads[section].meaning;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((section == Label ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    return {};
}

} // namespace attune::ui
