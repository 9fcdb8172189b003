#pragma once

#include "ui/training/metric_history.h"

#include <QString>

class QCPGraph;
class QCPRange;

namespace attune::ui {

class Chart;

/// The lines of one run on the three charts. They hold no more points than the charts have pixels for.
class RunCurves {
public:
    struct Charts {
        Chart* loss;
        Chart* accuracy;
        Chart* third;
    };
    /// The graphs of one measure; `validation` is null where there is none.
    struct Lines {
        QCPGraph* raw = nullptr;
        QCPGraph* smoothed = nullptr;
        QCPGraph* validation = nullptr;
    };

    /// `name` stands at the ends of the lines of another run than the one in progress.
    RunCurves(const Charts& charts, int series, bool other, const QString& name = {});
    ~RunCurves();
    RunCurves(const RunCurves&) = delete;
    RunCurves& operator=(const RunCurves&) = delete;

    MetricHistory& history() { return m_history; }
    const MetricHistory& history() const { return m_history; }
    const QString& name() const { return m_name; }
    int series() const { return m_series; }

    void fill(const Chart* chart, ChartAxis axis); ///< with what is in view
    double end(ChartAxis axis) const; ///< the last key

    const Lines& loss() const { return m_loss; }
    const Lines& accuracy() const { return m_accuracy; }
    const Lines& third() const { return m_third; }
    QCPGraph* macroF1() const { return m_macroF1; }

private:
    void fill(const MeasureSeries& series, const Lines& lines, const Chart* chart, ChartAxis axis) const;
    void fillValidation(QCPGraph* graph, double core::EvaluationMetrics::*value, ChartAxis axis) const;

    Charts m_charts;
    int m_series;
    QString m_name;
    MetricHistory m_history;
    Lines m_loss;
    Lines m_accuracy;
    Lines m_third;
    QCPGraph* m_macroF1;
};

} // namespace attune::ui
