#pragma once

#include "core/engine/file_prediction.h"
#include "ui/failure.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

namespace attune::ui {

/// A file to predict, and the opened model that answers.
struct FilePredictionJob {
    QString model; ///< a checkpoint or run directory
    core::FilePredictionRequest request;
};

/// Predicts files for the window; lives in the engine's thread. A small batch at a time, and re-posts itself, so that a training and questions get
/// their turns in between. One file at a time.
class FilePredictor : public QObject {
    Q_OBJECT
public:
    /// `open` opens a model, or throws Error.
    using Opener = std::function<std::shared_ptr<core::Classifier>(const QString& model)>;
    FilePredictor(Opener open, std::stop_token closing, QObject* parent);
    ~FilePredictor() override;

    void start(const FilePredictionJob& job);
    void cancel(); ///< leaves no file

Q_SIGNALS:
    void advanced(quint64 done, quint64 total); ///< bytes; total is 0 where it is not known
    void finished(const attune::core::FilePredictionReport& report);
    void failed(const attune::ui::Failure& failure);
    void cancelled();

private:
    void step();
    void stepLater();
    void letGo();

    Opener m_open;
    std::stop_token m_closing;
    std::shared_ptr<core::Classifier> m_classifier; ///< outlives m_prediction
    std::unique_ptr<core::FilePrediction> m_prediction;
};

} // namespace attune::ui
