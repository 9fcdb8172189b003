#include "ui/training/run_picker.h"

#include "ui/frame/theme.h"
#include "ui/runs/run_delegate.h"
#include "ui/runs/run_list_model.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

namespace attune::ui {

namespace {

/// How the width is shared; the last columns take what they need.
constexpr int kShares[] = {120, 120, 110, 140, 145, 90, 125};

} // namespace

RunPicker::RunPicker(QWidget* parent)
    : RowView(parent)
{
    setObjectName(QStringLiteral("runTable"));
    setAccessibleName(tr("Runs"));
    setToolTip(tr("A check shows a run's curves behind those of the run in view."));
    RunDelegate::apply(this);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionsClickable(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void RunPicker::setRuns(RunListModel* runs)
{
    m_runs = runs;
    setModel(runs);
    runs->setInSight(this, isVisible());
    shareWidth();
}

void RunPicker::mark(const std::filesystem::path& run)
{
    for (std::size_t row = 0; row < m_runs->entries().size(); ++row)
        if (m_runs->entries()[row].directory == run)
            selectRow(int(row));
}

void RunPicker::shareWidth()
{
    if (!model())
        return;
    int all = 0;
    for (const int share : kShares)
        all += share;
    int used = 0;
    for (int column = 0; column < RunListModel::ColumnCount; ++column) {
        const bool last = column == RunListModel::ColumnCount - 1;
        const int width = last ? viewport()->width() - used : viewport()->width() * kShares[column] / all;
        setColumnWidth(column, std::max(width, 40));
        used += width;
    }
}

void RunPicker::showEvent(QShowEvent* event)
{
    RowView::showEvent(event);
    if (m_runs)
        m_runs->setInSight(this, true);
}

void RunPicker::hideEvent(QHideEvent* event)
{
    RowView::hideEvent(event);
    if (m_runs)
        m_runs->setInSight(this, false);
}

void RunPicker::resizeEvent(QResizeEvent* event)
{
    RowView::resizeEvent(event);
    shareWidth();
}

void RunPicker::paintEvent(QPaintEvent* event)
{
    RowView::paintEvent(event);
    if (!model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(ui::font(Type::Secondary));
    painter.setPen(colours(palette()).text2);
    painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
        tr("No runs yet. Each training becomes one, with its curves, its options and its model."));
}

void RunPicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || !currentIndex().isValid())
        return RowView::keyPressEvent(event);
    const QModelIndex name = currentIndex().siblingAtColumn(RunListModel::Name);
    const bool checked = name.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model()->setData(name, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace attune::ui
