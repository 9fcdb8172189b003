#include "ui/plotting/stroke.h"

#include <QPainter>

namespace attune::ui {

QPen dashedPen(const QColor& colour, double width, const QList<double>& pixels)
{
    QPen pen(colour, width);
    QList<qreal> pattern;
    for (const double length : pixels)
        pattern.append(length / width);
    pen.setDashPattern(pattern);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QPen linePen(Stroke stroke, const QColor& colour)
{
    switch (stroke) {
    case Stroke::Raw:
        return QPen(colour, 1);
    case Stroke::Smoothed:
        return QPen(colour, 2.25, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin); // round ones are seen no better and painted slower
    case Stroke::Validation:
        return QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    case Stroke::MacroF1:
        return dashedPen(colour, 1.5, {4, 3});
    }
    return {};
}

QColor inkOf(Stroke stroke, QColor run, bool other, bool dark)
{
    if (stroke == Stroke::Raw)
        run.setAlphaF(other ? 0.09f : 0.24f);
    else if (other)
        run.setAlphaF(dark ? 0.60f : 0.45f);
    return run;
}

bool hasMarkers(Stroke stroke)
{
    return stroke == Stroke::Validation || stroke == Stroke::MacroF1;
}

void drawMarker(QPainter& painter, Stroke stroke, QPointF centre, const QColor& colour, const QColor& ground)
{
    painter.setPen(QPen(colour, 1.75));
    painter.setBrush(ground);
    if (stroke == Stroke::MacroF1) {
        const double r = 4.5;
        painter.drawPolygon(
            QPolygonF({centre + QPointF(0, -r), centre + QPointF(r, 0), centre + QPointF(0, r), centre + QPointF(-r, 0)}));
    } else {
        painter.drawEllipse(centre, 4, 4);
    }
}

void drawSample(QPainter& painter, Stroke stroke, const QRectF& rect, const QColor& colour, const QColor& ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(linePen(stroke, colour));
    painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
    if (hasMarkers(stroke))
        drawMarker(painter, stroke, rect.center(), colour, ground);
    painter.restore();
}

} // namespace attune::ui
