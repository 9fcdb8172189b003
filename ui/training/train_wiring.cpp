#include "ui/training/train_wiring.h"

#include "ui/frame/menus.h"
#include "ui/model_thread.h"
#include "ui/training/train_page.h"

namespace attune::ui {

void connectToEngine(TrainPage* page, ModelThread* engine)
{
    QObject::connect(page, &TrainPage::trainRequested, engine, &ModelThread::startTraining);
    QObject::connect(page, &TrainPage::pauseRequested, engine, &ModelThread::pauseTraining);
    QObject::connect(page, &TrainPage::continueRequested, engine, &ModelThread::continueTraining);
    QObject::connect(page, &TrainPage::resumeRequested, engine, &ModelThread::resumeTraining);
    QObject::connect(page, &TrainPage::stopRequested, engine, &ModelThread::stopTraining);

    const ModelWorker* worker = engine->worker();
    QObject::connect(worker, &ModelWorker::reading, page, &TrainPage::showReading);
    QObject::connect(worker, &ModelWorker::preparing, page, &TrainPage::showPreparing);
    QObject::connect(worker, &ModelWorker::trainingStarted, page, &TrainPage::showStarted);
    QObject::connect(worker, &ModelWorker::stepped, page, &TrainPage::showStep);
    QObject::connect(worker, &ModelWorker::evaluating, page, &TrainPage::showEvaluating);
    QObject::connect(worker, &ModelWorker::evaluated, page, &TrainPage::showEvaluation);
    QObject::connect(worker, &ModelWorker::noticed, page, &TrainPage::showNotice);
    QObject::connect(worker, &ModelWorker::trainingPaused, page, &TrainPage::showPaused);
    QObject::connect(worker, &ModelWorker::trainingContinued, page, &TrainPage::showContinued);
    QObject::connect(worker, &ModelWorker::trainingEnded, page, &TrainPage::showEnded);
    QObject::connect(worker, &ModelWorker::trainingFailed, page, &TrainPage::showFailed);
}

void connectToMenus(TrainPage* page, Menus* menus)
{
    QObject::connect(menus, &Menus::pauseRequested, page, &TrainPage::pause);
    QObject::connect(menus, &Menus::resumeRequested, page, &TrainPage::resume);
    QObject::connect(menus, &Menus::stopRequested, page, &TrainPage::stop);
    QObject::connect(page, &TrainPage::pausable, menus, &Menus::setPausable);
    QObject::connect(page, &TrainPage::resumable, menus, &Menus::setResumable);
}

} // namespace attune::ui
