#include "ui/comparing/compared_maps.h"

#include "ui/frame/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kHead = 40; // name and answer above a map
constexpr double kScale = 34; // below a map, with its figures
constexpr double kGap = 20; // between two maps
constexpr double kSmallestLabelled = 10; // three maps share the room that one has elsewhere
constexpr double kLargestCell = 40;
constexpr double kWholeFrom = 3; // cells of so many pixels have the same whole number of them
constexpr double kWidestScale = 280;
constexpr double kNameRoom = 54; // at its right, for what kind of scale it is
constexpr double kTickRoom = 26; // that a figure at the scale needs

double widestNames(const HeatMatrix& matrix) { return std::ceil(matrix.rows.widestName()) + 8; }

} // namespace

ComparedMaps::ComparedMaps(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Attention side by side, and its difference"));
    setWhatsThis(tr("Rows look, columns are looked at. Both maps have the same scale. In the difference, blue means that the second model looks there more than "
                    "the first, orange that it looks there less; each row of it sums to 0, since what one token gets the others lose."));
}

void ComparedMaps::show(Map before, Map after, std::optional<Difference> difference)
{
    std::vector<Part> parts;
    parts.push_back({std::move(before), HeatScale::shares(), {}});
    parts.push_back({std::move(after), HeatScale::shares(), {}});
    if (difference)
        parts.push_back({{tr("Difference"), tr("second − first"), std::move(difference->matrix)}, difference->scale, {}});
    setParts(std::move(parts));
}

void ComparedMaps::clear() { setParts({}); }

void ComparedMaps::setParts(std::vector<Part> parts)
{
    const auto names = [](const std::vector<Part>& of) { return of.empty() ? QStringList() : of.back().map.matrix.rows.names; };
    const bool sameTokens = names(parts) == names(m_parts) && parts.size() == m_parts.size();
    m_parts = std::move(parts);
    for (Part& part : m_parts) {
        part.image = heatImage(part.map.matrix, part.scale, palette());
        part.ownRows = &part == &m_parts.front() || part.map.matrix.rows.names != m_parts.front().map.matrix.rows.names;
    }
    if (!sameTokens) {
        m_hovered.reset();
        m_chosen.reset();
    }
    tell();
}

ComparedMaps::Layout ComparedMaps::layOut() const
{
    Layout layout;
    if (m_parts.empty())
        return layout;
    const auto fitted = [this](bool labelled) {
        double names = 0, tokens = 0, most = 0, slant = 0, gaps = 0;
        for (const Part& part : m_parts) {
            const HeatMatrix& matrix = part.map.matrix;
            names += labelled && part.ownRows ? widestNames(matrix) : 0;
            gaps += double(matrix.columns.breaks.size()) * HeatAxis::kGap;
            tokens += double(matrix.columns.count());
            most = std::max(most, double(matrix.rows.count()));
            slant = std::max(slant, labelled ? heatSlant(matrix.columns) : 8.0);
        }
        const double across = (width() - names - gaps - kGap * double(m_parts.size() - 1)) / std::max(1.0, tokens);
        const double down = (height() - kHead - slant - kScale - gaps / double(m_parts.size())) / std::max(1.0, most);
        const double cell = std::clamp(std::min(across, down), 0.05, kLargestCell);
        return std::pair(cell > kWholeFrom ? std::floor(cell) : cell, slant);
    };
    layout.labelled = fitted(true).first >= kSmallestLabelled;
    const auto [cell, slant] = fitted(layout.labelled);
    double x = 0;
    for (const Part& part : m_parts) {
        const HeatMatrix& matrix = part.map.matrix;
        x += layout.labelled && part.ownRows ? widestNames(matrix) : 0;
        HeatPlaces places;
        places.cell = cell;
        places.view = QRectF(std::round(x), std::round(kHead + slant), matrix.columns.length(cell), matrix.rows.length(cell));
        places.origin = places.view.topLeft();
        layout.places.push_back(places);
        x = places.view.right() + kGap;
    }
    // What is left over goes between the maps: heads and scales get it.
    const double left = std::floor((width() - (x - kGap)) / double(m_parts.size()));
    for (std::size_t i = 1; i < layout.places.size() && left > 0; ++i) {
        layout.places[i].view.translate(left * double(i), 0);
        layout.places[i].origin = layout.places[i].view.topLeft();
    }
    return layout;
}

bool ComparedMaps::linked() const
{
    return std::all_of(m_parts.begin(), m_parts.end(), [this](const Part& part) { return part.map.matrix.rows.names == m_parts.front().map.matrix.rows.names; });
}

HeatPlaces ComparedMaps::places(std::size_t part) const { return layOut().places[part]; }

void ComparedMaps::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Layout layout = layOut();
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part& part = m_parts[i];
        const HeatPlaces& at = layout.places[i];
        const bool pointed = linked() || i + 1 == m_parts.size();
        const HeatSpot here = pointed ? spot() : HeatSpot();
        paintHeatCells(painter, part.map.matrix, at, part.image, part.scale);
        painter.setRenderHint(QPainter::Antialiasing);
        if (layout.labelled) {
            HeatMatrix named = {part.map.matrix.rows, part.map.matrix.columns, {}};
            if (!part.ownRows)
                std::fill(named.rows.names.begin(), named.rows.names.end(), QString());
            paintHeatLabels(painter, named, at, here, palette());
        }
        paintHead(painter, part, at);
        paintScaleBelow(painter, part, at);
        if (here != HeatSpot())
            paintHeatFrames(painter, part.map.matrix, at, here);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void ComparedMaps::paintHead(QPainter& painter, const Part& part, const HeatPlaces& at) const
{
    const Colours& c = colours(palette());
    double room = width() - at.view.left();
    for (const HeatPlaces& other : layOut().places)
        if (other.view.left() > at.view.left())
            room = std::min(room, other.view.left() - at.view.left() - 12);
    const auto line = [&](double y, const QString& words, Type type, const QColor& ink) {
        painter.setFont(ui::font(type));
        painter.setPen(ink);
        painter.drawText(QRectF(at.view.left(), y, room, 20), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(words, Qt::ElideRight, int(room)));
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

QString ComparedMaps::reading() const
{
    const HeatSpot at = spot();
    if (m_parts.empty() || !at.row || !at.column)
        return {};
    const HeatMatrix& last = m_parts.back().map.matrix;
    QStringList figures;
    for (const Part& part : m_parts)
        if (linked() || &part == &m_parts.back())
            figures.append(tr("%1 %2").arg(part.map.name, part.scale.figure(double(part.map.matrix.at(*at.row, *at.column)))));
    return tr("From %1 to %2: %3")
        .arg(last.rows.names.value(qsizetype(*at.row)), last.columns.names.value(qsizetype(*at.column)), figures.join(QStringLiteral(", ")));
}

std::optional<HeatSpot> ComparedMaps::spotAt(QPointF point) const
{
    const Layout layout = layOut();
    for (std::size_t i = linked() ? 0 : m_parts.size() - 1; i < m_parts.size(); ++i)
        if (const auto cell = layout.places[i].cellAt(m_parts[i].map.matrix, point))
            return HeatSpot{cell->row, cell->column};
    return std::nullopt;
}

void ComparedMaps::point(const std::optional<HeatSpot>& hovered, const std::optional<HeatSpot>& chosen)
{
    if (hovered == m_hovered && chosen == m_chosen)
        return;
    m_hovered = hovered;
    m_chosen = chosen;
    tell();
}

void ComparedMaps::tell()
{
    const QString words = reading();
    setAccessibleDescription(words);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
    Q_EMIT readingChanged(words);
}

void ComparedMaps::mouseMoveEvent(QMouseEvent* event) { point(spotAt(event->position()), m_chosen); }

void ComparedMaps::mousePressEvent(QMouseEvent* event)
{
    if (const auto spot = spotAt(event->position()); spot && event->button() == Qt::LeftButton)
        point(spot, spot);
}

void ComparedMaps::leaveEvent(QEvent*) { point(std::nullopt, m_chosen); }

void ComparedMaps::keyPressEvent(QKeyEvent* event)
{
    if (m_parts.empty())
        return QWidget::keyPressEvent(event);
    const HeatMatrix& matrix = m_parts.back().map.matrix;
    std::size_t row = m_chosen ? m_chosen->row.value_or(0) : 0, column = m_chosen ? m_chosen->column.value_or(0) : 0;
    const std::size_t lastRow = matrix.rows.count() - 1, lastColumn = matrix.columns.count() - 1;
    switch (event->key()) {
    case Qt::Key_Left: column -= column > 0; break;
    case Qt::Key_Right: column += column < lastColumn; break;
    case Qt::Key_Up: row -= row > 0; break;
    case Qt::Key_Down: row += row < lastRow; break;
    case Qt::Key_Home: column = 0; break;
    case Qt::Key_End: column = lastColumn; break;
    case Qt::Key_Escape:
        if (!m_chosen)
            return QWidget::keyPressEvent(event);
        return point(std::nullopt, std::nullopt);
    default: return QWidget::keyPressEvent(event);
    }
    point(std::nullopt, HeatSpot{row, column});
}

void ComparedMaps::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        for (Part& part : m_parts)
            part.image = heatImage(part.map.matrix, part.scale, palette());
}

} // namespace attune::ui
