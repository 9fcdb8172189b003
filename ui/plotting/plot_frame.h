#pragma once

#include "ui/plotting/plot_library.h"

namespace attune::ui {

/// What all our plots have in common: axes at the left and at the bottom with ticks outwards, a horizontal grid, `margins` that never change.
void setUpPlot(QCustomPlot& plot, const QMargins& margins);

/// The palette's colours and our type for ground, axes and grid.
void applyPlotColours(QCustomPlot& plot);

/// The name of the bottom axis stands in its row of ticks, at the right.
void paintBottomName(QPainter& painter, const QCustomPlot& plot, const QString& name);

} // namespace attune::ui
