#pragma once

#include "ui/selection.h"

#include <QWidget>

namespace attune::ui {

/// Lists checkpoints that can be had, opens any folder, says what a checkpoint is and whether it can be used.
class ModelPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelPage(QWidget* parent = nullptr);
    std::optional<core::CheckpointSummary> chosen() const;

public Q_SLOTS:
    void open(const QString& directory);  ///< a checkpoint or run folder: inspected away from the GUI thread, shown and chosen
    void chooseFolder();
    void chooseStarter();                 ///< for "Try the sample"
    void setLabels(const QStringList& labels); ///< of the data, for the sketch's classifier
    void setLocked(bool locked);

Q_SIGNALS:
    void chosenChanged(const attune::core::CheckpointSummary& summary); ///< "Use this model" or a default choice at start
    void liveLineChanged(const QString& line);                          ///< "all-MiniLM-L6-v2, 22.7 M"
    void failed(const attune::ui::Failure& failure);
    void trainRequested();                                              ///< the primary action leads to the Train page
};

} // namespace attune::ui
