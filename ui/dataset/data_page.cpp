#include "ui/dataset/data_page.h"

#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/preview_table.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/role_header.h"
#include "ui/dataset/table_model.h"
#include "ui/frame/buttons.h"
#include "ui/frame/chip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/frame/progress_bar.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kLabelsWidth = 376;
constexpr int kProblemsHeight = 208;

QString rowCount(std::size_t rows)
{
    return rows == 1 ? DataPage::tr("1 row") : DataPage::tr("%1 rows").arg(number(rows));
}

QVBoxLayout* tightColumn(QWidget* owner)
{
    auto* column = new QVBoxLayout(owner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

} // namespace

DataPage::DataPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new TableModel(this))
    , m_header(new PageHeader)
    , m_stack(new QStackedWidget)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildHeader();
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(buildContent());
    auto* column = tightColumn(this);
    column->addWidget(m_header);
    column->addWidget(buildProgress());
    column->addWidget(m_stack, 1);
    connectReader();
}

void DataPage::buildHeader()
{
    m_header->setTitle(tr("Data"));
    m_openAnother = secondaryButton(tr("&Open another…"), QStringLiteral("open"));
    m_openAnother->setToolTip(tr("Choose a file with labelled rows"));
    m_chooseModel = primaryButton(tr("&Choose a model"), QStringLiteral("model"));
    m_chooseModel->setToolTip(tr("Go on with these rows"));
    m_openAnother->hide();
    m_chooseModel->hide();
    m_header->addAction(m_openAnother);
    m_header->addAction(m_chooseModel);
    connect(m_openAnother, &QPushButton::clicked, this, &DataPage::chooseFile);
    connect(m_chooseModel, &QPushButton::clicked, this, &DataPage::modelRequested);
}

QWidget* DataPage::buildEmpty()
{
    auto* button = primaryButton(tr("&Open CSV…"), QStringLiteral("open"), ButtonSize::Pane);
    connect(button, &QPushButton::clicked, this, &DataPage::chooseFile);
    return new EmptyState(QStringLiteral("data"), tr("No rows yet"),
        tr("A CSV file with a text and a label in each row; separator and columns are found for you."), button);
}

QWidget* DataPage::buildContent()
{
    m_dialect = new DialectBar;
    m_preview = new PreviewTable(m_model);
    m_problems = new ProblemPane;
    m_labels = new LabelsPane;

    auto* rows = new QSplitter(Qt::Vertical);
    rows->setHandleWidth(1);
    rows->setChildrenCollapsible(false);
    rows->addWidget(m_preview);
    rows->addWidget(m_problems);
    rows->setStretchFactor(0, 1);
    rows->setSizes({600, kProblemsHeight});

    auto* labels = new QScrollArea;
    labels->setWidget(m_labels);
    labels->setWidgetResizable(true);
    labels->setFrameShape(QFrame::NoFrame);
    labels->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    labels->setFixedWidth(kLabelsWidth);

    auto* panes = new QHBoxLayout;
    panes->setSpacing(0);
    panes->addWidget(rows, 1);
    panes->addWidget(new Separator(Qt::Vertical));
    panes->addWidget(labels);

    auto* content = new QWidget;
    auto* column = tightColumn(content);
    column->addWidget(m_dialect);
    column->addWidget(new Separator);
    column->addLayout(panes, 1);

    connect(m_dialect, &DialectBar::choiceChanged, this, &DataPage::read);
    connect(m_dialect, &DialectBar::problemsRequested, this, [this] { showProblems(true); });
    connect(m_preview->roleHeader(), &RoleHeader::roleChosen, this, &DataPage::setRole);
    connect(m_problems, &ProblemPane::rowRequested, m_preview, &PreviewTable::showRow);
    connect(m_problems, &ProblemPane::closed, this, [this] { showProblems(false); });
    connect(m_labels, &LabelsPane::shareChanged, this, &DataPage::askForSplit);
    connect(m_labels, &LabelsPane::splitColumnChosen, this, &DataPage::setUseSplitColumn);
    return content;
}

QWidget* DataPage::buildProgress()
{
    m_progress = new QWidget;
    m_progressText = new TextLabel({}, Type::Secondary, &Colours::text2);
    m_progressBar = new ProgressBar;
    m_progressBar->setAccessibleName(tr("How much of the file is read"));
    auto* cancel = flatButton(tr("Ca&ncel"));
    cancel->setToolTip(tr("Stop reading and keep what is shown"));
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(12);
    row->addWidget(m_progressText);
    row->addWidget(m_progressBar, 1);
    row->addWidget(cancel);
    m_progress->hide();
    m_progressDelay.setSingleShot(true);
    m_progressDelay.setInterval(200);
    connect(&m_progressDelay, &QTimer::timeout, m_progress, &QWidget::show);
    connect(cancel, &QPushButton::clicked, this, &DataPage::cancelReading);
    return m_progress;
}

void DataPage::connectReader()
{
    connect(&m_reader, &DatasetReader::progressed, this, &DataPage::showProgress);
    connect(&m_reader, &DatasetReader::finished, this, &DataPage::present);
    connect(&m_reader, &DatasetReader::splitKnown, this, &DataPage::acceptSplit);
    connect(&m_reader, &DatasetReader::splitFailed, this, &DataPage::refuseSplit);
    connect(&m_reader, &DatasetReader::failed, this, [this](const Failure& failure) {
        endReading();
        Q_EMIT failed(failure);
    });
}

void DataPage::chooseFile()
{
    if (m_locked)
        return;
    const auto folder = m_read.table ? fromPath(m_read.table->file.parent_path()) : QString();
    auto* dialog = new QFileDialog(this, tr("Open labelled rows"), folder, tr("Rows (*.csv *.tsv *.txt);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &DataPage::open);
    dialog->open();
}

void DataPage::open(const QString& file)
{
    if (m_locked) {
        Q_EMIT failed({tr("%1 was not opened: a training uses the rows shown here.").arg(file),
            tr("Stop the training or wait until it ends, then open the file again."), {}});
        return;
    }
    m_file = file;
    m_rolesChosen = false;
    read({});
}

void DataPage::read(const core::DialectChoice& choice)
{
    m_asked = choice;
    m_progressText->setText(tr("Reading %1").arg(fromPath(toPath(m_file).filename())));
    m_progressBar->setFraction(0);
    m_progressDelay.start();
    ReadRequest request;
    request.file = m_file;
    request.choice = choice;
    if (m_rolesChosen && m_read.table) {
        request.roles = m_read.roles;
        request.columns = m_read.table->columns.size();
    }
    m_reader.read(request);
}

void DataPage::setRole(std::size_t column, ColumnRole role)
{
    const auto roles = m_read.roles ? withRole(*m_read.roles, column, role) : std::nullopt;
    if (!roles)
        return;
    m_rolesChosen = true;
    m_asked = m_choice;
    m_progressText->setText(tr("Sorting the rows by label"));
    m_progressBar->setFraction(0);
    m_progressDelay.start();
    m_reader.read({m_file, m_choice, roles, m_read.table->columns.size(), m_read.table});
}

void DataPage::showProgress(quint64 done, quint64 total)
{
    if (total > 0)
        m_progressBar->setFraction(static_cast<double>(done) / static_cast<double>(total));
}

void DataPage::endReading()
{
    m_progressDelay.stop();
    m_progress->hide();
    if (!m_read.table)
        return;
    // What is shown stays: the choices go back to it.
    m_file = fromPath(m_read.table->file);
    m_dialect->set(m_read.table->dialect, m_choice);
}

void DataPage::cancelReading()
{
    m_reader.cancel();
    endReading();
    askForSplit();
}

void DataPage::present(const ReadResult& result)
{
    const bool anotherTable = result.table != m_read.table;
    const bool anotherFile = !m_read.table || result.table->file != m_read.table->file;
    const auto splitOf = [](const ReadResult& read) { return read.roles ? read.roles->split : std::nullopt; };
    // A split column that is new here is meant to be used; one that was there already is used as before.
    const bool anotherSplit = anotherFile || splitOf(result) != splitOf(m_read);
    m_selection.useSplitColumn = splitOf(result) && (anotherSplit || m_selection.useSplitColumn);
    m_read = result;
    m_choice = m_asked;
    endReading();

    const auto scrolledTo = m_preview->indexAt({0, 0}).row();
    m_model->set(result.preview, result.roles);
    if (!anotherTable && scrolledTo > 0)
        m_preview->scrollTo(m_model->index(scrolledTo, 0), QAbstractItemView::PositionAtTop);
    m_problems->set(result.preview);
    if (anotherFile)
        showProblems(true);
    else
        showProblems(!m_problems->isHidden());
    m_labels->set(result, m_selection.useSplitColumn);
    m_stack->setCurrentIndex(1);
    showFacts();
    if (anotherTable)
        Q_EMIT statusChanged(tr("Read %1 in %2 s").arg(rowCount(result.preview->size()), decimal(result.seconds, 2)));
    publish(result.dataset != nullptr);
    askForSplit();
}

void DataPage::showFacts()
{
    const auto& table = *m_read.table;
    m_header->setTitle(fromPath(table.file.filename()));
    m_header->setFacts(tr("%1, %2, %3 in %4")
                           .arg(rowCount(m_read.preview->size()),
                               table.columns.size() == 1 ? tr("1 column") : tr("%1 columns").arg(number(table.columns.size())),
                               bytes(m_read.bytes), shortPath(std::filesystem::absolute(table.file).parent_path())));
    const auto problems = m_read.preview->problems().size();
    if (problems)
        m_header->chip()->set(problemCount(problems), Chip::Tone::Warning, QStringLiteral("warning"));
    else
        m_header->chip()->set({});
    m_openAnother->show();
    m_chooseModel->show();
}

void DataPage::showProblems(bool shown)
{
    const bool any = !m_read.preview->problems().empty();
    m_problems->setVisible(shown && any);
    m_dialect->offerProblems(!shown && any);
}

void DataPage::setUseSplitColumn(bool use)
{
    m_selection.useSplitColumn = use;
    publish(true);
    askForSplit();
}

void DataPage::askForSplit()
{
    if (!m_read.dataset)
        return;
    const bool byColumn = m_selection.useSplitColumn;
    if (!byColumn && m_selection.validationShare != m_labels->share())
        publish(true);
    m_reader.split(m_read.table, m_read.dataset, *m_read.roles, byColumn ? std::nullopt : std::optional(m_labels->share()));
}

void DataPage::acceptSplit(const SplitResult& split)
{
    m_labels->setSplit(split);
    if (!m_selection.ready())
        publish(true);
}

void DataPage::refuseSplit(const Failure& failure)
{
    m_labels->setSplitFailure(failure);
    publish(false);
}

void DataPage::publish(bool ready)
{
    m_selection.table = m_read.table;
    m_selection.dataset = ready ? m_read.dataset : nullptr;
    m_selection.roles = m_read.roles.value_or(core::ColumnRoles());
    m_selection.validationShare = m_labels->share();
    m_chooseModel->setEnabled(ready);
    Q_EMIT liveLineChanged(ready ? tr("%1 examples").arg(number(m_read.dataset->examples.size())) : tr("Not ready"));
    Q_EMIT selectionChanged(m_selection);
}

void DataPage::setLocked(bool locked)
{
    m_locked = locked;
    if (locked && m_reader.reading())
        cancelReading();
    m_openAnother->setEnabled(!locked);
    m_dialect->setLocked(locked);
    m_preview->roleHeader()->setLocked(locked);
    m_labels->setLocked(locked);
}

} // namespace attune::ui
