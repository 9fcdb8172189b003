#include "ui/frame/table_copy.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>

#include <algorithm>

namespace attune::ui {

namespace {

QString cell(const QVariant& value)
{
    auto text = value.toString();
    if (text.contains(QLatin1Char('\t')) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n'))
        || text.contains(QLatin1Char('\r')))
        text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    return text;
}

template <class CellOf> QString line(int columns, const CellOf& cellOf)
{
    QStringList cells;
    for (int column = 0; column < columns; ++column)
        cells << cell(cellOf(column));
    return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

} // namespace

QString selectedRowsAsText(const QAbstractItemView& view, bool header)
{
    const auto* model = view.model();
    const auto* selection = view.selectionModel();
    if (!model || !selection)
        return {};
    const int columns = model->columnCount();
    QString text;
    if (header && columns > 1)
        text += line(columns, [&](int column) { return model->headerData(column, Qt::Horizontal, Qt::DisplayRole); });
    // Ranges, not indices: a million rows that are all selected are one range.
    std::vector<std::pair<int, int>> ranges;
    for (const auto& range : selection->selection())
        ranges.emplace_back(range.top(), range.bottom());
    std::sort(ranges.begin(), ranges.end());
    int copied = 0, next = 0;
    for (const auto& [top, bottom] : ranges)
        for (int row = std::max(top, next); row <= bottom && copied < kMostRowsCopied; ++row, ++copied, next = row)
            text += line(columns, [&](int column) {
                const auto index = model->index(row, column);
                const auto whole = index.data(Qt::EditRole);
                return whole.isValid() ? whole : index.data();
            });
    return text;
}

void enableCopying(QAbstractItemView* view)
{
    auto* copy = new QAction(QAbstractItemView::tr("&Copy rows"), view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    copy->setToolTip(QAbstractItemView::tr("The selected rows as tab-separated text"));
    auto* copyAll = new QAction(QAbstractItemView::tr("Copy rows with &names of columns"), view);
    copyAll->setToolTip(QAbstractItemView::tr("The same below a row of column names"));
    const auto put = [view](bool header) {
        if (const auto text = selectedRowsAsText(*view, header); !text.isEmpty())
            QApplication::clipboard()->setText(text);
    };
    QObject::connect(copy, &QAction::triggered, view, [put] { put(false); });
    QObject::connect(copyAll, &QAction::triggered, view, [put] { put(true); });
    view->addAction(copy);
    view->addAction(copyAll);
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace attune::ui
