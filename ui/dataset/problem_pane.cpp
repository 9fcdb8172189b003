#include "ui/dataset/problem_pane.h"

#include "core/atomic_file.h"
#include "core/data/csv_writer.h"
#include "ui/dataset/problem_model.h"
#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/pane.h"
#include "ui/frame/row_view.h"
#include "ui/frame/table_copy.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

class ProblemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& c = colours(option.palette);
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(
                option.rect, option.state & QStyle::State_Active && option.widget->hasFocus() ? c.selection : c.hover);
        painter->setFont(index.column() == ProblemModel::Raw ? fixedFont() : ui::font(Type::Body));
        painter->setPen(index.column() == ProblemModel::Line ? c.accent
                : index.column() == ProblemModel::Raw        ? c.text2
                                                             : option.palette.color(QPalette::Text));
        paintCellText(*painter, option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0), index);
        paintRowLine(*painter, option);
        painter->restore();
    }
};

} // namespace

QString problemCount(std::size_t problems)
{
    return problems == 1 ? ProblemPane::tr("1 row with a problem")
                         : ProblemPane::tr("%1 rows with problems").arg(number(problems));
}

ProblemPane::ProblemPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new ProblemModel(this))
    , m_list(new RowView)
    , m_title(new PaneTitle({}))
{
    auto* close = iconButton(QStringLiteral("close"), tr("Close the list of problems"));
    auto* save = flatButton(tr("Save list…"));
    save->setToolTip(tr("Write all rows with problems to a CSV file, with line and reason"));
    auto* title = new QWidget;
    title->setFixedHeight(36);
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(16, 0, 8, 0);
    row->setSpacing(0);
    row->addWidget(new IconLabel(QStringLiteral("warning"), 16, &Colours::warning));
    row->addWidget(m_title, 1);
    row->addWidget(save);
    row->addSpacing(8);
    row->addWidget(close);

    m_list->setModel(m_model);
    m_list->horizontalHeader()->hide();
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->setColumnWidth(ProblemModel::Reason, 400);
    m_list->setItemDelegate(new ProblemDelegate(m_list));
    m_list->setAccessibleName(tr("Rows with problems"));

    enableCopying(m_list);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(m_list);

    const auto request = [this](const QModelIndex& index) { Q_EMIT rowRequested(m_model->position(index.row())); };
    connect(m_list, &QTableView::clicked, this, request);
    connect(m_list, &QTableView::activated, this, request);
    connect(close, &QToolButton::clicked, this, &ProblemPane::closed);
    connect(save, &QPushButton::clicked, this, &ProblemPane::save);
}

void ProblemPane::set(const std::shared_ptr<const Preview>& preview)
{
    m_preview = preview;
    m_model->set(preview);
    const auto problems = preview->problems().size();
    m_title->setTitle(problemCount(problems));
    const auto repaired = static_cast<std::size_t>(std::count_if(preview->problems().begin(), preview->problems().end(),
        [](const Preview::Problem& one) { return one.problem->action.starts_with("kept"); }));
    const auto usable = tr("%1 are usable").arg(number(preview->usable()));
    m_title->setFact(repaired ? tr("%1 left out, %2 repaired; %3").arg(number(problems - repaired), number(repaired), usable)
                              : tr("%1 left out; %2").arg(number(problems), usable));
    const auto widest = problems ? number(preview->problems().back().problem->line) : QString();
    m_list->setColumnWidth(ProblemModel::Line, 32 + QFontMetrics(ui::font(Type::Body)).horizontalAdvance(widest));
}

std::string problemsAsCsv(const Preview& preview)
{
    std::string text = core::csvRecord({"line", "kind", "reason", "action", "row"});
    for (const auto& listed : preview.problems()) {
        const core::RowProblem& problem = *listed.problem;
        text += core::csvRecord({std::to_string(problem.line), problem.kind, problem.reason, problem.action, problem.raw});
    }
    return text;
}

void ProblemPane::save()
{
    const auto& file = m_preview->table().file;
    const auto suggestion = fromPath(file.parent_path() / (file.stem().string() + "-problems.csv"));
    auto* dialog = new QFileDialog(this, tr("Save the list of problems"), suggestion, tr("CSV (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ProblemPane::write);
    dialog->open();
}

void ProblemPane::write(const QString& file)
{
    const auto path = toPath(file);
    m_writer.run(
        [path, preview = m_preview](const BackgroundQueue::Job&) {
            core::writeFileAtomically(path, problemsAsCsv(*preview));
            return path;
        },
        [this](const Outcome<std::filesystem::path>& outcome) {
            if (outcome.value)
                Q_EMIT saved(tr("The list of problems is in %1").arg(shortPath(*outcome.value)));
            else
                Q_EMIT failed(outcome.failure);
        });
}

} // namespace attune::ui
