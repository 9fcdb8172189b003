#pragma once

#include "core/engine/engine.h"
#include "ui/failure.h"

#include <QWidget>

class QHBoxLayout;

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
    Fact m_computer, m_processor, m_graphics, m_arithmetic;
};

/// "CPU · 8 threads · fp32", for the status bar.
QString machineInWords(const core::RuntimeReport& report);

} // namespace attune::ui
