#pragma once

#include <QPen>

class QPainter;

namespace attune::ui {

/// What a line on a chart shows. Colour says which run, shape says which measure.
enum class Stroke {
    Raw, ///< of every step, faint
    Smoothed, ///< its moving average
    Validation, ///< circles on a solid line: validation loss, accuracy
    MacroF1, ///< diamonds on a dashed line
};

/// A pen whose dashes are given in pixels; QPen counts them in pen widths.
QPen dashedPen(const QColor& colour, double width, const QList<double>& pixels);

QPen linePen(Stroke stroke, const QColor& colour);
bool hasMarkers(Stroke stroke);

/// The colour of a line, with what lets raw lines and other runs stand back.
QColor inkOf(Stroke stroke, QColor run, bool other, bool dark);

/// A marker of 8 px, filled with the ground it stands on.
void drawMarker(QPainter& painter, Stroke stroke, QPointF centre, const QColor& colour, const QColor& ground);

/// A short piece of the line, as it stands beside a name.
void drawSample(QPainter& painter, Stroke stroke, const QRectF& rect, const QColor& colour, const QColor& ground);

} // namespace attune::ui
