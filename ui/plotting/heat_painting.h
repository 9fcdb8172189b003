#pragma once

#include "ui/plotting/heat_scale.h"

#include <QColor>
#include <QImage>
#include <QRectF>
#include <QStringList>

#include <optional>

class QPainter;

/// A matrix in colours, its labels, frames and scale: painting alone. Who paints says where everything goes.
namespace attune::ui {

/// The rows or the columns of a matrix.
struct HeatAxis {
    static constexpr double kGap = 4;
    static constexpr double kSmallestLabelled = 11; ///< side of a cell whose label can be read

    QStringList names;
    std::vector<std::size_t> breaks = {}; ///< before which a gap stands: another text begins there

    std::size_t count() const { return std::size_t(names.size()); }
    double offset(std::size_t index, double cell) const; ///< of a cell from the first one
    double length(double cell) const { return offset(count(), cell); }
    std::optional<std::size_t> indexAt(double offset, double cell) const; ///< none in a gap or outside
    double widestName() const; ///< in the type of labels, at most as wide as labels get
};

struct HeatMatrix {
    HeatAxis rows, columns;
    std::vector<float> values; ///< [rows, columns]

    bool empty() const { return values.empty(); }
    float at(std::size_t row, std::size_t column) const { return values[row * columns.count() + column]; }
};

struct HeatCell {
    std::size_t row = 0;
    std::size_t column = 0;
    bool operator==(const HeatCell&) const = default;
};

/// What is pointed at: a cell, or a whole row or column.
struct HeatSpot {
    std::optional<std::size_t> row, column;
    bool operator==(const HeatSpot&) const = default;
};

/// Where the cells of a matrix lie: squares of one size.
struct HeatPlaces {
    QRectF view; ///< through which they are seen
    QPointF origin; ///< of the first cell; outside of the view where the matrix is larger than that
    double cell = 1;

    double left(const HeatMatrix& matrix, std::size_t column) const { return origin.x() + matrix.columns.offset(column, cell); }
    double top(const HeatMatrix& matrix, std::size_t row) const { return origin.y() + matrix.rows.offset(row, cell); }
    std::optional<HeatCell> cellAt(const HeatMatrix& matrix, QPointF point) const;
};

/// One pixel a cell, Format_Indexed8 with the scale's colours.
QImage heatImage(const HeatMatrix& matrix, const HeatScale& scale, const QPalette& palette);

/// Whether what is painted goes into a file of shapes (SVG, PDF), which pictures of pixels would coarsen.
bool paintsShapes(const QPainter& painter);

/// The cells without smoothing. Where several share a pixel, the one furthest from nothing is seen. Into SVG and PDF as rectangles.
void paintHeatCells(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const QImage& image, const HeatScale& scale);

/// Rows at the left of the view, columns above it at 60 degrees; those of `strong` in bold. To be called where cells are large enough.
void paintHeatLabels(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const HeatSpot& strong, const QPalette& palette);
double heatSlant(const HeatAxis& columns); ///< height that their labels take
double heatOverhang(const HeatAxis& columns); ///< width that the last one takes at most, beyond its cell

/// Frames around a row, a column and the cell where they meet: white, but where the ground of differences is light.
void paintHeatFrames(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const HeatSpot& spot, const QColor& ink = Qt::white);

/// The colours with their figures: a bar 12 px wide at the left of `place`, the scale's name in the 20 px above it.
void paintHeatBar(QPainter& painter, const QRectF& place, const HeatScale& scale, const QPalette& palette);
inline constexpr double kHeatBarWidth = 60; ///< that a bar takes with its figures

} // namespace attune::ui
