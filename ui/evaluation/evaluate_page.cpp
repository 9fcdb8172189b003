#include "ui/evaluation/evaluate_page.h"

#include "core/hub/places.h"
#include "ui/evaluation/evaluation_view.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/frame/buttons.h"
#include "ui/frame/chip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/frame/progress_strip.h"
#include "ui/stale_note.h"
#include "ui/words.h"

#include <QDeadlineTimer>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace attune::ui {

namespace {

qint64 now()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

EvaluatePage::EvaluatePage(QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader)
    , m_stack(new QStackedWidget)
    , m_view(new EvaluationView)
    , m_progress(new ProgressStrip(tr("How many of the rows are answered"), tr("Stop measuring and keep what is shown")))
    , m_stale(new StaleNote)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildHeader();
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_progress);
    column->addWidget(m_stale);
    column->addWidget(m_stack, 1);
    connect(m_progress, &ProgressStrip::cancelled, this, &EvaluatePage::cancel);
    m_preparation.onProgress([this](std::uint64_t done, std::uint64_t total) {
        if (m_phase == Phase::Preparing && total > 0)
            m_progress->setFraction(static_cast<double>(done) / static_cast<double>(total));
    });
    connect(m_view, &EvaluationView::failed, this, &EvaluatePage::failed);
    connect(m_view->rows(), &RowsPane::opened, this, &EvaluatePage::openRow);
    connect(m_view->rows(), &RowsPane::saveWanted, this, &EvaluatePage::saveCorrected);
    refresh();
}

void EvaluatePage::buildHeader()
{
    m_evaluateShown = primaryButton(QString(), QStringLiteral("evaluate"));
    m_evaluateShown->setObjectName(QStringLiteral("evaluateShown"));
    m_evaluateOther = secondaryButton(tr("Evaluate another f&ile…"), QStringLiteral("open"));
    m_evaluateOther->setObjectName(QStringLiteral("evaluateOther"));
    m_evaluateOther->setToolTip(tr("Measure this model on the labelled rows of another file"));
    m_export = secondaryButton(tr("E&xport…"), QStringLiteral("download"));
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setToolTip(tr("Write the rows with their answers, or the figures, to a CSV file"));
    auto* menu = new QMenu(m_export);
    connect(menu->addAction(tr("&All rows with their answers…")), &QAction::triggered, this, [this] { exportRows(false); });
    connect(menu->addAction(tr("The rows &shown…")), &QAction::triggered, this, [this] { exportRows(true); });
    connect(menu->addAction(tr("The &figures…")), &QAction::triggered, this, &EvaluatePage::exportMetrics);
    connect(m_export, &QPushButton::clicked, this,
        [this, menu] { menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height()))); });
    m_compare = flatButton(tr("&Compare with…"), QStringLiteral("compare"), ButtonSize::Header);
    m_compare->setObjectName(QStringLiteral("compare"));
    m_compare->setToolTip(tr("Let another model answer the same rows, and see where the two differ"));
    connect(m_compare, &QPushButton::clicked, this, &EvaluatePage::chooseOther);
    for (QPushButton* button : {m_compare, m_evaluateOther, m_export, m_evaluateShown})
        m_header->addAction(button);
    connect(m_evaluateShown, &QPushButton::clicked, this, &EvaluatePage::evaluateShownData);
    connect(m_evaluateOther, &QPushButton::clicked, this, &EvaluatePage::chooseFile);
}

QWidget* EvaluatePage::buildEmpty()
{
    m_evaluateHere = primaryButton(tr("&Open a trained model…"), QStringLiteral("open"), ButtonSize::Pane);
    m_evaluateHere->setObjectName(QStringLiteral("evaluateHere"));
    connect(m_evaluateHere, &QPushButton::clicked, this, [this] {
        if (m_model.isEmpty())
            Q_EMIT openModelRequested();
        else
            evaluateShownData();
    });
    return new EmptyState(QStringLiteral("evaluate"), tr("Nothing measured yet"),
        tr("When a training ends, its best model answers the rows that it has not learned from. A model that you open can answer "
           "the data shown, or "
           "another file."),
        m_evaluateHere);
}

void EvaluatePage::setData(const DataSelection& selection)
{
    m_data = selection;
    refresh();
}

void EvaluatePage::openModel(const QString& directory)
{
    m_model = directory;
    std::error_code unknown;
    m_runWaits = std::filesystem::exists(toPath(directory) / "run.json", unknown);
    refresh();
    if (isVisible())
        evaluateWaitingRun();
}

void EvaluatePage::evaluateWaitingRun()
{
    if (!m_engineLoading && std::exchange(m_runWaits, false))
        prepare(
            [directory = m_model](const BackgroundQueue::Job& job) { return subjectOfRun(directory, job.progress, job.stop); });
}

void EvaluatePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    evaluateWaitingRun();
}

void EvaluatePage::noteTraining(const TrainingJob& job)
{
    m_trained = job.data;
    m_trainedRun = job.output;
    m_checkRows.reset();
    m_bestMacroF1.reset();
}

void EvaluatePage::noteResumption(const ResumeJob& job)
{
    if (realPath(job.run) != realPath(m_trainedRun))
        m_trained = {};
    m_checkRows.reset();
    m_bestMacroF1.reset();
}

void EvaluatePage::noteCheckRows(std::shared_ptr<const core::Dataset> checkRows)
{
    m_checkRows = std::move(checkRows);
}

void EvaluatePage::noteBest(const core::EvaluationMetrics& evaluation)
{
    m_bestMacroF1 = evaluation.macroF1;
    tellFigure();
}

void EvaluatePage::forgetBest()
{
    m_bestMacroF1.reset();
    tellFigure();
}

void EvaluatePage::evaluateRun(const core::RunSummary& summary)
{
    if (!m_checkRows)
        return;
    m_model = fromPath(summary.directory);
    m_runWaits = false;
    prepare([summary, trained = m_trained, checkRows = m_checkRows](const BackgroundQueue::Job& job) {
        return trained.table ? subjectOfCheckRows(summary, trained, checkRows, job.progress, job.stop)
                             : subjectOfRun(fromPath(summary.directory), job.progress, job.stop); // what a run from the disk has learned from, its folder tells
    });
}

void EvaluatePage::evaluateShownData()
{
    if (m_model.isEmpty() || !m_data.ready())
        return;
    prepare([model = m_model, data = m_data](const BackgroundQueue::Job&) { return subjectOfSelection(model, data); });
}

void EvaluatePage::evaluateFile(const QString& file)
{
    if (!m_model.isEmpty())
        prepare([model = m_model, file](
                    const BackgroundQueue::Job& job) { return subjectOfFile(model, file, job.progress, job.stop); });
}

void EvaluatePage::compareWith(const QString& directory)
{
    if (!m_evaluation || m_engineMissing)
        return;
    cancel();
    EvaluationSubject subject = m_evaluation->subject();
    subject.directory = directory;
    subject.name = modelName(directory);
    subject.step.reset();
    request(std::move(subject), true);
}

void EvaluatePage::waitForEngine()
{
    m_engineLoading = true;
}

void EvaluatePage::setEngineReady()
{
    m_engineLoading = false;
    if (isVisible())
        evaluateWaitingRun();
}

void EvaluatePage::setEngineMissing(const Failure& failure)
{
    m_engineMissing = true;
    m_stack->insertWidget(0, new EmptyState(QStringLiteral("error"), failure.cause, failure.wayOut));
    m_stack->setCurrentIndex(0);
    refresh();
}

/// Finds the rows to measure on; then asks for the answers.
void EvaluatePage::prepare(std::function<EvaluationSubject(const BackgroundQueue::Job&)> work)
{
    if (m_engineMissing)
        return;
    cancel();
    setPhase(Phase::Preparing, tr("Reading the rows"));
    m_preparation.run(std::move(work), [this](const Outcome<EvaluationSubject>& outcome) {
        setPhase(Phase::Idle);
        if (outcome.value)
            request(*outcome.value);
        else
            Q_EMIT failed(outcome.failure);
    });
}

void EvaluatePage::request(EvaluationSubject subject, bool comparing)
{
    if (m_engineMissing)
        return;
    m_preparation.cancel();
    m_subject = std::move(subject);
    m_comparing = comparing;
    m_began = now();
    setPhase(Phase::Answering, tr("Answering %1").arg(m_subject.rows));
    Q_EMIT evaluationRequested(++m_newest, m_subject.directory, m_subject.dataset);
}

void EvaluatePage::showProgress(quint64 id, qint64 done, qint64 total)
{
    if (id != m_newest || m_phase != Phase::Answering || total <= 0)
        return;
    m_progress->setFraction(static_cast<double>(done) / static_cast<double>(total));
    Q_EMIT liveLineChanged(tr("%1 % answered").arg(100 * done / total));
}

void EvaluatePage::showAnswers(quint64 id, std::shared_ptr<const Answers> answers)
{
    if (id != m_newest || m_phase != Phase::Answering)
        return;
    setPhase(Phase::Measuring, tr("Measuring"));
    if (m_comparing) {
        compareAnswers(std::move(answers));
        return;
    }
    m_preparation.run([subject = m_subject, answers = std::move(answers)](
                          const BackgroundQueue::Job&) { return std::make_shared<const Evaluation>(subject, answers); },
        [this](const Outcome<std::shared_ptr<const Evaluation>>& outcome) {
            setPhase(Phase::Idle);
            if (outcome.value)
                present(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void EvaluatePage::showFailure(quint64 id, const Failure& failure)
{
    if (id != m_newest || m_phase != Phase::Answering)
        return;
    setPhase(Phase::Idle);
    Q_EMIT failed(failure);
}

/// Asks before it drops what was corrected of other rows.
void EvaluatePage::present(std::shared_ptr<const Evaluation> evaluation)
{
    const QString sentence =
        tr("Evaluated %1 in %2 s")
            .arg(counted(evaluation->size(), tr("1 row"), tr("%1 rows")), decimal(static_cast<double>(now() - m_began) / 1000, 1));
    if (!m_evaluation || sameFile(m_evaluation->subject(), evaluation->subject())) {
        display(std::move(evaluation), sentence);
        return;
    }
    settleCorrections(
        tr("The new evaluation is of other rows or labels, and would take their place."),
        [this, evaluation, sentence, id = m_newest] {
            if (id == m_newest)
                display(evaluation, sentence);
        },
        [this] {
            forgetBest();
            Q_EMIT statusChanged(tr("The new evaluation is not shown; your corrections are as they were."));
        });
}

void EvaluatePage::display(std::shared_ptr<const Evaluation> evaluation, const QString& sentence)
{
    m_evaluation = std::move(evaluation);
    m_bestMacroF1.reset();
    m_view->show(m_evaluation);
    m_stack->setCurrentWidget(m_view);
    refresh();
    Q_EMIT statusChanged(sentence);
}

void EvaluatePage::compareAnswers(std::shared_ptr<const Answers> answers)
{
    m_preparation.run(
        [shown = m_evaluation, subject = m_subject, answers = std::move(answers)](
            const BackgroundQueue::Job&) { return compared(*shown, std::make_shared<const Evaluation>(subject, answers)); },
        [this](const Outcome<Comparison>& outcome) {
            setPhase(Phase::Idle);
            if (outcome.value)
                m_view->compare(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

void EvaluatePage::cancel()
{
    m_preparation.cancel();
    if (m_phase == Phase::Answering)
        Q_EMIT cancelRequested();
    ++m_newest;
    setPhase(Phase::Idle);
}

void EvaluatePage::setPhase(Phase phase, const QString& words)
{
    const Phase before = std::exchange(m_phase, phase);
    if (phase == Phase::Idle)
        m_progress->end();
    else if (before == Phase::Idle)
        m_progress->begin(words);
    else
        m_progress->setWords(words);
    refresh();
}

void EvaluatePage::refresh()
{
    m_header->setTitle(m_evaluation ? m_evaluation->subject().name : tr("Evaluate"));
    m_header->setFacts(m_evaluation ? m_evaluation->subject().rows : QString());
    m_header->chip()->set(m_evaluation && m_evaluation->subject().step
            ? tr("step %1").arg(number(static_cast<std::uint64_t>(*m_evaluation->subject().step)))
            : QString());
    showWhetherStale();
    const bool able = !m_engineMissing && !m_model.isEmpty() && !busy();
    const bool shown = m_evaluation && m_data.ready() && m_evaluation->subject().directory == m_model
        && (m_evaluation->subject().dataset == m_data.dataset
            || (m_evaluation->subject().dataset->file == m_data.dataset->file && !rowsDiffer()));
    const QString file = m_data.fileName().replace(QLatin1Char('&'), QStringLiteral("&&"));
    setButton(m_evaluateShown, tr("Eval&uate %1").arg(file), QStringLiteral("evaluate"));
    m_evaluateShown->setToolTip(tr("Measure %1 on the rows that the Data page shows").arg(modelName(m_model)));
    m_evaluateShown->setVisible(able && m_data.ready() && !shown && m_evaluation);
    m_evaluateOther->setVisible(!m_engineMissing && !m_model.isEmpty());
    m_evaluateOther->setEnabled(able);
    m_export->setVisible(m_evaluation != nullptr);
    m_compare->setVisible(m_evaluation && !m_engineMissing);
    m_compare->setEnabled(able);
    const bool offer = able && m_data.ready();
    setButton(m_evaluateHere, offer ? tr("Eval&uate %1").arg(file) : tr("&Open a trained model…"),
        offer ? QStringLiteral("evaluate") : QStringLiteral("open"));
    m_evaluateHere->setVisible(!busy() && (offer || m_model.isEmpty()));
    tellFigure();
}

/// While a training goes on, of its best model so far.
void EvaluatePage::tellFigure()
{
    if (busy())
        return;
    const auto shown = m_evaluation ? std::optional(m_evaluation->report().metrics.macroF1) : std::nullopt;
    const auto figure = m_bestMacroF1 ? m_bestMacroF1 : shown;
    Q_EMIT liveLineChanged(figure ? tr("Macro-F1 %1").arg(decimal(*figure, 3)) : tr("Nothing measured"));
}

/// What is otherwise on the Data page by now; nothing where that cannot be told.
core::DataDifferences EvaluatePage::rowsDiffer() const
{
    const EvaluationSubject& subject = m_evaluation->subject();
    if (!subject.sources || !m_data.ready())
        return {};
    auto rows = core::differences(*subject.sources, m_data.sources());
    rows.division = rows.division && !subject.allRows;
    return rows;
}

/// Of figures that came from another model, or from rows that stand otherwise on the Data page by now.
void EvaluatePage::showWhetherStale()
{
    QStringList reasons;
    if (m_evaluation && !busy()) {
        const EvaluationSubject& subject = m_evaluation->subject();
        if (subject.directory != m_model)
            reasons << tr("%1 is open now.").arg(modelName(m_model));
        reasons << staleReasons(rowsDiffer());
    }
    m_stale->set(tr("These figures are older than what is shown."), reasons);
}

void EvaluatePage::openRow(std::size_t row)
{
    const core::Example& example = m_evaluation->example(row);
    PredictionText text{QString::fromStdString(example.text.str())};
    if (example.textPair)
        text.second = QString::fromStdString(example.textPair->str());
    Q_EMIT rowOpened(m_evaluation->subject().directory, text);
}

void EvaluatePage::chooseOther()
{
    auto* dialog = new QFileDialog(this, tr("Compare with a trained model or a run"), fromPath(core::runsDirectory()));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &EvaluatePage::compareWith);
    dialog->open();
}

void EvaluatePage::chooseFile()
{
    const QString folder = m_evaluation ? fromPath(m_evaluation->subject().dataset->file.parent_path()) : QString();
    auto* dialog =
        new QFileDialog(this, tr("Evaluate labelled rows"), folder, tr("Rows (*.csv *.tsv *.txt *.jsonl);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &EvaluatePage::evaluateFile);
    dialog->open();
}

} // namespace attune::ui
