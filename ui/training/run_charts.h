#pragma once

#include "ui/training/metric_history.h"

#include <QWidget>

class QSlider;
class QCPGraph;

namespace attune::ui {

class Chart;
class ChartPane;
class TextLabel;

/// The live curves of one run: loss above, accuracy and macro-F1 below, one crosshair over both.
class RunCharts : public QWidget {
    Q_OBJECT
public:
    explicit RunCharts(QWidget* parent = nullptr);
    void begin(const core::TrainingPlan& plan);
    void append(const core::StepMetrics& step);
    void append(const core::EvaluationMetrics& evaluation);
    void markFailure(const QString& label); ///< at the step after the last one

    const MetricHistory& history() const { return m_history; }
    ChartPane* lossPane() const { return m_lossPane; }
    ChartPane* accuracyPane() const { return m_accuracyPane; }

    /// The graphs of one chart.
    struct Lines {
        QCPGraph* raw;
        QCPGraph* smoothed;
        QCPGraph* validation;
    };
    const Lines& lossLines() const { return m_loss; }
    const Lines& accuracyLines() const { return m_accuracy; }
    QCPGraph* macroF1Line() const { return m_macroF1; }

    void setSmoothing(double smoothing);

private:
    void link(Chart* chart, Chart* other);
    void moveCrosshair(std::optional<double> step);
    void showValues();
    void followData();
    void addSmoothingSlider();

    MetricHistory m_history;
    core::TrainingPlan m_plan;
    Chart* m_lossChart;
    Chart* m_accuracyChart;
    ChartPane* m_lossPane;
    ChartPane* m_accuracyPane;
    Lines m_loss;
    Lines m_accuracy;
    QCPGraph* m_macroF1;
    QSlider* m_smoothing;
    TextLabel* m_smoothingValue;
};

} // namespace attune::ui
