#include "ui/dataset/data_page.h"

#include "core/hub/places.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/length_pane.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/search_field.h"
#include "ui/dataset/split_pane.h"
#include "ui/frame/chip.h"
#include "ui/frame/page_header.h"
#include "ui/frame/progress_strip.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QAction>
#include <QFileDialog>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr int kStarterLength = 512; // tokens that the model standing in for one can read

QString rowCount(std::size_t rows)
{
    return rows == 1 ? DataPage::tr("1 row") : DataPage::tr("%1 rows").arg(number(rows));
}

} // namespace

DataPage::DataPage(QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader)
    , m_stack(new QStackedWidget)
    , m_search(new SearchField(tr("Find in rows")))
    , m_progress(new ProgressStrip(tr("How much of the file is read"), tr("Stop reading and keep what is shown")))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildHeader();
    m_stack->addWidget(buildEmpty());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_progress);
    column->addWidget(m_stack, 1);
    connect(m_progress, &ProgressStrip::cancelled, this, &DataPage::cancelReading);
    connectReader();
    buildActions();
}

DataPage::~DataPage()
{
    delete m_desk; // before the history that it shows
}

void DataPage::offerActions()
{
    for (auto* action : m_ofRows)
        action->setEnabled(m_read.table != nullptr);
    m_detect->setEnabled(m_read.table && !m_locked);
    m_merge->setEnabled(m_mergeVariants && m_mergeVariants->isEnabled());
}

void DataPage::connectReader()
{
    connect(&m_reader, &DatasetReader::progressed, this, &DataPage::showProgress);
    connect(&m_reader, &DatasetReader::finished, this, &DataPage::present);
    connect(&m_reader, &DatasetReader::failed, this, [this](const Failure& failure) {
        endReading();
        Q_EMIT failed(failure);
    });
    connect(&m_checks, &DatasetChecks::checked, this, &DataPage::acceptChecks);
    connect(&m_checks, &DatasetChecks::failed, this, &DataPage::refuseSplit);
    connect(&m_history, &LabelHistory::changed, this, &DataPage::relabel);
}

void DataPage::find()
{
    if (m_read.table) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    }
}

void DataPage::chooseFile()
{
    if (m_locked)
        return refuse(tr("Another file"));
    const auto folder = m_read.table ? fromPath(m_read.table->file.parent_path()) : QString();
    auto* dialog =
        new QFileDialog(this, tr("Open labelled rows"), folder, tr("Rows (*.csv *.tsv *.txt *.jsonl *.json);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &DataPage::open);
    dialog->open();
}

void DataPage::open(const QString& file)
{
    if (m_locked)
        return refuse(file);
    m_file = file;
    m_anew = true;
    read({});
}

void DataPage::refuse(const QString& file)
{
    Q_EMIT failed({tr("%1 was not opened: a training uses the rows shown here.").arg(file),
        tr("Stop the training or wait until it ends, then open the file again."), {}});
}

void DataPage::restore(const RememberedData& remembered)
{
    if (m_locked)
        return refuse(fromPath(remembered.sources.dataFile));
    m_file = fromPath(remembered.sources.dataFile);
    m_anew = true;
    m_asked = {};
    m_progress->begin(tr("Reading %1").arg(fromPath(remembered.sources.dataFile.filename())));
    ReadRequest request;
    request.file = m_file;
    request.remembered = remembered;
    m_reader.read(request);
}

void DataPage::read(const core::DialectChoice& choice)
{
    m_asked = choice;
    m_askedRoles.reset();
    m_progress->begin(tr("Reading %1").arg(fromPath(toPath(m_file).filename())));
    ReadRequest request;
    request.file = m_file;
    request.choice = choice;
    if (!m_anew)
        request.roles = m_chosenRoles;
    if (m_read.table && toPath(m_file) == m_read.table->file)
        request.labels = m_kept.edited(m_history);
    m_reader.read(request);
}

/// Examples of the same table, with other roles or labels.
void DataPage::remake(const core::ColumnRoles& roles)
{
    m_file = fromPath(m_read.table->file);
    m_asked = m_choice;
    m_anew = false;
    m_progress->begin(tr("Sorting the rows by label"));
    m_reader.read({m_file, m_choice, {{m_read.table->columns.size(), roles}}, m_kept.edited(m_history), m_read.table, m_read.fingerprint});
}

void DataPage::setRole(std::size_t column, ColumnRole role)
{
    const auto roles = m_read.roles ? withRole(*m_read.roles, column, role) : std::nullopt;
    if (!roles)
        return;
    m_askedRoles = roles;
    remake(*roles);
}

void DataPage::relabel()
{
    if (!m_read.roles || !m_desk)
        return;
    m_desk->labels()->showClasses(); // at once; the rows follow
    remake(m_askedRoles.value_or(*m_read.roles));
}

void DataPage::showProgress(quint64 done, quint64 total)
{
    if (total > 0)
        m_progress->setFraction(static_cast<double>(done) / static_cast<double>(total));
}

void DataPage::endReading()
{
    m_progress->end();
    if (!m_read.table)
        return;
    // What is shown stays: the choices go back to it.
    m_anew = false;
    m_file = fromPath(m_read.table->file);
    m_desk->showDialect(m_read.table->dialect, m_choice);
}

void DataPage::cancelReading()
{
    m_reader.cancel();
    m_askedRoles.reset();
    endReading();
    if (m_read.roles && m_history.map() != m_read.labels)
        remake(*m_read.roles); // what was done to the labels stands
    else
        askForChecks();
}

void DataPage::present(const ReadResult& result)
{
    buildDesk();
    const bool anotherTable = result.table != m_read.table;
    const bool anotherFile = !m_read.table || result.table->file != m_read.table->file;
    const auto label = result.roles ? std::optional(result.roles->label) : std::nullopt;
    if (anotherFile)
        m_kept.begin(m_history, *result.table, label, result.spellings, result.labels);
    else
        m_kept.show(m_history, *result.table, label, result.spellings);
    if (m_anew)
        m_chosenRoles.clear();
    if (m_askedRoles && result.roles == m_askedRoles)
        m_chosenRoles[result.table->columns.size()] = *m_askedRoles;
    m_askedRoles.reset();
    takeSplitColumn(result, anotherFile);
    if (result.remembered)
        takeRemembered(result);
    m_read = result;
    m_choice = m_asked;
    endReading();

    m_desk->present(result, m_choice, anotherFile);
    const auto& columns = result.table->columns;
    const auto split = result.roles ? result.roles->split : std::nullopt;
    m_desk->split()->set(m_selection, split ? oneLine(columns[*split], 60) : QString());
    m_stack->setCurrentWidget(m_desk);
    showFacts();
    offerActions();
    if (anotherTable)
        Q_EMIT statusChanged(tr("Read %1 in %2 s").arg(rowCount(result.preview->size()), decimal(result.seconds, 2)));
    publish(result.dataset != nullptr);
    askForChecks();
    countTokens();
}

void DataPage::takeRemembered(const ReadResult& result)
{
    const RememberedData& remembered = *result.remembered;
    if (remembered.sources.columnsComplete && !remembered.sources.guessed.text && result.roles)
        m_chosenRoles[result.table->columns.size()] = *result.roles;
    m_asked = remembered.sources.dialect;
    static_cast<SplitSettings&>(m_selection) = splitIn(remembered.sources);
    if (remembered.maxLength)
        m_desk->lengths()->choose(*remembered.maxLength);
}

/// A split column that is new here is meant to be used; one that was there already is used as before. Another file has its own
/// files to check and test with.
void DataPage::takeSplitColumn(const ReadResult& result, bool anotherFile)
{
    if (anotherFile && m_read.table) {
        m_selection.validationFile.clear();
        m_selection.testFile.clear();
    }
    if (!result.roles && !anotherFile)
        return; // no columns to learn from for now: what was chosen waits
    const auto split = result.roles ? result.roles->split : std::nullopt;
    const bool anotherSplit = anotherFile || split != m_splitColumn;
    m_selection.useSplitColumn = split && (anotherSplit || m_selection.useSplitColumn);
    m_splitColumn = split;
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
    for (QWidget* widget : std::initializer_list<QWidget*>{m_search, m_openAnother, m_chooseModel})
        widget->show();
}

void DataPage::setCheckpoint(const core::CheckpointSummary& summary)
{
    m_checkpoint = summary;
    countTokens();
}

void DataPage::setMaxLength(std::optional<int> tokens)
{
    m_selection.maxLength = tokens;
    if (m_desk)
        m_desk->lengths()->set(tokens);
}

void DataPage::countTokens()
{
    if (!m_desk)
        return;
    if (!m_read.dataset) {
        m_desk->lengths()->clear();
        return;
    }
    if (m_checkpoint)
        m_desk->lengths()->setTokenizer(
            QString::fromStdString(m_checkpoint->name), static_cast<int>(m_checkpoint->maxLength), true);
    else
        m_desk->lengths()->setTokenizer(
            QString::fromStdString(core::starterCheckpoint().filename().string()), kStarterLength, false);
    m_desk->lengths()->count(m_read.dataset, m_checkpoint ? m_checkpoint->directory : core::starterCheckpoint());
}

void DataPage::setSplit(const SplitSettings& settings)
{
    static_cast<SplitSettings&>(m_selection) = settings;
    if (!m_read.dataset)
        return; // published with the rows, once they are there
    publish(true);
    askForChecks();
}

bool DataPage::checkWith(const QString& file, const QString& learned)
{
    std::error_code unknown;
    const bool shown = m_read.table && std::filesystem::equivalent(m_read.table->file, toPath(learned), unknown);
    const QString name = fromPath(toPath(file).filename()), shownName = fromPath(toPath(learned).filename());
    if (m_locked || !shown) {
        Q_EMIT failed({m_locked ? tr("%1 is written, but a training uses the rows to check with that were chosen before.").arg(name)
                                : tr("%1 is written, but %2, which it checks, is not the file shown here.").arg(name, shownName),
            m_locked ? tr("Choose it on the Data page, as the file to check with, when the training has ended.")
                     : tr("Open %1 and choose it there as the file to check with.").arg(shownName),
            {}});
        return false;
    }
    m_desk->split()->checkWith(file);
    return true;
}

void DataPage::askForChecks()
{
    m_checks.cancel();
    if (!m_read.dataset)
        return;
    auto selection = m_selection;
    selection.dataset = m_read.dataset; // also while the rows cannot be divided as they were to be
    m_checks.check(selection);
}

void DataPage::acceptChecks(const CheckResult& result)
{
    m_desk->showChecks(result, m_selection.useSplitColumn && m_selection.validationFile.empty());
    if (!m_selection.ready())
        publish(true);
}

void DataPage::refuseSplit(const Failure& failure)
{
    m_desk->refuseSplit(failure);
    publish(false);
}

void DataPage::publish(bool ready)
{
    m_selection.table = m_read.table;
    m_selection.dataset = ready ? m_read.dataset : nullptr;
    m_selection.roles = m_read.roles.value_or(core::ColumnRoles());
    m_selection.rolesGuessed = m_read.table && !m_chosenRoles.contains(m_read.table->columns.size());
    m_selection.dialect = m_choice;
    // What was edited in the file as it was read before may not be there any more.
    m_selection.labels = m_read.spellings.empty() ? m_read.labels : core::narrowed(m_read.labels, m_read.spellings);
    m_selection.fingerprint = m_read.fingerprint;
    m_selection.maxLength = m_desk->lengths()->chosen();
    m_chooseModel->setEnabled(ready);
    Q_EMIT liveLineChanged(ready ? counted(m_read.dataset->examples.size(), tr("1 example"), tr("%1 examples")) : tr("Not ready"));
    Q_EMIT selectionChanged(m_selection);
}

void DataPage::setLocked(bool locked)
{
    m_locked = locked;
    if (locked && m_reader.reading())
        cancelReading();
    m_openAnother->setEnabled(!locked);
    if (m_desk)
        m_desk->setLocked(locked);
    offerActions();
}

} // namespace attune::ui
