#include "ui/evaluation/evaluate_page.h"
#include "ui/frame/message_bar.h"
#include "ui/frame/opener.h"
#include "ui/frame/rail.h"
#include "ui/frame/status_strip.h"
#include "ui/dataset/data_page.h"
#include "ui/main_window.h"
#include "ui/prediction/predict_page.h"
#include "ui/training/train_page.h"

namespace attune::ui {

void MainWindow::connectEvaluating()
{
    const ModelWorker* worker = m_engine.worker();
    connect(m_evaluate, &EvaluatePage::evaluationRequested, &m_engine, &ModelThread::evaluate);
    connect(m_evaluate, &EvaluatePage::cancelRequested, &m_engine, &ModelThread::cancelEvaluation);
    connect(worker, &ModelWorker::evaluationProgressed, m_evaluate, &EvaluatePage::showProgress);
    connect(worker, &ModelWorker::evaluationFinished, m_evaluate, &EvaluatePage::showAnswers);
    connect(worker, &ModelWorker::evaluationFailed, m_evaluate, &EvaluatePage::showFailure);
    m_evaluate->waitForEngine();
    connect(worker, &ModelWorker::engineReady, m_evaluate, &EvaluatePage::setEngineReady);
    connect(worker, &ModelWorker::engineFailed, m_evaluate, &EvaluatePage::setEngineMissing);

    connect(m_train, &TrainPage::trainRequested, m_evaluate, &EvaluatePage::noteTraining);
    connect(m_train, &TrainPage::resumeRequested, m_evaluate, &EvaluatePage::noteResumption);
    connect(worker, &ModelWorker::checkRowsChosen, m_evaluate, &EvaluatePage::noteCheckRows);
    connect(worker, &ModelWorker::evaluated, m_evaluate, [this](const core::EvaluationMetrics& evaluation) {
        if (evaluation.best)
            m_evaluate->noteBest(evaluation);
    });
    connect(worker, &ModelWorker::trainingFailed, m_evaluate, &EvaluatePage::forgetBest);
    connect(worker, &ModelWorker::trainingEnded, m_evaluate, [this](const core::RunSummary& summary) {
        if (!m_closeWhenEnded)
            m_evaluate->evaluateRun(summary);
    });
    connect(m_data, &DataPage::selectionChanged, m_evaluate, &EvaluatePage::setData);
    connect(m_predict, &PredictPage::modelOpened, m_evaluate, &EvaluatePage::openModel);

    connect(m_evaluate, &EvaluatePage::openModelRequested, this, [this] { m_opener->chooseFolder(this); });
    connect(m_evaluate, &EvaluatePage::rowOpened, this, [this](const QString& directory, const PredictionText& text) {
        m_predict->ask(directory, text);
        showPage(Page::Predict);
    });
    connect(m_evaluate, &EvaluatePage::correctionsSaved, this, [this](const QString& kept, const QString& lost) {
        m_messageSource = m_evaluate;
        m_messages->show(lost.isEmpty() ? MessageBar::Level::Info : MessageBar::Level::Warning, kept, lost); // the strip tells of the reading next
    });
    connect(worker, &ModelWorker::trainingStarted, this, [this] {
        if (m_messages->level() != MessageBar::Level::Error)
            settle(m_evaluate);
    });
    connect(m_evaluate, &EvaluatePage::corrected, this, [this](const RememberedData& copy) {
        settle(m_opener);
        m_samplePending = false;
        showPage(Page::Data);
        m_data->restore(copy);
    });
    connect(m_evaluate, &EvaluatePage::checkRowsCorrected, this, [this](const QString& file, const QString& learned) {
        settle(m_data);
        if (m_data->checkWith(file, learned))
            showPage(Page::Data);
    });
    connect(m_evaluate, &EvaluatePage::liveLineChanged, this, [this](const QString& line) { m_rail->item(int(Page::Evaluate))->setLiveLine(line); });
    connect(m_evaluate, &EvaluatePage::statusChanged, m_status, &StatusStrip::setMessage);
    connect(m_evaluate, &EvaluatePage::failed, this, [this](const Failure& failure) { report(m_evaluate, failure); });
}

} // namespace attune::ui
