#pragma once

#include <QColor>
#include <QPalette>

#include <vector>

namespace attune::ui {

/// The colour of what raised a score, or lowered it.
QColor attributionColour(double value, const QPalette& palette);

/// The same as a tint of the ground behind a word, none at 0, strongest at `scale` and beyond.
QColor attributionTint(double value, double scale, const QPalette& palette);

/// The end of the colour scale: the largest of the values, whatever its sign, rounded up to 1, 1.5, 2, 3, 5 or 7 of a decimal place.
double attributionScale(const std::vector<double>& values);

/// "0.42", "−0.38": with a minus, not a hyphen.
QString withMinus(double value, int digits);

/// "+0.42", "−0.38": figures of an attribution, in the digits that `scale` asks for.
QString attributionFigure(double value, double scale);

} // namespace attune::ui
