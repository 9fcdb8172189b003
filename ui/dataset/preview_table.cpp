#include "ui/dataset/preview_table.h"

#include "ui/dataset/role_header.h"
#include "ui/dataset/table_model.h"
#include "ui/frame/table_copy.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kMeasuredRows = 100; // that decide how wide a column is
constexpr int kWidestColumn = 220;
constexpr int kNarrowestText = 280;

QRect cellOfRow(const QTableView& table, const QRect& cell, int column)
{
    return {table.columnViewportPosition(column), cell.top(), table.columnWidth(column), cell.height()};
}

} // namespace

PreviewDelegate::PreviewDelegate(QTableView* table)
    : QStyledItemDelegate(table)
    , m_table(table)
{
}

void PreviewDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& c = colours(option.palette);
    painter->save();
    painter->setClipRect(option.rect);
    if (!index.data(TableModel::ReasonRole).isNull()) {
        paintProblem(painter, option, index);
    } else {
        paintRowGround(*painter, option, index);
        const auto role =
            index.column() == 0 ? ColumnRole::Ignore : static_cast<const TableModel*>(index.model())->columnRole(index.column());
        painter->setFont(ui::font(Type::Body));
        const bool leftOut = index.data(TableModel::LeftOutRole).toBool();
        painter->setPen(index.column() == 0 || leftOut ? c.text3
                : role == ColumnRole::Ignore           ? c.text2
                                                       : option.palette.color(QPalette::Text));
        const auto text = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
        if (role == ColumnRole::Label && (leftOut || index.data(TableModel::ClassRole).isValid()))
            paintLabel(painter, option, index, text);
        else
            paintCellText(*painter, text, index);
    }
    paintRowLine(*painter, option);
    painter->restore();
}

/// A label that became another one, or none: "positive from Positive", "n/a, left out" in a frame.
void PreviewDelegate::paintLabel(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index, const QRect& text) const
{
    const auto& c = colours(option.palette);
    const auto label = index.data().toString();
    if (index.data(TableModel::LeftOutRole).toBool()) {
        painter->setFont(ui::font(Type::Caption));
        const auto words = painter->fontMetrics().elidedText(tr("%1, left out").arg(label), Qt::ElideRight, text.width() - 14);
        const QRectF chip(text.left(), text.center().y() - 9, painter->fontMetrics().horizontalAdvance(words) + 14, 20);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(c.buttonEdge);
        painter->drawRoundedRect(chip.adjusted(.5, .5, -.5, -.5), 4, 4);
        painter->setPen(c.text2);
        painter->drawText(chip, Qt::AlignCenter | Qt::TextSingleLine, words);
        return;
    }
    const auto name =
        painter->fontMetrics().elidedText(index.data(TableModel::ClassRole).toString(), Qt::ElideRight, text.width());
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    const auto rest = text.adjusted(painter->fontMetrics().horizontalAdvance(name) + 5, 0, 0, 0);
    painter->setFont(ui::font(Type::Caption));
    painter->setPen(c.text3);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(tr("from %1").arg(label), Qt::ElideRight, std::max(0, rest.width())));
}

void PreviewDelegate::paintProblem(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& c = colours(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(option.rect, c.warningFill);
    const auto line = cellOfRow(*m_table, option.rect, 0);
    painter->fillRect(line.left(), line.top(), 3, line.height(), c.warningMark);

    painter->setFont(ui::font(Type::Body));
    painter->setPen(c.warning);
    const auto lineNumber = index.siblingAtColumn(0).data().toString();
    const auto numberRect = line.adjusted(kCellPadding, 0, -kCellPadding, 0);
    painter->drawText(numberRect, Qt::AlignRight | Qt::AlignVCenter, lineNumber);
    const auto iconRight = numberRect.right() - painter->fontMetrics().horizontalAdvance(lineNumber) - 4;
    paintIcon(*painter, QStringLiteral("warning"), QRect(iconRight - 14, line.center().y() - 6, 14, 14), c.warning);

    const auto width = m_table->horizontalHeader()->length() - line.width() - 2 * kCellPadding;
    const auto raw = index.data(TableModel::RawRole).toString();
    painter->setFont(fixedFont());
    const auto shownRaw = painter->fontMetrics().elidedText(raw, Qt::ElideRight, width / 2);
    QRect rest(line.right() + 1 + kCellPadding, line.top(), width, line.height());
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shownRaw);
    if (!shownRaw.isEmpty())
        rest.setLeft(rest.left() + painter->fontMetrics().horizontalAdvance(shownRaw) + 12);

    auto reason = ui::font(Type::Body);
    reason.setWeight(QFont::Medium);
    painter->setFont(reason);
    const auto action = index.data(TableModel::ActionRole).toString();
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        action == QLatin1String("left out")
            ? tr("%1. This row is left out.").arg(index.data(TableModel::ReasonRole).toString())
            : tr("%1. %2.").arg(index.data(TableModel::ReasonRole).toString(), capitalised(action)));
    if (selected) {
        painter->setPen(c.warningMark);
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    }
}

PreviewTable::PreviewTable(TableModel* model, QWidget* parent)
    : RowView(parent)
    , m_model(model)
    , m_header(new RoleHeader(this))
{
    setHorizontalHeader(m_header);
    setItemDelegate(new PreviewDelegate(this));
    setModel(model);
    setAccessibleName(tr("Rows of the file"));
    enableCopying(this);
    connect(model, &QAbstractItemModel::modelReset, this, &PreviewTable::fitColumns);
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT rowRead(index.row()); });
}

void PreviewTable::showRow(int row)
{
    const auto index = m_model->index(row, 0);
    setCurrentIndex(index);
    scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void PreviewTable::showPosition(std::size_t position)
{
    if (const int row = m_model->rowOf(position); row >= 0)
        showRow(row);
}

void PreviewTable::fitColumns()
{
    const auto columns = m_model->columnCount();
    if (columns == 0)
        return;
    const QFontMetrics metrics(ui::font(Type::Body));
    const auto& table = m_model->preview()->table();
    const auto lastLine =
        std::max(table.rows.empty() ? 0 : table.rows.back().line, table.problems.empty() ? 0 : table.problems.back().line);
    setColumnWidth(0, std::max(m_header->widthHint(0), 20 + metrics.horizontalAdvance(number(lastLine)) + 3 * kCellPadding));
    const auto rows = std::min(kMeasuredRows, m_model->rowCount());
    for (int column = 1; column < columns; ++column) {
        int widest = m_header->widthHint(column);
        for (int row = 0; row < rows && widest < kWidestColumn; ++row) {
            const auto index = m_model->index(row, column);
            if (index.data(TableModel::ReasonRole).isNull())
                widest = std::max(widest, metrics.horizontalAdvance(index.data().toString()) + 2 * kCellPadding + 2);
        }
        setColumnWidth(column, std::min(widest, std::max(kWidestColumn, m_header->widthHint(column))));
    }
    stretchText();
}

/// What the other columns leave belongs to the text.
void PreviewTable::stretchText()
{
    if (m_model->columnCount() == 0)
        return;
    const auto& roles = m_model->roles();
    const auto stretched = roles ? static_cast<int>(roles->text) + 1 : m_model->columnCount() - 1;
    int others = 0;
    for (int column = 0; column < m_model->columnCount(); ++column)
        if (column != stretched)
            others += columnWidth(column);
    setColumnWidth(stretched, std::max(kNarrowestText, viewport()->width() - others));
}

void PreviewTable::resizeEvent(QResizeEvent* event)
{
    RowView::resizeEvent(event);
    stretchText();
}

} // namespace attune::ui
