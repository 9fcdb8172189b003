#include "ui/main_window.h"

#include "ui/comparing/comparison_desk.h"
#include "ui/explaining/attribution_desk.h"
#include "ui/frame/menus.h"
#include "ui/prediction/predict_file_dialog.h"
#include "ui/prediction/predict_page.h"
#include "ui/training/train_page.h"

/// Questions to the models, of one text or of a whole file, and their answers.
namespace attune::ui {

void MainWindow::connectPredicting()
{
    const ModelWorker* worker = m_engine.worker();
    connect(m_menus, &Menus::predictRequested, this, [this] {
        showPage(Page::Predict);
        m_predict->focusSentence();
        m_predict->ask();
    });
    connect(m_predict, &PredictPage::predictionRequested, &m_engine, &ModelThread::predict);
    connect(m_predict, &PredictPage::layerRequested, &m_engine, &ModelThread::predict);
    connect(worker, &ModelWorker::predicted, m_predict, &PredictPage::showPrediction);
    connect(worker, &ModelWorker::predictionFailed, m_predict, &PredictPage::showFailure);
    AttributionDesk* attributions = m_predict->attributions();
    const Explainer* explainer = worker->explainer();
    connect(attributions, &AttributionDesk::requested, &m_engine, &ModelThread::explain);
    connect(attributions, &AttributionDesk::cancelled, &m_engine, &ModelThread::cancelExplanation);
    connect(explainer, &Explainer::advanced, attributions, &AttributionDesk::showProgress);
    connect(explainer, &Explainer::explained, attributions, &AttributionDesk::showExplanation);
    connect(explainer, &Explainer::failed, attributions, &AttributionDesk::showFailure);
    connectComparing();
    connect(worker, &ModelWorker::trainingStarted, m_predict, [this] { m_predict->setTraining(true, m_train->learnsFromPairs()); });
    connect(worker, &ModelWorker::trainingEnded, m_predict, [this] { m_predict->setTraining(false); });
    connect(worker, &ModelWorker::trainingFailed, m_predict, [this] { m_predict->setTraining(false); });
    connect(worker, &ModelWorker::evaluated, m_predict, [this](const core::EvaluationMetrics& evaluation) {
        if (evaluation.best)
            m_predict->setBestOfRun(QString::fromStdString(m_runDirectory.string()), evaluation.step);
    });
    connect(m_predict, &PredictPage::predictFileRequested, this, &MainWindow::predictFile);
}

void MainWindow::connectComparing()
{
    const ModelWorker* worker = m_engine.worker();
    ComparisonDesk* comparisons = m_predict->comparisons();
    comparisons->box()->setRuns(m_runs);
    connect(comparisons, &ComparisonDesk::requested, &m_engine, &ModelThread::compare);
    connect(comparisons, &ComparisonDesk::released, &m_engine, &ModelThread::releaseComparison);
    connect(worker->comparer(), &ModelComparer::compared, comparisons, &ComparisonDesk::showComparison);
    connect(worker->comparer(), &ModelComparer::failed, comparisons, &ComparisonDesk::showFailure);
    connect(m_predict, &PredictPage::typed, &m_engine, &ModelThread::examine);
    connect(worker, &ModelWorker::examined, comparisons, &ComparisonDesk::showExamined);
    connect(worker, &ModelWorker::trainingStarted, comparisons,
        [comparisons](const core::TrainingPlan& plan) { comparisons->setRunInTraining(QString::fromStdString(plan.directory.string())); });
}

void MainWindow::predictFile()
{
    if (!m_fileDialog) {
        m_fileDialog = new PredictFileDialog(this);
        const FilePredictor* files = m_engine.worker()->files();
        connect(m_fileDialog, &PredictFileDialog::started, &m_engine, &ModelThread::predictFile);
        connect(m_fileDialog, &PredictFileDialog::cancelRequested, &m_engine, &ModelThread::cancelFile);
        connect(files, &FilePredictor::advanced, m_fileDialog, &PredictFileDialog::showProgress);
        connect(files, &FilePredictor::finished, m_fileDialog, &PredictFileDialog::showFinished);
        connect(files, &FilePredictor::failed, m_fileDialog, &PredictFileDialog::showFailed);
        connect(files, &FilePredictor::cancelled, m_fileDialog, &PredictFileDialog::showCancelled);
    }
    m_fileDialog->setModel(m_predict->source(), m_predict->sourceName());
    m_fileDialog->show();
    m_fileDialog->raise();
    m_fileDialog->activateWindow();
}

} // namespace attune::ui
