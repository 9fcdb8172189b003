#pragma once

#include "ui/plotting/chart_pane.h"
#include "ui/training/run_curves.h"

namespace attune::ui {

/// What the titles of the three charts tell, instead of legends.
struct ChartValues {
    QList<ChartTitle::Sample> loss, accuracy, third;

    void add(const RunCurves& earlier, double key, ChartAxis axis); ///< one figure of an earlier run
};

/// Of the run in front, at or before `key`.
ChartValues valuesAt(const RunCurves& run, double key, ChartAxis axis);

QString inWords(double value, Measure measure); ///< "0.332", "5e-5"

/// The values of a chart as a table, one figure a line, unsmoothed and smoothed.
QString csvHeader();
QString csvOf(const MetricHistory& history, const QString& run, Measure measure);

} // namespace attune::ui
