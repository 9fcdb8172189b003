#pragma once

#include "core/runs/metrics.h"
#include "ui/frame/theme.h"

#include <QWidget>

class QLabel;

namespace attune::ui {

class ProgressBar;
class TextLabel;

/// The 56 px strip under the header: how far the run and its epoch are, how long it takes, when it is checked next.
class RunStrip : public QWidget {
    Q_OBJECT
public:
    explicit RunStrip(QWidget* parent = nullptr);
    void showReading(double share); ///< of the files
    void showPreparing(qint64 done, qint64 total);
    void showPlan(const core::TrainingPlan& plan);
    void showStep(const core::StepMetrics& step, double secondsLeft);
    void showEvaluating();
    void showPaused(bool paused);
    void showEnded(const core::RunSummary& summary);
    void showBroken();

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent* event) override; ///< closer together beside the help

private:
    struct Bar {
        TextLabel* name;
        TextLabel* fact;
        TextLabel* share;
        ProgressBar* bar;
    };
    Bar addBar(const QString& name, int stretch);
    QLabel* addFigure(const QString& name, int minimumWidth);
    void showBefore(const QString& fact, double share);
    void showNextCheck(qint64 step);

    core::TrainingPlan m_plan;
    qint64 m_step = 0;
    Bar m_run;
    Bar m_epoch;
    QLabel* m_left;
    QLabel* m_elapsed;
    QLabel* m_speed;
    QLabel* m_nextCheck;
};

} // namespace attune::ui
