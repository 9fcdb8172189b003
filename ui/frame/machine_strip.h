#pragma once

#include "core/engine/engine.h"
#include "ui/failure.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace attune::ui {

class IconLabel;
class TextLabel;

/// What the engine found on this computer, at the foot of the start page.
class MachineStrip : public QWidget {
    Q_OBJECT
public:
    explicit MachineStrip(QWidget* parent = nullptr);
    void set(const core::RuntimeReport& report);
    void setEngineMissing(const Failure& failure);

private:
    struct Fact {
        TextLabel* value;
        TextLabel* note;
    };
    Fact add(QHBoxLayout* row, const QString& name);

    IconLabel* m_mark;
    QPushButton* m_details;
    Fact m_computer, m_processor, m_graphics, m_precision, m_memory;
};

/// "CPU · 8 threads · fp32", for the status bar; without a precision while nobody knows which it will be.
QString machineInWords(const core::RuntimeReport& report, const QString& precision = {});

/// The same of a run, as it was planned.
QString machineInWords(const core::RuntimeReport& report, const core::TrainingPlan& plan);

} // namespace attune::ui
