#include "ui/runs/runs_dock.h"

#include "core/runs/run_care.h"
#include "core/runs/run_lock.h"
#include "ui/frame/buttons.h"
#include "ui/frame/row_view.h"
#include "ui/frame/text_label.h"
#include "ui/runs/run_comparison.h"
#include "ui/runs/run_delegate.h"
#include "ui/runs/run_list_model.h"
#include "ui/runs/run_table.h"
#include "ui/words.h"

#include <QAction>
#include <QDesktopServices>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

bool isTrained(const RunEntry& run)
{
    return run.state == RunState::Training || run.state == RunState::Elsewhere;
}

/// A tool button for an action: its icon, and its words as tool tip and for screen readers.
QToolButton* buttonFor(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setIconSize({16, 16});
    button->setFixedSize(28, 28);
    button->setAutoRaise(true);
    button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    return button;
}

} // namespace

RunsDock::RunsDock(RunListModel* runs, QWidget* parent)
    : QDockWidget(tr("Runs"), parent)
    , m_runs(runs)
    , m_table(new RunTable(runs, this))
    , m_remover([](const QString& directory) { return QFile::moveToTrash(directory); })
{
    setObjectName(QStringLiteral("runs"));
    m_open = add(tr("&Open"), QStringLiteral("open"), tr("Open this run's model, and show its curves on the Train page (Return)"), {}, &RunsDock::open);
    m_resume = add(tr("Res&ume"), QStringLiteral("play"), tr("Go on with this run from its last saved state"), {}, &RunsDock::resume);
    m_rename = add(tr("Re&name"), QStringLiteral("edit"), tr("Give this run another name"), Qt::Key_F2, &RunsDock::rename);
    m_compare = add(tr("&Compare"), QStringLiteral("evaluate"), tr("Show in what these runs differ"), {}, &RunsDock::compare);
    m_folder = add(tr("Show in &folder"), QStringLiteral("external"), tr("Open the folder of this run in the file manager"), {}, &RunsDock::showFolder);
    m_export = add(tr("&Export model…"), QStringLiteral("download"),
        tr("Copy the best model to a folder of its own, as HuggingFace's transformers read it"), {}, &RunsDock::exportModel);
    m_remove = add(tr("&Delete"), QStringLiteral("trash"), tr("Move these runs to the bin"), QKeySequence::Delete, &RunsDock::remove);
    build();

    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsDock::update);
    connect(m_view, &QTableView::activated, this, &RunsDock::open); // Return, a double click; no shortcut, which an editor would not get
    connect(m_view, &QTableView::customContextMenuRequested, this, &RunsDock::showMenu);
    connect(m_table, &RunTable::renameRequested, this, &RunsDock::writeName);
    for (const auto signal : {&RunListModel::refreshed, &RunListModel::shownChanged})
        connect(runs, signal, this, &RunsDock::update);
    connect(runs, &QAbstractItemModel::dataChanged, this, &RunsDock::update);
    connect(this, &QDockWidget::visibilityChanged, runs, [this](bool visible) { m_runs->setInSight(this, visible); });
    update();
}

QAction* RunsDock::add(
    const QString& text, const QString& iconName, const QString& toolTip, const QKeySequence& keys, void (RunsDock::*slot)())
{
    auto* action = new QAction(icon(iconName, &Colours::text2), text, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(keys.isEmpty() ? toolTip : tr("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void RunsDock::build()
{
    m_view = new RowView;
    RunDelegate::apply(m_view);
    m_view->setModel(m_table);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(RunListModel::Started, Qt::DescendingOrder);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_view->horizontalHeader()->setStretchLastSection(true);
    const std::pair<int, int> widths[] = {{RunListModel::Name, 200}, {RunListModel::Data, 180}, {RunListModel::Checkpoint, 180}, {RunListModel::Status, 170},
        {RunListModel::Best, 150}, {RunListModel::Duration, 110}};
    for (const auto& [column, width] : widths)
        m_view->setColumnWidth(column, width);
    m_view->setAccessibleName(tr("Runs"));
    m_view->addActions(runActions());

    auto* find = new QLineEdit;
    find->setPlaceholderText(tr("Find a run"));
    find->setAccessibleName(tr("Find a run by its name, data, checkpoint or status"));
    find->setClearButtonEnabled(true);
    find->addAction(icon(QStringLiteral("search"), &Colours::text3), QLineEdit::LeadingPosition);
    find->setFixedWidth(220);
    connect(find, &QLineEdit::textChanged, m_table, &RunTable::setWords);
    m_empty = new TextLabel({}, Type::Secondary, &Colours::text2);
    auto* close = iconButton(QStringLiteral("close"), tr("Hide the list of runs"));
    connect(close, &QToolButton::clicked, this, &QDockWidget::hide);
    auto* bar = new QWidget; // instead of the style's title: one line says what this is and what can be done with it
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::Base);
    auto* top = new QHBoxLayout(bar);
    top->setContentsMargins(16, 8, 12, 8);
    top->setSpacing(4);
    top->addWidget(new TextLabel(tr("Runs"), Type::PaneTitle));
    top->addSpacing(12);
    top->addWidget(find);
    top->addSpacing(8);
    for (auto* action : runActions())
        top->addWidget(buttonFor(action));
    top->addSpacing(8);
    top->addWidget(m_empty);
    top->addStretch();
    top->addWidget(close);
    setTitleBarWidget(bar);
    setWidget(m_view);
}

QString RunsDock::liveLine() const
{
    const auto& runs = m_runs->entries();
    if (runs.empty())
        return tr("None yet");
    const auto shown = std::count_if(runs.begin(), runs.end(), [this](const RunEntry& run) { return m_runs->isShown(run.directory); });
    const auto all = number(runs.size());
    return shown == 0 ? all : tr("%1, %2 shown").arg(all).arg(shown);
}

std::vector<RunEntry> RunsDock::chosen() const
{
    std::vector<RunEntry> runs;
    for (const auto& index : m_view->selectionModel()->selectedRows())
        if (const auto* run = m_table->entry(index))
            runs.push_back(*run);
    return runs;
}

void RunsDock::setTraining(bool training)
{
    m_training = training;
    update();
}

void RunsDock::update()
{
    const auto runs = chosen();
    const bool one = runs.size() == 1;
    m_open->setEnabled(one);
    m_resume->setEnabled(one && runs.front().canResume && !m_training);
    m_rename->setEnabled(one);
    m_compare->setEnabled(runs.size() > 1);
    m_folder->setEnabled(one);
    m_export->setEnabled(one && runs.front().hasModel);
    m_remove->setEnabled(!runs.empty() && std::none_of(runs.begin(), runs.end(), isTrained));
    m_empty->setText(m_runs->entries().empty() ? tr("Every training is kept here.") : runs.size() > 1 ? tr("%1 chosen").arg(runs.size()) : QString());
    Q_EMIT liveLineChanged(liveLine());
}

void RunsDock::focusList()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
    if (!m_view->selectionModel()->hasSelection() && m_table->rowCount() > 0)
        m_view->selectRow(std::max(0, m_view->currentIndex().row()));
}

void RunsDock::open()
{
    if (const auto runs = chosen(); runs.size() == 1)
        Q_EMIT openRequested(fromPath(runs.front().directory));
}

void RunsDock::resume()
{
    if (const auto runs = chosen(); runs.size() == 1)
        Q_EMIT resumeRequested(fromPath(runs.front().directory));
}

void RunsDock::rename()
{
    if (const auto runs = chosen(); runs.size() == 1)
        m_view->edit(m_table->find(runs.front().directory));
}

void RunsDock::writeName(const QString& directory, const QString& name)
{
    m_queue.run(
        [run = toPath(directory), name = name.toStdString()](const BackgroundQueue::Job&) {
            core::renameRun(run, name);
            return true;
        },
        [this](const Outcome<bool>& outcome) {
            if (!outcome.value)
                Q_EMIT failed(outcome.failure);
            m_runs->refresh();
        });
}

void RunsDock::compare()
{
    auto runs = chosen();
    if (runs.size() < 2)
        return;
    auto* dialog = new ComparisonDialog(runs, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void RunsDock::showFolder()
{
    if (const auto runs = chosen(); runs.size() == 1)
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(runs.front().directory)));
}

void RunsDock::exportModel()
{
    const auto runs = chosen();
    if (runs.size() != 1)
        return;
    auto* dialog = new QFileDialog(this, tr("Export the model of %1 to a new folder").arg(runs.front().name()));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setLabelText(QFileDialog::Accept, tr("Export"));
    dialog->selectFile(fromPath(runs.front().directory.filename()) + QStringLiteral("-model"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, run = runs.front().directory](const QString& target) { exportTo(run, target); });
    dialog->open();
}

void RunsDock::exportTo(const std::filesystem::path& run, const QString& target)
{
    m_queue.onProgress([this](std::uint64_t done, std::uint64_t total) {
        Q_EMIT told(tr("Exporting the model: %1 of %2").arg(bytes(done), bytes(total)));
    });
    m_queue.run(
        [run, target = toPath(target)](const BackgroundQueue::Job& job) {
            core::exportModel(run, target, job.progress, job.stop);
            return true;
        },
        [this, target](const Outcome<bool>& outcome) {
            if (outcome.value)
                Q_EMIT told(tr("The model is in %1").arg(shortPath(toPath(target))));
            else
                Q_EMIT failed(outcome.failure);
        });
}

void RunsDock::remove()
{
    std::vector<std::filesystem::path> directories;
    for (const auto& run : chosen())
        if (!isTrained(run))
            directories.push_back(run.directory);
    if (directories.empty())
        return;
    m_queue.run(
        [directories, remover = m_remover](const BackgroundQueue::Job&) {
            for (const auto& directory : directories) {
                const core::RunLock lock(directory); // nobody goes on with it meanwhile
                if (!remover(fromPath(directory)))
                    throw core::Error("The run " + directory.string() + " could not be moved to the bin.",
                        "It stays where it is. Check that the folder may be written, or delete it with the file manager.");
            }
            return directories.size();
        },
        [this](const Outcome<std::size_t>& outcome) {
            if (outcome.value)
                Q_EMIT told(*outcome.value == 1 ? tr("The run was moved to the bin.") : tr("%1 runs were moved to the bin.").arg(*outcome.value));
            else
                Q_EMIT failed(outcome.failure);
            m_runs->refresh();
        });
}

void RunsDock::showMenu(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_open, m_resume});
    menu->addSeparator();
    menu->addActions({m_rename, m_compare});
    menu->addSeparator();
    menu->addActions({m_folder, m_export});
    menu->addSeparator();
    menu->addAction(m_remove);
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

} // namespace attune::ui
