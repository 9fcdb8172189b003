#include "ui/evaluation/evaluate_page.h"

#include "ui/evaluation/evaluation_view.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/unsaved_question.h"
#include "ui/words.h"

#include <QFileDialog>

// How the Evaluate page is edited and what it writes: corrected data, rows, figures.

namespace attune::ui {

namespace {

void askForName(QWidget* parent, const QString& title, const QString& proposed, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, proposed, EvaluatePage::tr("CSV files (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(proposed);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace

QUndoStack* EvaluatePage::undoStack()
{
    return m_view->rows()->corrections().undoStack();
}

void EvaluatePage::find()
{
    m_view->rows()->find();
}

void EvaluatePage::saveCorrected(bool elsewhere)
{
    if (!m_evaluation || !m_evaluation->subject().origin)
        return;
    const QString beside = fromPath(core::correctedName(m_evaluation->subject().origin->table->file));
    if (elsewhere)
        askForName(this, tr("Save the corrected rows"), beside, [this](const QString& file) { writeCorrected(file); });
    else
        writeCorrected(beside);
}

bool EvaluatePage::hasUnsaved() const
{
    return m_view->rows()->corrections().unsaved();
}

void EvaluatePage::settleCorrections(const QString& occasion, std::function<void()> go, std::function<void()> stay)
{
    if (m_question && m_question->isVisible())
        m_question->close();
    if (!hasUnsaved()) {
        go();
        return;
    }
    const auto& file = m_evaluation->subject().origin->table->file;
    UnsavedAnswers answers;
    answers.save = [this, file, occasion, go, stay] {
        // Asked again where more was changed meanwhile.
        writeCorrected(fromPath(core::correctedName(file)), [this, occasion, go, stay] { settleCorrections(occasion, go, stay); });
    };
    answers.discard = [this, go] {
        m_view->rows()->corrections().letGo();
        go();
    };
    answers.cancel = std::move(stay);
    m_question = askAboutUnsaved(window(), fromPath(file.filename()), occasion, answers);
}

DataSelection EvaluatePage::correctable() const
{
    const EvaluationSubject& subject = m_evaluation->subject();
    DataSelection rows;
    rows.table = subject.origin->table;
    rows.roles = subject.origin->roles;
    rows.labels = subject.origin->labels;
    if (subject.sources)
        static_cast<SplitSettings&>(rows) = splitIn(*subject.sources);
    else if (m_data.table && m_data.table->file == rows.table->file)
        static_cast<SplitSettings&>(rows) = m_data;
    return rows;
}

void EvaluatePage::writeCorrected(const QString& target, std::function<void()> then)
{
    const RowOrigin& origin = *m_evaluation->subject().origin;
    struct Written : core::CorrectedFile {
        RememberedData copy;
    };
    const core::RowChanges changes = m_view->rows()->corrections().changes();
    m_files.run(
        [rows = correctable(), dialect = origin.dialect, target, changes](const BackgroundQueue::Job& job) {
            Written written{core::writeCorrected(*rows.table, rows.roles, rows.labels, changes, toPath(target), dialect, job.progress, job.stop), {}};
            written.copy = copyOf(rows, written.file);
            return written;
        },
        [this, changes, then, learned = origin.learned](const Outcome<Written>& outcome) {
            if (!outcome.value) {
                Failure failure = outcome.failure;
                if (!failure.wayOut.isEmpty())
                    failure.wayOut += QLatin1Char(' ');
                failure.wayOut += tr("Your changes are kept; “Save as…” takes another folder or name.");
                Q_EMIT failed(failure);
                return;
            }
            const Written& written = *outcome.value;
            const QString kept = tr("Saved %1: %2, %3 relabelled, %4 left out.")
                                     .arg(fromPath(written.file.filename()), counted(written.rows, tr("1 row"), tr("%1 rows")),
                                         number(written.relabelled), number(written.leftOut));
            const QString lost = written.unreadable == 0 ? QString()
                                                         : counted(written.unreadable, tr("1 row that could not be read is not in it."),
                                                             tr("%1 rows that could not be read are not in it."));
            m_view->rows()->corrections().noteSaved(changes);
            Q_EMIT correctionsSaved(kept, lost);
            if (then)
                then();
            else if (!learned.empty())
                Q_EMIT checkRowsCorrected(fromPath(written.file), fromPath(learned));
            else
                Q_EMIT corrected(written.copy);
        });
}

QString EvaluatePage::nextTo(const QString& ending) const
{
    const std::filesystem::path& file = m_evaluation->subject().dataset->file;
    return fromPath(file.parent_path() / file.stem()) + ending;
}

void EvaluatePage::inBackground(std::function<QString()> work)
{
    m_files.run([work = std::move(work)](const BackgroundQueue::Job&) { return work(); },
        [this](const Outcome<QString>& outcome) {
            if (outcome.value)
                Q_EMIT statusChanged(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void EvaluatePage::exportRows(bool shownOnly)
{
    const auto evaluation = m_evaluation;
    std::vector<std::size_t> rows;
    if (shownOnly)
        rows.assign(m_view->rows()->model().rows().begin(), m_view->rows()->model().rows().end());
    askForName(this, tr("Export the rows"), nextTo(QStringLiteral(".answers.csv")),
        [this, evaluation, rows, shownOnly](const QString& file) {
            inBackground([evaluation, rows, shownOnly, file] {
                const core::Dataset& dataset = *evaluation->subject().dataset;
                if (shownOnly)
                    core::writeAnswers(toPath(file), dataset, *evaluation->answers(), rows);
                else
                    core::writeAnswers(toPath(file), dataset, *evaluation->answers());
                return counted(shownOnly ? rows.size() : evaluation->size(), tr("1 row is in %2"), tr("%1 rows are in %2")).arg(file);
            });
        });
}

void EvaluatePage::exportMetrics()
{
    const auto evaluation = m_evaluation;
    askForName(this, tr("Export the figures"), nextTo(QStringLiteral(".metrics.csv")), [this, evaluation](const QString& file) {
        inBackground([evaluation, file] {
            core::writeReport(toPath(file), evaluation->report(), evaluation->labels());
            return tr("The figures are in %1").arg(file);
        });
    });
}

} // namespace attune::ui
