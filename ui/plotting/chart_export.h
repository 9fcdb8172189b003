#pragma once

#include <QString>

namespace attune::ui {

class Chart;

/// Writes the chart as it stands into `file`, whose ending says as what: .png (twice the size on the screen), .svg or .pdf. Throws core::Error.
void saveChart(Chart& chart, const QString& file);

/// Onto the clipboard.
void copyChart(Chart& chart);

} // namespace attune::ui
