#pragma once

#include "core/engine/engine.h"
#include "ui/failure.h"

#include <QWidget>

class QVBoxLayout;

namespace attune::ui {

class MachineStrip;

/// What the window shows before anything is open: three ways to begin, and what computer this is.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRuntime(const core::RuntimeReport& report);
    void setEngineMissing(const Failure& failure);
    void hang(QWidget* bar);   ///< the message bar, at the top

Q_SIGNALS:
    void openDataRequested();
    void sampleRequested();
    void openModelRequested();

private:
    QVBoxLayout* m_whole;
    MachineStrip* m_machine;
};

} // namespace attune::ui
