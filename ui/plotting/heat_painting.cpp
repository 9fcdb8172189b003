#include "ui/plotting/heat_painting.h"

#include "ui/frame/theme.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kLongestLabel = 104;
constexpr double kAngle = 60; // of column labels, in degrees
constexpr double kRoomyCell = 14; // from which labels have their usual size
constexpr int kTightLabel = 10; // pixels of type below that
constexpr std::size_t kMostRectangles = 40'000; // of a vector picture; beyond that a picture of pixels is smaller and drawn faster

QFont labelFont(bool strong, double cell = kRoomyCell)
{
    QFont result = ui::font(Type::Caption);
    if (cell < kRoomyCell)
        result.setPixelSize(kTightLabel);
    if (strong)
        result.setWeight(QFont::Bold);
    return result;
}

QString elided(const QString& name, const QFont& in) { return QFontMetricsF(in).elidedText(name, Qt::ElideRight, kLongestLabel); }

/// Cells from `begin` to `end`, without a gap between them.
struct Span {
    std::size_t begin = 0, end = 0;
};

/// Those that can be seen from `low` to `high`, a span for each text.
std::vector<Span> visible(const HeatAxis& axis, double cell, double low, double high)
{
    std::vector<std::size_t> edges{0};
    edges.insert(edges.end(), axis.breaks.begin(), axis.breaks.end());
    edges.push_back(axis.count());
    std::vector<Span> spans;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        const double start = axis.offset(edges[i], cell);
        const auto inside = [&](double at) { return std::clamp((at - start) / cell, 0.0, double(edges[i + 1] - edges[i])); };
        const Span span{edges[i] + std::size_t(inside(low)), edges[i] + std::size_t(std::ceil(inside(high)))};
        if (span.begin < span.end)
            spans.push_back(span);
    }
    return spans;
}

/// The part of an indexed picture in so many pixels: of the cells that share one, the furthest from nothing.
QImage shrunk(const QImage& image, Span rows, Span columns, QSize size, int nothing)
{
    QImage result(size, QImage::Format_Indexed8);
    result.setColorTable(image.colorTable());
    const auto edge = [](Span span, int pixel, int pixels) { return span.begin + (span.end - span.begin) * std::size_t(pixel) / std::size_t(pixels); };
    std::vector<int> furthest(columns.end - columns.begin);
    for (int y = 0; y < size.height(); ++y) {
        std::fill(furthest.begin(), furthest.end(), nothing);
        const std::size_t first = edge(rows, y, size.height()), last = std::max(first + 1, edge(rows, y + 1, size.height()));
        for (std::size_t row = first; row < last; ++row) {
            const uchar* line = image.constScanLine(int(row)) + columns.begin;
            for (std::size_t i = 0; i < furthest.size(); ++i)
                furthest[i] = std::abs(line[i] - nothing) > std::abs(furthest[i] - nothing) ? line[i] : furthest[i];
        }
        uchar* out = result.scanLine(y);
        for (int x = 0; x < size.width(); ++x) {
            const std::size_t left = edge(columns, x, size.width()) - columns.begin;
            const std::size_t right = std::max(left + 1, edge(columns, x + 1, size.width()) - columns.begin);
            out[x] = uchar(*std::max_element(furthest.begin() + std::ptrdiff_t(left), furthest.begin() + std::ptrdiff_t(right),
                [nothing](int a, int b) { return std::abs(a - nothing) < std::abs(b - nothing); }));
        }
    }
    return result;
}

/// Neighbours of one colour are one rectangle.
void paintRectangles(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const QImage& image, Span rows, Span columns)
{
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
        const uchar* line = image.constScanLine(int(row));
        const double y = places.top(matrix, row);
        for (std::size_t first = columns.begin, column = first; column < columns.end; ++column) {
            if (column + 1 < columns.end && line[column + 1] == line[first])
                continue;
            const QRectF place(places.left(matrix, first), y, places.cell * double(column + 1 - first), places.cell);
            painter.fillRect(place & places.view, QColor(image.color(line[first])));
            first = column + 1;
        }
    }
}

} // namespace

double HeatAxis::offset(std::size_t index, double cell) const
{
    const auto gaps = std::upper_bound(breaks.begin(), breaks.end(), index) - breaks.begin();
    return double(index) * cell + double(gaps) * kGap;
}

std::optional<std::size_t> HeatAxis::indexAt(double place, double cell) const
{
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= breaks.size(); ++i) {
        const std::size_t end = i < breaks.size() ? breaks[i] : count();
        const double from = double(begin) * cell + double(i) * kGap;
        if (place >= from && place < from + double(end - begin) * cell)
            return std::min(begin + std::size_t((place - from) / cell), end - 1);
        begin = end;
    }
    return std::nullopt;
}

double HeatAxis::widestName() const
{
    const QFontMetricsF metrics(labelFont(true));
    double widest = 0;
    for (const QString& name : names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::min(widest, kLongestLabel);
}

std::optional<HeatCell> HeatPlaces::cellAt(const HeatMatrix& matrix, QPointF point) const
{
    if (matrix.empty() || !view.contains(point))
        return std::nullopt;
    const auto row = matrix.rows.indexAt(point.y() - origin.y(), cell), column = matrix.columns.indexAt(point.x() - origin.x(), cell);
    return row && column ? std::optional(HeatCell{*row, *column}) : std::nullopt;
}

QImage heatImage(const HeatMatrix& matrix, const HeatScale& scale, const QPalette& palette)
{
    const std::size_t columns = matrix.columns.count();
    QImage image(int(columns), int(matrix.rows.count()), QImage::Format_Indexed8);
    const auto table = scale.colours(palette);
    image.setColorTable(QList<QRgb>(table.begin(), table.end()));
    for (std::size_t row = 0; row < matrix.rows.count(); ++row) {
        uchar* line = image.scanLine(int(row));
        for (std::size_t column = 0; column < columns; ++column)
            line[column] = uchar(scale.index(matrix.at(row, column)));
    }
    return image;
}

bool paintsShapes(const QPainter& painter)
{
    const auto type = painter.paintEngine()->type();
    return type == QPaintEngine::SVG || type == QPaintEngine::Pdf;
}

void paintHeatCells(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const QImage& image, const HeatScale& scale)
{
    const double dense = painter.device()->devicePixelRatioF();
    const QRectF seen = places.view.translated(-places.origin);
    painter.save();
    painter.setClipRect(places.view, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const bool rectangles = paintsShapes(painter) && matrix.values.size() <= kMostRectangles;
    for (const Span rows : visible(matrix.rows, places.cell, seen.top(), seen.bottom()))
        for (const Span columns : visible(matrix.columns, places.cell, seen.left(), seen.right())) {
            if (rectangles) {
                paintRectangles(painter, matrix, places, image, rows, columns);
                continue;
            }
            const QSizeF cells(double(columns.end - columns.begin), double(rows.end - rows.begin));
            const QRectF target(QPointF(places.left(matrix, columns.begin), places.top(matrix, rows.begin)), cells * places.cell);
            if (places.cell * dense >= 1)
                painter.drawImage(target, image, QRectF(QPointF(double(columns.begin), double(rows.begin)), cells));
            else
                painter.drawImage(target, shrunk(image, rows, columns, (target.size() * dense).toSize().expandedTo({1, 1}), scale.index(0)));
        }
    painter.restore();
}

double heatOverhang(const HeatAxis& columns) { return std::cos(qDegreesToRadians(kAngle)) * columns.widestName(); }

double heatSlant(const HeatAxis& columns) { return std::sin(qDegreesToRadians(kAngle)) * columns.widestName() + 12; }

void paintHeatLabels(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const HeatSpot& strong, const QPalette& palette)
{
    const Colours& c = colours(palette);
    const auto ink = [&](bool bold) {
        painter.setFont(labelFont(bold, places.cell));
        painter.setPen(bold ? c.text : c.text2);
    };
    const double half = places.cell / 2;
    for (std::size_t row = 0; row < matrix.rows.count(); ++row) {
        const double middle = places.top(matrix, row) + half;
        if (middle < places.view.top() || middle > places.view.bottom())
            continue;
        ink(strong.row == row);
        painter.drawText(QRectF(places.view.left() - 8 - kLongestLabel, middle - 10, kLongestLabel, 20), Qt::AlignVCenter | Qt::AlignRight,
            elided(matrix.rows.names[qsizetype(row)], painter.font()));
    }
    for (std::size_t column = 0; column < matrix.columns.count(); ++column) {
        const double middle = places.left(matrix, column) + half;
        if (middle < places.view.left() || middle > places.view.right())
            continue;
        ink(strong.column == column);
        painter.save();
        painter.translate(middle + 3, places.view.top() - 6);
        painter.rotate(-kAngle);
        painter.drawText(QPointF(0, 0), elided(matrix.columns.names[qsizetype(column)], painter.font()));
        painter.restore();
    }
}

void paintHeatFrames(QPainter& painter, const HeatMatrix& matrix, const HeatPlaces& places, const HeatSpot& spot, const QColor& ink)
{
    const QRectF all = QRectF(places.origin, QSizeF(matrix.columns.length(places.cell), matrix.rows.length(places.cell))) & places.view;
    const double thin = std::max(1.0, places.cell - 1);
    painter.save();
    painter.setClipRect(places.view.adjusted(0, 0, 1, 1), Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    QColor faint(ink);
    faint.setAlphaF(0.75f);
    painter.setPen(QPen(faint, 1));
    if (spot.row)
        painter.drawRect(QRectF(all.left(), places.top(matrix, *spot.row), all.width() - 1, thin));
    if (spot.column)
        painter.drawRect(QRectF(places.left(matrix, *spot.column), all.top(), thin, all.height() - 1));
    if (spot.row && spot.column && places.cell >= 6) {
        const QRectF place(places.left(matrix, *spot.column), places.top(matrix, *spot.row), places.cell, places.cell);
        painter.setPen(QPen(ink, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(place.adjusted(1, 1, -1, -1));
    }
    painter.restore();
}

void paintHeatBar(QPainter& painter, const QRectF& place, const HeatScale& scale, const QPalette& palette)
{
    const Colours& c = colours(palette);
    const QRectF bar(place.left(), place.top(), 12, place.height());
    const auto table = scale.colours(palette);
    QImage ramp(1, 256, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i)
        ramp.setPixel(0, i, table[std::size_t(255 - i)]);
    painter.drawImage(bar, ramp);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    painter.drawText(QRectF(bar.left(), bar.top() - 20, kHeatBarWidth, 16), Qt::AlignLeft | Qt::AlignVCenter, scale.name());
    double lowestFree = bar.bottom() + 8;
    for (const double tick : scale.ticks()) {
        const double y = bar.bottom() - scale.place(tick) * bar.height();
        if (y > lowestFree - 8)
            continue; // a short bar has no room for every figure
        painter.setPen(QPen(c.axis, 1));
        painter.drawLine(QPointF(bar.right(), std::round(y) + 0.5), QPointF(bar.right() + 4, std::round(y) + 0.5));
        painter.setPen(c.text2);
        const double middle = std::clamp(y, bar.top() + 5, bar.bottom() - 5);
        painter.drawText(QRectF(bar.right() + 7, middle - 8, 40, 16), Qt::AlignLeft | Qt::AlignVCenter, scale.tickText(tick));
        lowestFree = y - 6;
    }
}

} // namespace attune::ui
