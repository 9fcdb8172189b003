#pragma once

#include "ui/selection.h"

#include <QWidget>

namespace attune::ui {

/// A sentence in; label, probabilities, tokens and attention out.
class PredictPage : public QWidget {
    Q_OBJECT
public:
    explicit PredictPage(QWidget* parent = nullptr);

public Q_SLOTS:
    void setTraining(bool active);                        ///< offers "In training" as a source
    void setBestOfRun(const QString& runDirectory, qint64 step); ///< offers "Best of run" (first called when a best exists)
    void openModel(const QString& directory);             ///< offers and chooses a checkpoint or run folder; only one with a classifier
    void chooseModel();                                   ///< the folder dialog
    void setEngineMissing(const attune::ui::Failure& failure);

    void showPrediction(quint64 id, const attune::core::Prediction& prediction);
    void showFailure(quint64 id, const attune::ui::Failure& failure);

Q_SIGNALS:
    void predictionRequested(quint64 id, const attune::ui::PredictionSource& source, const QString& text);
    void liveLineChanged(const QString& line);            ///< "Best so far"
    void statusChanged(const QString& sentence);          ///< "Answered in 9 ms"
    void failed(const attune::ui::Failure& failure);
};

} // namespace attune::ui
