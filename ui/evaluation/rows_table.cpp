#include "ui/evaluation/rows_table.h"

#include "ui/evaluation/row_delegate.h"
#include "ui/evaluation/row_model.h"
#include "ui/frame/table_copy.h"
#include "ui/frame/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kWidestLabel = 160;
constexpr int kNarrowestText = 240;
constexpr int kTextColumn = static_cast<int>(RowColumn::Text);

} // namespace

RowsTable::RowsTable(RowModel* model, QWidget* parent)
    : RowView(parent)
    , m_model(model)
    , m_delegate(new RowDelegate(this))
{
    setModel(model);
    setItemDelegate(m_delegate);
    horizontalHeader()->setSortIndicator(static_cast<int>(RowColumn::Loss), Qt::DescendingOrder);
    setSortingEnabled(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAccessibleName(tr("Measured rows"));
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_delegate->setMarkedRow(-1);
        fitColumns();
        Q_EMIT chosenChanged();
    });
    connect(this, &QAbstractItemView::doubleClicked, this,
        [this](const QModelIndex& index) { Q_EMIT opened(m_model->rowAt(index.row())); });
    fitColumns();
}

/// Rows are chosen whole: what begins in the first column stands for all of them.
std::size_t RowsTable::chosenCount() const
{
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.left() == 0 ? range.height() : 0;
    return static_cast<std::size_t>(count);
}

std::vector<int> RowsTable::chosenPositions() const
{
    std::vector<int> positions;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int position = range.top(); position <= range.bottom() && range.left() == 0; ++position)
            positions.push_back(position);
    std::sort(positions.begin(), positions.end());
    return positions;
}

std::vector<std::size_t> RowsTable::chosen() const
{
    std::vector<std::size_t> rows;
    for (const int position : chosenPositions())
        rows.push_back(m_model->rowAt(position));
    return rows;
}

std::vector<Corrections::Row> RowsTable::chosenToChange() const
{
    std::vector<Corrections::Row> rows;
    for (const std::size_t row : chosen())
        rows.push_back(
            {m_model->evaluation()->example(row).line, m_model->evaluation()->labels()[m_model->evaluation()->trueLabel(row)]});
    return rows;
}

void RowsTable::copy() const
{
    if (const QString text = selectedRowsAsText(*this, false); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void RowsTable::fitColumns()
{
    const QFontMetrics metrics(ui::font(Type::Body));
    int label = metrics.horizontalAdvance(tr("Predicted")) + 3 * kCellPadding;
    std::size_t lastLine = 9999;
    if (const Evaluation* e = m_model->evaluation(); e && e->size() > 0) {
        for (std::size_t i = 0; i < e->labels().size() && label < kWidestLabel; ++i)
            label = std::max(label, metrics.horizontalAdvance(QStringLiteral("→ ") + e->label(i)) + 3 * kCellPadding);
        lastLine = std::max(lastLine, e->example(e->size() - 1).line);
    }
    label = std::min(label, kWidestLabel);
    setColumnWidth(static_cast<int>(RowColumn::Line), metrics.horizontalAdvance(QString::number(lastLine * 10)) + 3 * kCellPadding);
    setColumnWidth(static_cast<int>(RowColumn::TrueLabel), label);
    setColumnWidth(static_cast<int>(RowColumn::Predicted), label);
    setColumnWidth(static_cast<int>(RowColumn::Confidence), 176);
    setColumnWidth(static_cast<int>(RowColumn::Loss), 76);
    int others = 0;
    for (int column = 0; column < kTextColumn; ++column)
        others += columnWidth(column);
    setColumnWidth(kTextColumn, std::max(kNarrowestText, viewport()->width() - others));
}

void RowsTable::resizeEvent(QResizeEvent* event)
{
    RowView::resizeEvent(event);
    fitColumns();
}

void RowsTable::mouseReleaseEvent(QMouseEvent* event)
{
    RowView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.column() == kTextColumn
        && RowDelegate::openMark(visualRect(index)).adjusted(-6, -6, 6, 6).contains(event->position().toPoint()))
        Q_EMIT opened(m_model->rowAt(index.row()));
}

void RowsTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier
        && currentIndex().isValid())
        Q_EMIT opened(m_model->rowAt(currentIndex().row()));
    else
        RowView::keyPressEvent(event);
}

void RowsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    m_delegate->setMarkedRow(current.row());
    RowView::currentChanged(current, previous);
    viewport()->update();
}

void RowsTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    RowView::selectionChanged(selected, deselected);
    Q_EMIT chosenChanged();
}

} // namespace attune::ui
