#include "ui/dataset/data_desk.h"

#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/filter_bar.h"
#include "ui/dataset/label_history.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/length_pane.h"
#include "ui/dataset/preview_table.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/repeats_pane.h"
#include "ui/dataset/role_header.h"
#include "ui/dataset/row_finder.h"
#include "ui/dataset/split_pane.h"
#include "ui/dataset/table_model.h"
#include "ui/frame/pane.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kSideWidth = 376;
constexpr int kProblemsHeight = 208;

QVBoxLayout* tightColumn(QWidget* owner)
{
    auto* column = new QVBoxLayout(owner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

} // namespace

DataDesk::DataDesk(LabelHistory* history, QWidget* parent)
    : QWidget(parent)
    , m_model(new TableModel(this))
    , m_finder(new RowFinder(m_model, this))
    , m_dialect(new DialectBar)
    , m_filter(new FilterBar(m_finder, m_model))
    , m_preview(new PreviewTable(m_model))
    , m_problems(new ProblemPane)
    , m_labels(new LabelsPane(history))
    , m_lengths(new LengthPane)
    , m_split(new SplitPane)
    , m_repeats(new RepeatsPane)
{
    auto* panes = new QHBoxLayout;
    panes->setSpacing(0);
    panes->addWidget(buildRows(), 1);
    panes->addWidget(new Separator(Qt::Vertical));
    panes->addWidget(buildSide());
    auto* column = tightColumn(this);
    column->addWidget(m_dialect);
    column->addWidget(new Separator);
    column->addLayout(panes, 1);
    connectParts();
}

QWidget* DataDesk::buildRows()
{
    auto* table = new QWidget;
    auto* column = tightColumn(table);
    column->addWidget(m_filter);
    column->addWidget(m_preview, 1);
    auto* rows = new QSplitter(Qt::Vertical);
    rows->setHandleWidth(1);
    rows->setChildrenCollapsible(false);
    rows->addWidget(table);
    rows->addWidget(m_problems);
    rows->setStretchFactor(0, 1);
    rows->setSizes({600, kProblemsHeight});
    return rows;
}

QWidget* DataDesk::buildSide()
{
    m_learnable = new QWidget;
    auto* learnable = tightColumn(m_learnable);
    for (QWidget* pane : std::initializer_list<QWidget*>{m_lengths, m_split, m_repeats}) {
        learnable->addWidget(new Separator);
        learnable->addWidget(pane);
    }
    auto* content = new QWidget;
    auto* column = tightColumn(content);
    column->addWidget(m_labels);
    column->addWidget(m_learnable);
    column->addStretch();
    auto* side = new QScrollArea;
    side->setWidget(content);
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setFixedWidth(kSideWidth);
    return side;
}

void DataDesk::connectParts()
{
    auto* header = m_preview->roleHeader();
    connect(m_dialect, &DialectBar::choiceChanged, this, &DataDesk::dialectChosen);
    connect(m_dialect, &DialectBar::problemsRequested, this, [this] { showProblems(true); });
    connect(header, &RoleHeader::roleChosen, this, &DataDesk::roleChosen);
    connect(header, &RoleHeader::sortingChosen, this, &DataDesk::sort);
    connect(m_problems, &ProblemPane::rowRequested, this, &DataDesk::showPosition);
    connect(m_problems, &ProblemPane::closed, this, [this] { showProblems(false); });
    connect(m_repeats, &RepeatsPane::requested, this, &DataDesk::showRows);
    connect(m_preview, &PreviewTable::rowRead, this, &DataDesk::leave);
    connect(m_finder, &RowFinder::queryChanged, this,
        [this, header] { header->showSorting(m_finder->query().sortedBy, m_finder->query().descending); });
    connect(m_finder, &RowFinder::arranged, this, [this] {
        if (m_awaited)
            m_preview->showPosition(*std::exchange(m_awaited, std::nullopt));
    });
}

void DataDesk::present(const ReadResult& result, const core::DialectChoice& choice, bool anotherFile)
{
    const bool anotherTable = result.table != m_read.table;
    if (anotherTable)
        m_finder->reset();
    m_read = result;
    showDialect(result.table->dialect, choice);
    const auto scrolledTo = m_preview->indexAt({0, 0}).row();
    m_model->set(result.preview, result.roles, result.labels);
    m_finder->setSource({result.preview, result.dataset, result.roles, result.labels});
    if (!anotherTable && scrolledTo > 0)
        m_preview->scrollTo(m_model->index(scrolledTo, 0), QAbstractItemView::PositionAtTop);
    m_problems->set(result.preview);
    showProblems(anotherFile || !m_problems->isHidden());
    m_labels->showClasses();
    m_labels->setFailure(result.unusable);
    m_learnable->setVisible(result.dataset != nullptr);
    m_repeats->clear();
}

void DataDesk::showDialect(const core::Dialect& dialect, const core::DialectChoice& choice)
{
    m_dialect->set(dialect, choice);
}

void DataDesk::showChecks(const CheckResult& result, bool byColumn)
{
    m_split->setResult(result);
    m_repeats->set(result, byColumn);
}

void DataDesk::refuseSplit(const Failure& failure)
{
    m_split->setFailure(failure);
    m_repeats->clear();
}

void DataDesk::showProblems(bool shown)
{
    const bool any = !m_read.preview->problems().empty();
    m_problems->setVisible(shown && any);
    m_dialect->offerProblems(!shown && any);
}

void DataDesk::showRows(RowQuery::Only rows)
{
    RowQuery query;
    query.only = rows;
    m_finder->ask(query);
}

void DataDesk::sort(int column, bool descending)
{
    auto query = m_finder->query();
    query.sortedBy = column;
    query.descending = descending;
    m_finder->ask(query);
}

void DataDesk::showPosition(std::size_t position)
{
    if (m_model->rowOf(position) >= 0) {
        m_preview->showPosition(position);
        return;
    }
    m_awaited = position;
    m_finder->reset();
}

/// From a row among those picked to the same row among all.
void DataDesk::leave(int row)
{
    if (!m_finder->query().narrow())
        return;
    m_awaited = m_model->position(row);
    m_finder->reset();
}

void DataDesk::setLocked(bool locked)
{
    m_dialect->setLocked(locked);
    m_preview->roleHeader()->setLocked(locked);
    m_labels->setLocked(locked);
    m_lengths->setLocked(locked);
    m_split->setLocked(locked);
}

} // namespace attune::ui
