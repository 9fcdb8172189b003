#pragma once

#include "core/engine/loader.h"
#include "ui/model_worker.h"

#include <QThread>

namespace attune::ui {

/// Owns the thread in which the engine lives and joins it before the window is gone: LibTorch must be idle when statics die.
class ModelThread : public QObject {
    Q_OBJECT
public:
    explicit ModelThread(ModelWorker::EngineLoader loader = [] () -> core::Engine& { return core::loadEngine(); }, QObject* parent = nullptr);
    ~ModelThread() override;   ///< stops a training at once (its best model is on disk already) and joins

    ModelWorker* worker() const { return m_worker; }
    void start();              ///< begins to load the engine

private:
    std::stop_source m_closing;
    QThread m_thread;
    ModelWorker* m_worker = nullptr;
};

} // namespace attune::ui
