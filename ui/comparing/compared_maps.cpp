#include "ui/comparing/compared_maps.h"

#include "core/data/csv_writer.h"
#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kHead = 40; // name and answer above a map
constexpr double kScale = 34; // below a map, with its figures
constexpr double kGap = 20; // between two maps
constexpr double kSmallestLabelled = 10; // three maps share the room that one has elsewhere
constexpr double kSlantless = 8; // above a map whose columns have no labels
constexpr double kWidestScale = 280;
constexpr double kNameRoom = 54; // at its right, for what kind of scale it is
constexpr double kTickRoom = 26; // that a figure at the scale needs

} // namespace

ComparedMaps::ComparedMaps(QWidget* parent)
    : HeatView(kSmallestLabelled, parent)
{
    setAccessibleName(tr("Attention side by side, and its difference"));
    setWhatsThis(tr("Rows look, columns are looked at. Both maps have the same scale. In the difference, blue means that the second model looks there more than "
                    "the first, orange that it looks there less; each row of it sums to 0, since what one token gets the others lose.\n\n"
                    "The wheel zooms all of them, dragging moves them, a click keeps a cell; arrow keys move it, + and − zoom, 0 shows everything, Escape lets go."));
}

void ComparedMaps::show(Map before, Map after, std::optional<Difference> difference)
{
    std::vector<Part> parts;
    parts.push_back({std::move(before), HeatScale::shares()});
    parts.push_back({std::move(after), HeatScale::shares()});
    if (difference)
        parts.push_back({{tr("Difference"), tr("second − first"), std::move(difference->matrix)}, difference->scale});
    setParts(std::move(parts));
}

void ComparedMaps::clear() { setParts({}); }

void ComparedMaps::setParts(std::vector<Part> parts)
{
    const auto names = [](const std::vector<Part>& of) { return of.empty() ? QStringList() : of.back().map.matrix.rows.names; };
    const bool sameTokens = names(parts) == names(m_parts) && parts.size() == m_parts.size();
    m_parts = std::move(parts);
    for (Part& part : m_parts) {
        const HeatMatrix& matrix = part.map.matrix;
        part.image = heatImage(matrix, part.scale, palette());
        part.ownRows = &part == &m_parts.front() || matrix.rows.names != m_parts.front().map.matrix.rows.names;
        part.names = part.ownRows ? std::ceil(matrix.rows.widestName()) + 8 : 0;
        part.slant = heatSlant(matrix.columns);
        part.overhang = std::ceil(heatOverhang(matrix.columns));
    }
    if (!sameTokens)
        forgetView();
    tell();
}

double ComparedMaps::slant(bool labelled) const
{
    double largest = kSlantless;
    for (const Part& part : m_parts)
        largest = std::max(largest, labelled ? part.slant : 0.0);
    return largest;
}

QSizeF ComparedMaps::room(bool labelled) const
{
    double names = labelled && !m_parts.empty() ? m_parts.back().overhang : 0;
    for (const Part& part : m_parts)
        names += labelled ? part.names : 0;
    const auto parts = double(std::max<std::size_t>(1, m_parts.size()));
    return QSizeF(std::floor((width() - names - kGap * (parts - 1)) / parts), std::floor(height() - kHead - slant(labelled) - kScale)).expandedTo({1, 1});
}

QPointF ComparedMaps::corner(std::size_t index, bool labelled) const
{
    double x = double(index) * (room(labelled).width() + kGap);
    for (std::size_t i = 0; i <= index; ++i)
        x += labelled ? m_parts[i].names : 0;
    return {x, std::round(kHead + slant(labelled))};
}

bool ComparedMaps::linked() const
{
    return std::all_of(m_parts.begin(), m_parts.end(), [this](const Part& part) { return part.map.matrix.rows.names == m_parts.front().map.matrix.rows.names; });
}

void ComparedMaps::paint(QPainter& painter) const
{
    const Layout layout = layOut();
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part& part = m_parts[i];
        const HeatPlaces& at = layout.places[i];
        const bool last = i + 1 == m_parts.size();
        const HeatSpot here = pointsAt(i) ? spot() : HeatSpot();
        paintHeatCells(painter, part.map.matrix, at, part.image, part.scale);
        painter.setRenderHint(QPainter::Antialiasing);
        if (layout.labelled) {
            HeatMatrix named = {part.map.matrix.rows, part.map.matrix.columns, {}};
            if (!part.ownRows)
                std::fill(named.rows.names.begin(), named.rows.names.end(), QString());
            paintHeatLabels(painter, named, at, here, palette());
        }
        paintHead(painter, part, at, (last ? width() : layout.places[i + 1].view.left() - 12) - at.view.left());
        paintScaleBelow(painter, part, at);
        const QColor ink = part.scale.diverging() ? colours(palette()).text : QColor(Qt::white);
        if (here != HeatSpot())
            paintHeatFrames(painter, part.map.matrix, at, here, ink);
        else if (hasFocus() && pointsAt(i) && !pointing())
            paintHeatFrames(painter, part.map.matrix, at, {0, 0}, ink); // where arrow keys begin
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void ComparedMaps::paintHead(QPainter& painter, const Part& part, const HeatPlaces& at, double room) const
{
    const Colours& c = colours(palette());
    const auto line = [&](double y, const QString& words, Type type, const QColor& ink) {
        painter.setFont(ui::font(type));
        painter.setPen(ink);
        painter.drawText(QRectF(at.view.left(), y, room, 20), Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(painter.font()).elidedText(words, Qt::ElideRight, room));
    };
    line(0, part.map.name, Type::PaneTitle, c.text);
    line(19, part.map.answer, Type::Secondary, c.text2);
}

void ComparedMaps::paintScaleBelow(QPainter& painter, const Part& part, const HeatPlaces& at) const
{
    const Colours& c = colours(palette());
    const QRectF bar(at.view.left(), at.view.bottom() + 8, std::clamp(at.view.width() - kNameRoom, 90.0, kWidestScale), 8);
    QImage ramp(256, 1, QImage::Format_RGB32);
    const auto table = part.scale.colours(palette());
    std::copy(table.begin(), table.end(), reinterpret_cast<QRgb*>(ramp.scanLine(0)));
    painter.drawImage(bar, ramp);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    painter.drawText(QRectF(bar.right() + 10, bar.top() - 5, kNameRoom, 18), Qt::AlignLeft | Qt::AlignVCenter, part.scale.name());
    double free = bar.left() - kTickRoom;
    for (const double tick : part.scale.ticks()) {
        const double x = bar.left() + part.scale.place(tick) * bar.width();
        if (x - free < kTickRoom)
            continue; // a short bar has no room for every figure
        free = x;
        painter.setPen(QPen(c.axis, 1));
        painter.drawLine(QPointF(std::round(x) + 0.5, bar.bottom()), QPointF(std::round(x) + 0.5, bar.bottom() + 3));
        painter.setPen(c.text2);
        const double middle = std::clamp(x, bar.left() + 6, std::max(bar.left() + 6, bar.right() - 8));
        painter.drawText(QRectF(middle - 30, bar.bottom() + 4, 60, 14), Qt::AlignCenter, part.scale.tickText(tick));
    }
}

QString ComparedMaps::description() const
{
    const HeatSpot at = spot();
    if (m_parts.empty() || m_parts.back().map.matrix.empty() || !at.row)
        return {};
    const HeatMatrix& last = m_parts.back().map.matrix;
    const QString from = last.rows.names.value(qsizetype(*at.row));
    if (!at.column)
        return tr("From %1").arg(from);
    QStringList figures;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (pointsAt(i))
            figures.append(tr("%1 %2").arg(m_parts[i].map.name, m_parts[i].scale.figure(double(m_parts[i].map.matrix.at(*at.row, *at.column)))));
    return tr("From %1 to %2: %3").arg(from, last.columns.names.value(qsizetype(*at.column)), figures.join(QStringLiteral(", ")));
}

namespace {

/// A line for each pair of tokens, with a column for each map; where they are of other tokens (not `together`), one map after the other.
QString valuesOf(const std::vector<ComparedMaps::Map>& maps, bool together)
{
    if (maps.empty())
        return {};
    std::vector<std::string> fields{"from", "to"};
    if (together)
        for (const ComparedMaps::Map& map : maps)
            fields.push_back(map.name.toStdString());
    else
        fields = {"model", "from", "to", "attention"};
    std::string text = core::csvRecord(fields);
    for (const ComparedMaps::Map& map : maps) {
        const HeatMatrix& matrix = map.matrix;
        for (std::size_t row = 0; row < matrix.rows.count(); ++row)
            for (std::size_t column = 0; column < matrix.columns.count(); ++column) {
                fields.clear();
                if (!together)
                    fields.push_back(map.name.toStdString());
                fields.push_back(matrix.rows.names[qsizetype(row)].toStdString());
                fields.push_back(matrix.columns.names[qsizetype(column)].toStdString());
                for (const ComparedMaps::Map& one : maps)
                    if (together || &one == &map)
                        fields.push_back(csvNumber(double(one.matrix.at(row, column))));
                text += core::csvRecord(fields);
            }
        if (together)
            break;
    }
    return QString::fromStdString(text);
}

} // namespace

std::function<QString()> ComparedMaps::values() const
{
    std::vector<Map> maps;
    for (const Part& part : m_parts)
        maps.push_back(part.map);
    return [maps = std::move(maps), together = linked()] { return valuesOf(maps, together); };
}

void ComparedMaps::paletteChanged()
{
    for (Part& part : m_parts)
        part.image = heatImage(part.map.matrix, part.scale, palette());
}

} // namespace attune::ui
