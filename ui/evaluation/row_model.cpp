#include "ui/evaluation/row_model.h"

#include "ui/evaluation/corrections.h"
#include "ui/words.h"

#include <limits>

namespace attune::ui {

namespace {

constexpr std::size_t kCellBytes = 600; // more than any cell is wide
constexpr std::size_t kToolTipBytes = 2000;

QString wholeText(const core::Example& example, std::size_t limit)
{
    QString text = fromUtf8(example.text, limit);
    if (example.textPair)
        text += QStringLiteral(" | ") + fromUtf8(*example.textPair, limit);
    return text;
}

} // namespace

RowModel::RowModel(const Corrections* corrections, QObject* parent)
    : QAbstractTableModel(parent)
    , m_corrections(corrections)
{
    connect(corrections, &Corrections::changed, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kRowColumns - 1));
    });
}

void RowModel::set(std::shared_ptr<const Evaluation> evaluation, std::vector<std::uint32_t> rows)
{
    beginResetModel();
    m_evaluation = std::move(evaluation);
    m_rows = std::move(rows);
    endResetModel();
}

void RowModel::arrange(std::vector<std::uint32_t> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int RowModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kRowColumns;
}

RowModel::Change RowModel::changeOf(std::size_t row) const
{
    const core::RowChange* change = m_corrections->of(m_evaluation->example(row).line);
    return !change ? Change::None : change->label ? Change::Relabelled : Change::LeftOut;
}

QVariant RowModel::text(std::size_t row, RowColumn column) const
{
    const Evaluation& e = *m_evaluation;
    switch (column) {
    case RowColumn::Line:
        return number(e.example(row).line);
    case RowColumn::TrueLabel:
        if (changeOf(row) == Change::Relabelled)
            return QStringLiteral("→ ") + oneLine(*m_corrections->of(e.example(row).line)->label, 200);
        return changeOf(row) == Change::LeftOut ? tr("left out") : e.label(e.trueLabel(row));
    case RowColumn::Predicted:
        return e.label(e.predicted(row));
    case RowColumn::Confidence:
        return decimal(static_cast<double>(e.confidence(row)), 3);
    case RowColumn::Loss:
        return decimal(e.loss(row), 2);
    case RowColumn::Text:
        return oneLine(wholeText(e.example(row), kCellBytes).toStdString(), 2 * kCellBytes + 3);
    }
    return {};
}

QVariant RowModel::whole(std::size_t row, RowColumn column) const
{
    const Evaluation& e = *m_evaluation;
    switch (column) {
    case RowColumn::Line:
        return QString::number(e.example(row).line);
    case RowColumn::TrueLabel:
        return changeOf(row) == Change::None ? QVariant(QString::fromStdString(e.labels()[e.trueLabel(row)])) : text(row, column);
    case RowColumn::Predicted:
        return QString::fromStdString(e.labels()[e.predicted(row)]);
    case RowColumn::Text:
        return wholeText(e.example(row), std::numeric_limits<std::size_t>::max());
    default:
        return text(row, column);
    }
}

QString RowModel::inWords(std::size_t row) const
{
    const Evaluation& e = *m_evaluation;
    QString words = tr("Line %1: labelled %2, predicted %3 with confidence %4.")
                        .arg(number(e.example(row).line), e.label(e.trueLabel(row)), e.label(e.predicted(row)),
                            decimal(static_cast<double>(e.confidence(row)), 3));
    if (changeOf(row) == Change::Relabelled)
        words += QLatin1Char(' ') + tr("You label it %1.").arg(oneLine(*m_corrections->of(e.example(row).line)->label, 200));
    else if (changeOf(row) == Change::LeftOut)
        words += QLatin1Char(' ') + tr("You leave it out.");
    return words;
}

QVariant RowModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const std::size_t row = rowAt(index.row());
    const auto column = static_cast<RowColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::EditRole:
        return whole(row, column);
    case Qt::TextAlignmentRole: {
        const bool right = column == RowColumn::Line || column == RowColumn::Loss || column == RowColumn::Confidence;
        return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case Qt::ToolTipRole:
        return column == RowColumn::Text ? toolTip(wholeText(m_evaluation->example(row), kToolTipBytes)) : toolTip(inWords(row));
    case Qt::AccessibleTextRole:
        return column == RowColumn::Text ? text(row, column) : QVariant(inWords(row));
    case ChangeRole:
        return static_cast<int>(changeOf(row));
    case ConfidenceRole:
        return m_evaluation->confidence(row);
    default:
        return {};
    }
}

QVariant RowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= kRowColumns)
        return QAbstractTableModel::headerData(section, orientation, role);
    const struct {
        QString name, meaning;
    } heads[kRowColumns] = {
        {tr("Line"), tr("The line of the file on which the row begins")},
        {tr("True"), tr("The label that the row has in the file, or the one that you give it")},
        {tr("Predicted"), tr("The label that the model finds most probable")},
        {tr("Confidence"), tr("The probability that the model gives to its label")},
        {tr("Loss"),
            tr("Cross-entropy: how much the true label surprises the model. Rows at the top are often labelled wrongly.")},
        {tr("Text"), tr("What the model read")},
    };
    if (role == Qt::DisplayRole)
        return heads[section].name;
    if (role == Qt::ToolTipRole)
        return heads[section].meaning;
    if (role == Qt::TextAlignmentRole) {
        const auto column = static_cast<RowColumn>(section);
        const bool right = column == RowColumn::Line || column == RowColumn::Loss;
        return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    return {};
}

void RowModel::sort(int column, Qt::SortOrder order)
{
    if (column >= 0 && column < kRowColumns)
        Q_EMIT orderWanted({static_cast<RowColumn>(column), order == Qt::DescendingOrder});
}

} // namespace attune::ui
