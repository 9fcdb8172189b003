#pragma once

#include "ui/background_queue.h"
#include "ui/evaluation/evaluation.h"
#include "ui/frame/page_editing.h"
#include "ui/selection_sources.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <optional>

class QPushButton;
class QStackedWidget;

namespace attune::core {
struct DataDifferences;
}

namespace attune::ui {

class EvaluationView;
class PageHeader;
class ProgressStrip;
class StaleNote;

/// How good a model is on labelled rows, which rows it gets wrong, and what to do about them.
class EvaluatePage : public QWidget, public PageEditing {
    Q_OBJECT
public:
    explicit EvaluatePage(QWidget* parent = nullptr);
    const Evaluation* evaluation() const { return m_evaluation.get(); } ///< that is on display
    bool busy() const { return m_phase != Phase::Idle; }
    bool hasUnsaved() const; ///< rows are relabelled or left out, and no file holds that
    /// Calls `go` at once where nothing would be lost; else asks, and calls it when the corrections are saved or may go, else `stay`.
    void settleCorrections(const QString& occasion, std::function<void()> go, std::function<void()> stay);

    QUndoStack* undoStack() override; ///< of the rows' corrections
    bool canFind() const override { return true; }
    void find() override;

public Q_SLOTS:
    void setData(const attune::ui::DataSelection& selection); ///< what the Data page shows
    void openModel(const QString&
            directory); ///< a run is measured on its check rows when this page is seen; else a button offers the data shown
    void noteTraining(const attune::ui::TrainingJob& job);
    void noteResumption(const attune::ui::ResumeJob& job); ///< of a run that this window may not have begun
    void noteCheckRows(std::shared_ptr<const attune::core::Dataset> checkRows); ///< of the training that has begun
    void noteBest(const attune::core::EvaluationMetrics& evaluation); ///< the training has a better model
    void forgetBest(); ///< the training has failed
    void evaluateRun(const attune::core::RunSummary& summary); ///< the training has ended: its best model on its check rows
    void evaluateShownData();
    void evaluateFile(const QString& file);
    void compareWith(const QString& directory); ///< another model, on the rows that are shown
    void waitForEngine(); ///< a run that is opened is measured only once setEngineReady() was called
    void setEngineReady();
    void setEngineMissing(const attune::ui::Failure& failure);

    // Facts from ModelWorker:
    void showProgress(quint64 id, qint64 done, qint64 total);
    void showAnswers(quint64 id, std::shared_ptr<const std::vector<attune::core::Answer>> answers);
    void showFailure(quint64 id, const attune::ui::Failure& failure);

Q_SIGNALS:
    void evaluationRequested(quint64 id, const QString& directory, std::shared_ptr<const attune::core::Dataset> dataset);
    void cancelRequested();
    void rowOpened(const QString& directory, const attune::ui::PredictionText& text);
    void correctionsSaved(const QString& kept, const QString& lost); ///< what is in the new file, and what could not be; that may be empty
    void corrected(const attune::ui::RememberedData& copy); ///< a new CSV is there, to be opened on the Data page as the old one was
    void checkRowsCorrected(const QString& file, const QString& learned); ///< the same of rows that check what is learned from another file
    void openModelRequested();
    void liveLineChanged(const QString& line); ///< for the rail: "Macro-F1 0.838"
    void statusChanged(const QString& sentence); ///< "Evaluated 802 rows in 3.1 s"
    void failed(const attune::ui::Failure& failure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Phase { Idle, Preparing, Answering, Measuring };

    void buildHeader();
    QWidget* buildEmpty();
    void prepare(std::function<EvaluationSubject(const BackgroundQueue::Job&)> work);
    void evaluateWaitingRun();
    void request(EvaluationSubject subject, bool comparing = false);
    void present(std::shared_ptr<const Evaluation> evaluation);
    void display(std::shared_ptr<const Evaluation> evaluation, const QString& sentence);
    void compareAnswers(std::shared_ptr<const Answers> answers);
    void cancel();
    void setPhase(Phase phase, const QString& words = {});
    void refresh();
    void tellFigure();
    core::DataDifferences rowsDiffer() const;
    void showWhetherStale();
    void openRow(std::size_t row);
    void chooseFile();
    void chooseOther();
    void saveCorrected(bool elsewhere);
    DataSelection correctable() const; ///< the file that corrections are made of, as it was read and divided
    void writeCorrected(const QString& target, std::function<void()> then = {}); ///< then: else the new file is opened
    void exportRows(bool shownOnly);
    void exportMetrics();
    QString nextTo(const QString& ending) const; ///< a name beside the measured file
    void inBackground(std::function<QString()> work); ///< `work` writes a file and returns the sentence that says so

    DataSelection m_data;
    QString m_model; ///< the directory that is measured next; empty: none yet
    DataSelection m_trained; ///< what the run that this window has begun last learns from
    std::filesystem::path m_trainedRun; ///< that run's directory
    std::shared_ptr<const core::Dataset> m_checkRows;
    std::optional<double> m_bestMacroF1; ///< of the training in progress, until its best model is measured here
    bool m_engineLoading = false;
    bool m_runWaits = false; ///< m_model is a run that was opened and not measured yet
    bool m_engineMissing = false;

    Phase m_phase = Phase::Idle;
    bool m_comparing = false; ///< the newest request is for a comparison with what is shown
    quint64 m_newest = 0; ///< answers to older requests are dropped
    EvaluationSubject m_subject; ///< of the newest request
    qint64 m_began = 0; ///< milliseconds of a steady clock
    std::shared_ptr<const Evaluation> m_evaluation;

    QPointer<QWidget> m_question; ///< about unsaved corrections, while it is open
    PageHeader* m_header;
    QStackedWidget* m_stack;
    EvaluationView* m_view;
    ProgressStrip* m_progress;
    StaleNote* m_stale; ///< that other rows or another model are shown now
    QPushButton* m_evaluateShown;
    QPushButton* m_evaluateHere; ///< the same in the empty state
    QPushButton* m_evaluateOther;
    QPushButton* m_compare;
    QPushButton* m_export;
    BackgroundQueue m_preparation;
    BackgroundQueue m_files;
};

} // namespace attune::ui
