#pragma once

#include "ui/background_queue.h"
#include "ui/plotting/chart_pane.h"
#include "ui/plotting/plot_menu.h"
#include "ui/training/run_curves.h"

#include <QTimer>

#include <functional>
#include <map>
#include <memory>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QSlider;

namespace attune::ui {

class Separator;
class TextLabel;

/// The live curves of one run, and behind them those of earlier runs: loss above; accuracy with macro-F1, and a measure of choice, below. One
/// crosshair and one view over all three.
class RunCharts : public QWidget {
    Q_OBJECT
public:
    explicit RunCharts(QWidget* parent = nullptr);

    /// A run on the charts that is not in progress.
    struct Earlier {
        std::filesystem::path directory;
        QString name;
        int series = 1;
        bool operator==(const Earlier&) const = default;
    };

    void begin(const core::TrainingPlan& plan, double clippedAbove = 0); ///< with empty curves
    void resume(const core::TrainingPlan& plan, double clippedAbove, std::int64_t step); ///< with the curves up to `step`
    void load(const std::filesystem::path& run); ///< what a run on the disk had before it was resumed
    void read(const std::filesystem::path& run, std::function<void()> then = {}); ///< all that the run of the plan has left, for one that is not in progress
    void append(const core::StepMetrics& step);
    void append(const core::EvaluationMetrics& evaluation);
    void markPause(); ///< at the last step
    void markFailure(const QString& label, const QString& why); ///< at the step after the last one
    void showEarlier(const std::vector<Earlier>& runs); ///< instead of those shown so far
    bool empty() const; ///< nothing to show

    const MetricHistory& history() const { return m_run->history(); }
    const RunCurves& curves() const { return *m_run; }
    const RunCurves::Lines& lossLines() const { return m_run->loss(); }
    const RunCurves::Lines& accuracyLines() const { return m_run->accuracy(); }
    QCPGraph* macroF1Line() const { return m_run->macroF1(); }
    const RunCurves* earlier(const std::filesystem::path& directory) const; ///< once it is read
    ChartPane* lossPane() const { return m_lossPane; }
    ChartPane* accuracyPane() const { return m_accuracyPane; }
    ChartPane* thirdPane() const { return m_thirdPane; }

    void setSmoothing(double smoothing); ///< the curves of a long run follow shortly after
    void setAxis(ChartAxis axis);
    void setThird(Measure measure);
    void showNow(); ///< what arrived is drawn within 40 ms otherwise
    PlotMenu::Csv values(const Chart* chart) const; ///< of its lines, all of them, as they are now

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);
    void contentChanged(); ///< empty() may have changed

private:
    std::vector<Chart*> charts() const { return {m_lossChart, m_accuracyChart, m_thirdChart}; }
    std::vector<ChartPane*> panes() const { return {m_lossPane, m_accuracyPane, m_thirdPane}; }
    void layOut();
    void connectChart(Chart* chart);
    void addLossControls();
    void enlarge(ChartPane* pane, bool large);
    void prepare(const core::TrainingPlan& plan, double clippedAbove);
    void scheduleShow();
    void updateMarks();
    void updateExtents();
    void showValues();
    void moveCrosshair(std::optional<double> key);
    const RunCurves* reference() const; ///< the run whose steps the crosshair goes by
    std::optional<double> snap(double key) const;
    std::optional<double> stride(std::optional<double> key, int steps) const;
    QString where(double key) const;
    void receive(const Earlier& run, std::shared_ptr<MetricHistory> history);
    void smoothFurther(); ///< all curves, for a few milliseconds; the rest follows

    core::TrainingPlan m_plan;
    ChartAxis m_axis = ChartAxis::Step;
    double m_clippedAbove = 0;
    std::optional<std::int64_t> m_failedStep;
    Chart* m_lossChart;
    Chart* m_accuracyChart;
    Chart* m_thirdChart;
    ChartPane* m_lossPane;
    ChartPane* m_accuracyPane;
    ChartPane* m_thirdPane;
    Separator* m_between;
    Separator* m_beside;
    QSlider* m_smoothing;
    TextLabel* m_smoothingValue;
    QComboBox* m_by;
    QComboBox* m_measure;
    QCheckBox* m_log;
    std::unique_ptr<RunCurves> m_run;
    std::map<std::filesystem::path, std::unique_ptr<RunCurves>> m_earlier;
    std::vector<Earlier> m_wanted;
    BackgroundQueue m_queue;
    QTimer m_show;
    QTimer m_smooth;
};

} // namespace attune::ui
