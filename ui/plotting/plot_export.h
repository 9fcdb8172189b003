#pragma once

#include <QString>

class QCustomPlot;

namespace attune::ui {

/// Writes the plot as it stands into `file`, whose ending says as what: .png (twice the size on the screen), .svg or .pdf. Throws core::Error.
void savePlot(QCustomPlot& plot, const QString& file);

/// Onto the clipboard.
void copyPlot(QCustomPlot& plot);

} // namespace attune::ui
