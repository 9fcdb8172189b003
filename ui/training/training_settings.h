#pragma once

#include "core/engine/engine.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QSpinBox;

namespace attune::ui {

class LearningRateBox;
class TextLabel;

/// The 312 px column in which a run is set up: plain words in sight, HuggingFace's names in the tooltips.
class TrainingSettings : public QWidget {
    Q_OBJECT
public:
    explicit TrainingSettings(QWidget* parent = nullptr);
    void setDefaults(const core::CheckpointSummary& checkpoint); ///< of a model of this size
    void setMaxLength(int tokens);
    void setDevices(const core::RuntimeReport& report);
    void setLocked(bool locked);
    core::TrainingOptions options() const;
    bool acceptable() const;

Q_SIGNALS:
    void changed();

private:
    void addRow(const QString& name, QWidget* field, const QString& meaning, const QString& huggingFaceName);
    void showProblem(const QString& problem);

    core::TrainingOptions m_base; ///< what the form does not show
    QGridLayout* m_grid;
    QWidget* m_lockNote;
    QWidget* m_problem;
    TextLabel* m_problemText;
    LearningRateBox* m_learningRate;
    QSpinBox* m_epochs;
    QSpinBox* m_batchSize;
    QSpinBox* m_maxLength;
    QSpinBox* m_seed;
    QComboBox* m_device;
    std::vector<QWidget*> m_fields;
};

} // namespace attune::ui
