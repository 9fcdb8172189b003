#include "ui/prediction/predict_file_dialog.h"

#include "core/data/dataset.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/progress_bar.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

namespace attune::ui {

namespace {

constexpr int kFieldWidth = 420;

/// "reviews.csv" is answered in "reviews-predictions.csv", beside it.
QString outputFor(const QString& input)
{
    const QFileInfo info(input);
    return info.dir().filePath(info.completeBaseName() + QStringLiteral("-predictions.csv"));
}

/// By its name, or by its place where another column has the same one.
std::string columnNamed(const QComboBox& columns, int index)
{
    int namesakes = 0;
    for (int i = 0; i < columns.count(); ++i)
        namesakes += columns.itemText(i) == columns.itemText(index);
    return namesakes == 1 ? columns.itemText(index).toStdString() : std::to_string(index);
}

QString inWords(const core::FilePredictionReport& report)
{
    QStringList counts;
    for (std::size_t i = 0; i < report.labels.size(); ++i)
        counts.append(QStringLiteral("%1 %2").arg(QString::fromStdString(report.labels[i]), number(report.labelCounts[i])));
    return counts.join(QStringLiteral(", "));
}

} // namespace

PredictFileDialog::PredictFileDialog(QWidget* parent)
    : QDialog(parent)
    , m_model(new TextLabel({}))
    , m_input(new QLineEdit)
    , m_chooseInput(secondaryButton(tr("&Choose..."), {}, ButtonSize::Pane))
    , m_text(new QComboBox)
    , m_second(new QComboBox)
    , m_output(new QLineEdit)
    , m_chooseOutput(secondaryButton(tr("C&hoose..."), {}, ButtonSize::Pane))
    , m_progress(new ProgressBar)
    , m_note(new Note)
    , m_show(flatButton(tr("Show in &folder"), QStringLiteral("external")))
    , m_cancel(secondaryButton(tr("Close")))
    , m_start(primaryButton(tr("&Predict")))
{
    setWindowTitle(tr("Predict a file"));
    m_input->setObjectName(QStringLiteral("input"));
    m_output->setObjectName(QStringLiteral("output"));
    m_text->setObjectName(QStringLiteral("textColumn"));
    m_second->setObjectName(QStringLiteral("secondColumn"));
    m_start->setObjectName(QStringLiteral("start"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_input->setAccessibleName(tr("File"));
    m_output->setAccessibleName(tr("Write to"));
    m_text->setAccessibleName(tr("Text column"));
    m_second->setAccessibleName(tr("Second text column"));
    m_progress->setAccessibleName(tr("Progress"));
    m_start->setDefault(true);
    m_note->setWrapped();

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    addRow(grid, tr("Predict with"), m_model, nullptr);
    addRow(grid, tr("F&ile"), fileRow(m_input, m_chooseInput), m_input);
    addRow(grid, tr("&Text"), m_text, m_text);
    addRow(grid, tr("&Second text"), m_second, m_second);
    addRow(grid, tr("&Write to"), fileRow(m_output, m_chooseOutput), m_output);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_show);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(grid);
    column->addWidget(m_progress);
    column->addWidget(m_note);
    column->addWidget(new Separator);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
    m_show->hide();
    m_progress->hide();

    connect(m_input, &QLineEdit::editingFinished, this, [this] {
        if (m_input->text() != m_file) // leaving the field is no other file
            setInput(m_input->text());
    });
    connect(m_output, &QLineEdit::textChanged, this, &PredictFileDialog::refresh);
    connect(m_chooseInput, &QPushButton::clicked, this, &PredictFileDialog::chooseInput);
    connect(m_chooseOutput, &QPushButton::clicked, this, &PredictFileDialog::chooseOutput);
    connect(m_show, &QPushButton::clicked, this, &PredictFileDialog::showOutput);
    connect(m_start, &QPushButton::clicked, this, &PredictFileDialog::askOrStart);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT cancelRequested();
        else
            close();
    });
    refresh();
}

/// Qt hides a dialog that is still open when all of it here is gone but the base, and the field that then loses the focus would tell of it.
PredictFileDialog::~PredictFileDialog()
{
    m_input->disconnect(this);
}

QWidget* PredictFileDialog::fileRow(QLineEdit* field, QPushButton* button)
{
    auto* both = new QWidget;
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(field, 1);
    row->addWidget(button);
    return both;
}

void PredictFileDialog::addRow(QGridLayout* grid, const QString& name, QWidget* field, QWidget* buddy)
{
    const int row = grid->rowCount();
    auto* label = new TextLabel(name);
    label->setBuddy(buddy);
    field->setFixedWidth(kFieldWidth);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
}

void PredictFileDialog::setModel(const PredictionSource& source, const QString& name)
{
    if (m_running)
        return;
    m_source = source;
    m_model->setText(name);
    refresh();
}

PredictFileDialog::Columns PredictFileDialog::columnsOf(const std::filesystem::path& file)
{
    core::RowStream rows(file, {});
    if (!rows.columnsKnown())
        rows.gatherColumns();
    Columns columns;
    for (const std::string& name : rows.sample().columns)
        columns.names.append(QString::fromStdString(name));
    if (columns.names.size() > 1) {
        const core::ColumnRoles guess = core::guessColumns(rows.sample());
        columns.text = int(guess.text);
        columns.second = guess.textPair ? int(*guess.textPair) : -1;
    }
    return columns;
}

void PredictFileDialog::setInput(const QString& file)
{
    m_file = file;
    m_input->setText(file);
    m_output->setText(file.isEmpty() ? QString() : outputFor(file));
    m_columnsKnown = false;
    m_text->clear();
    m_second->clear();
    m_note->set(Note::Tone::Info, {});
    m_show->hide();
    m_reader.cancel();
    refresh();
    if (!file.isEmpty())
        m_reader.run([path = toPath(file)](const BackgroundQueue::Job&) { return columnsOf(path); },
            [this](const Outcome<Columns>& outcome) { showColumns(outcome); });
}

void PredictFileDialog::showColumns(const Outcome<Columns>& outcome)
{
    if (!outcome.value) {
        m_note->set(Note::Tone::Error, outcome.failure.cause, outcome.failure.wayOut);
        refresh();
        return;
    }
    m_text->addItems(outcome.value->names);
    m_text->setCurrentIndex(outcome.value->text);
    m_second->addItem(tr("None"));
    m_second->addItems(outcome.value->names);
    m_second->setCurrentIndex(outcome.value->second + 1);
    m_columnsKnown = true;
    refresh();
}

void PredictFileDialog::chooseInput()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("A file to predict"), m_input->text(),
        tr("Tables (*.csv *.tsv *.txt *.jsonl *.json);;All files (*)"));
    if (!file.isEmpty())
        setInput(file);
}

void PredictFileDialog::chooseOutput()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Where to write the predictions"), m_output->text(), tr("CSV files (*.csv)"));
    if (file.isEmpty())
        return;
    m_output->setText(file);
    m_mayReplace = file;
}

void PredictFileDialog::askOrStart()
{
    const QString output = m_output->text();
    std::error_code unknown;
    // Devices and pipes lose nothing, and the input itself is refused by what writes.
    const bool asks = std::filesystem::is_regular_file(toPath(output), unknown)
        && !std::filesystem::equivalent(toPath(m_input->text()), toPath(output), unknown) && output != m_mayReplace;
    if (!asks) {
        start();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("The file exists"),
        tr("%1 exists already. Replace it?").arg(fromPath(toPath(output).filename())), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("replaceQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("What it holds now would be lost. “Write to” takes another name."));
    QPushButton* replace = question->addButton(tr("&Replace"), QMessageBox::AcceptRole);
    QPushButton* keep = question->addButton(tr("&Keep it"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(replace, &QPushButton::clicked, this, &PredictFileDialog::start);
    connect(keep, &QPushButton::clicked, m_output, [this] {
        m_output->setFocus();
        m_output->selectAll();
    });
    question->open();
}

void PredictFileDialog::start()
{
    FilePredictionJob job{m_source.directory, {}};
    job.request.input = toPath(m_input->text());
    job.request.output = toPath(m_output->text());
    job.request.textColumn = columnNamed(*m_text, m_text->currentIndex());
    if (m_second->currentIndex() > 0)
        job.request.textPairColumn = columnNamed(*m_text, m_second->currentIndex() - 1);
    m_written = m_output->text();
    m_mayReplace.clear();
    m_progress->setFraction(0);
    m_note->set(Note::Tone::Info, tr("Opening the model"));
    setRunning(true);
    Q_EMIT started(job);
}

void PredictFileDialog::setRunning(bool running)
{
    m_running = running;
    m_progress->setVisible(running);
    setButton(m_cancel, running ? tr("Cancel") : tr("Close"));
    m_show->hide();
    refresh();
}

void PredictFileDialog::refresh()
{
    const bool opened = m_source.kind == PredictionSource::Kind::Checkpoint;
    for (QWidget* field : {static_cast<QWidget*>(m_input), static_cast<QWidget*>(m_output), static_cast<QWidget*>(m_chooseInput),
             static_cast<QWidget*>(m_chooseOutput)})
        field->setEnabled(!m_running);
    m_text->setEnabled(!m_running && m_columnsKnown);
    m_second->setEnabled(!m_running && m_columnsKnown);
    m_start->setEnabled(!m_running && opened && m_columnsKnown && !m_output->text().trimmed().isEmpty());
    const QString changing = tr("The model in training changes with every step.");
    if (m_source.kind == PredictionSource::Kind::InTraining && !m_running)
        m_note->set(Note::Tone::Info, changing, tr("Choose the best of the run, or another model, on the Predict page."));
    else if (m_note->text() == changing)
        m_note->set(Note::Tone::Info, {});
    m_note->setVisible(!m_note->text().isEmpty());
}

void PredictFileDialog::showProgress(quint64 done, quint64 total)
{
    if (!m_running)
        return;
    const double fraction = total > 0 ? double(done) / double(total) : 0;
    m_progress->setFraction(fraction);
    m_note->set(Note::Tone::Info, total > 0 ? tr("Predicting, %1 of the file").arg(percent(fraction)) : tr("Predicting"));
    m_note->setVisible(true);
}

void PredictFileDialog::showFinished(const core::FilePredictionReport& report)
{
    setRunning(false);
    const QString problems
        = report.problemCount == 0 ? QString()
                                   : QLatin1Char(' ') + counted(report.problemCount, tr("1 row has no prediction or lost something."), tr("%1 rows have no prediction or lost something."));
    m_note->set(report.problemCount == 0 ? Note::Tone::Good : Note::Tone::Warning, counted(report.predicted, tr("1 row predicted."), tr("%1 rows predicted.")),
        inWords(report) + QLatin1Char('.') + problems);
    m_note->setVisible(true);
    m_show->show();
}

void PredictFileDialog::showFailed(const Failure& failure)
{
    setRunning(false);
    m_note->set(Note::Tone::Error, failure.cause, failure.wayOut);
    m_note->setVisible(true);
}

void PredictFileDialog::showCancelled()
{
    setRunning(false);
    m_note->set(Note::Tone::Info, tr("Cancelled. No file was written."));
    m_note->setVisible(true);
}

void PredictFileDialog::showOutput()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_written).absolutePath()));
}

} // namespace attune::ui
