#include "ui/dataset/problem_model.h"

#include "ui/words.h"

namespace attune::ui {

void ProblemModel::set(std::shared_ptr<const Preview> preview)
{
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

std::size_t ProblemModel::position(int row) const
{
    return m_preview->problems().at(static_cast<std::size_t>(row)).position;
}

int ProblemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->problems().size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 3;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& problem = *m_preview->problems()[static_cast<std::size_t>(index.row())].problem;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Line)
            return problem.line ? number(problem.line) : QString();
        return index.column() == Reason ? capitalised(fromUtf8(problem.reason, 400)) : oneLine(problem.raw, 400);
    case Qt::ToolTipRole:
        return toolTip(fromUtf8(index.column() == Raw ? problem.raw : problem.reason, 2000));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment((index.column() == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    default:
        return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == Line ? tr("Line") : section == Reason ? tr("Reason") : tr("Row as it stands in the file");
}

} // namespace attune::ui
