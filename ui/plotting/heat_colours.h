#pragma once

#include <QColor>

#include <array>

namespace attune::ui {

/// The perceptually uniform map of every heatmap, the same in light and dark.
const std::array<QRgb, 256>& heatColours();

/// Where a probability stands on the square-root scale, 0 to 255: half the colours go to values under a quarter.
int heatIndex(float value);

} // namespace attune::ui
