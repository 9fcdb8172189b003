#include "ui/prediction/heatmap.h"

#include "ui/frame/theme.h"
#include "ui/plotting/heat_colours.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kSmallestLabelledCell = 14;
constexpr double kLargestCell = 48;
constexpr double kLongestLabel = 104;
constexpr double kReadingWidth = 72; // the top-left corner says what is under the mouse
constexpr double kReadingHeight = 56;
constexpr double kScaleWidth = 60; // colour bar with its figures
constexpr double kAngle = 60; // of column labels, in degrees

QFont labelFont(bool strong)
{
    QFont result = ui::font(Type::Caption);
    if (strong)
        result.setWeight(QFont::Bold);
    return result;
}

QString elided(const QString& token, const QFont& in)
{
    return QFontMetricsF(in).elidedText(token, Qt::ElideRight, kLongestLabel);
}

double widestLabel(const QStringList& tokens)
{
    const QFontMetricsF metrics(labelFont(true));
    double widest = 0;
    for (const QString& token : tokens)
        widest = std::max(widest, metrics.horizontalAdvance(token));
    return std::min(widest, kLongestLabel);
}

} // namespace

Heatmap::Heatmap(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Attention"));
}

void Heatmap::setMaps(core::AttentionMaps maps, const QStringList& tokens)
{
    const bool sameSize = maps.tokens == m_maps.tokens;
    m_maps = std::move(maps);
    m_tokens = tokens;
    m_layer = std::min(m_layer, std::max<std::size_t>(1, m_maps.layers) - 1);
    if (m_head && *m_head >= m_maps.heads)
        m_head = 0;
    if (!sameSize) {
        m_chosen = {};
        m_hovered.reset();
    }
    rebuild();
}

void Heatmap::clear()
{
    setMaps({}, {});
}

void Heatmap::setSelection(std::size_t layer, std::optional<std::size_t> head)
{
    m_layer = std::min(layer, std::max<std::size_t>(1, m_maps.layers) - 1);
    m_head = head;
    if (m_head)
        m_head = std::min(*m_head, std::max<std::size_t>(1, m_maps.heads) - 1);
    rebuild();
}

float Heatmap::value(std::size_t from, std::size_t to) const
{
    return from < m_maps.tokens && to < m_maps.tokens ? m_shown[from * m_maps.tokens + to] : 0;
}

void Heatmap::rebuild()
{
    const std::size_t tokens = m_maps.tokens;
    const std::size_t size = tokens * tokens;
    m_shown.assign(size, 0);
    const auto add = [&](std::size_t head, float weight) {
        const float* map = m_maps.values.data() + (m_layer * m_maps.heads + head) * size;
        for (std::size_t i = 0; i < size; ++i)
            m_shown[i] += weight * map[i];
    };
    if (m_head && size > 0)
        add(*m_head, 1);
    else
        for (std::size_t head = 0; head < m_maps.heads; ++head)
            add(head, 1.0f / float(m_maps.heads));

    m_image = QImage(int(tokens), int(tokens), QImage::Format_RGB32);
    const auto& table = heatColours();
    for (std::size_t from = 0; from < tokens; ++from) {
        auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(int(from)));
        for (std::size_t to = 0; to < tokens; ++to)
            line[to] = table[std::size_t(heatIndex(m_shown[from * tokens + to]))];
    }
    tell();
}

QString Heatmap::description() const
{
    const Cell at = cell();
    if (m_maps.tokens == 0)
        return {};
    return tr("From %1 to %2: %3")
        .arg(
            m_tokens.value(qsizetype(at.from)), m_tokens.value(qsizetype(at.to)), QString::number(value(at.from, at.to), 'f', 2));
}

void Heatmap::tell()
{
    setAccessibleDescription(description());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
    Q_EMIT cellChanged();
}

Heatmap::Geometry Heatmap::geometry() const
{
    Geometry g;
    const double count = double(std::max<std::size_t>(1, m_maps.tokens));
    const double widest = widestLabel(m_tokens);
    const double slant = std::sin(qDegreesToRadians(kAngle)) * widest + 12;
    const auto fit = [&](bool labelled) {
        g.labelled = labelled;
        g.labels = std::max(kReadingWidth, labelled ? widest + 8 : 0.0);
        g.top = std::max(kReadingHeight, labelled ? slant : 0.0);
        const double room = std::min(width() - g.labels - kScaleWidth, height() - g.top - 1.0);
        g.cell = std::min(kLargestCell, std::max(1.0, room) / count);
        if (g.cell > 2)
            g.cell = std::floor(g.cell); // the same whole pixels for every cell
        return g.cell;
    };
    if (fit(true) < kSmallestLabelledCell)
        fit(false);
    const double side = g.cell * count;
    g.cells = QRectF(std::round(g.labels), std::round(g.top), side, side);
    return g;
}

QRectF Heatmap::area() const
{
    return geometry().cells;
}

void Heatmap::paintEvent(QPaintEvent*)
{
    if (m_maps.tokens == 0)
        return;
    QPainter painter(this);
    const Geometry g = geometry();
    painter.drawImage(g.cells, m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (g.labelled)
        drawLabels(painter, g);
    drawReading(painter, g);
    drawScale(painter, g);
    if (m_hovered || hasFocus())
        drawFrames(painter, g);
}

void Heatmap::drawLabels(QPainter& painter, const Geometry& g) const
{
    const Colours& c = colours(palette());
    const Cell at = cell();
    for (std::size_t i = 0; i < m_maps.tokens; ++i) {
        const QString& token = m_tokens[qsizetype(i)];
        const double offset = double(i) * g.cell;
        painter.setFont(labelFont(i == at.from));
        painter.setPen(i == at.from ? c.text : c.text2);
        painter.drawText(QRectF(0, g.cells.top() + offset, g.labels - 8, g.cell), Qt::AlignVCenter | Qt::AlignRight,
            elided(token, painter.font()));
        painter.save();
        painter.setFont(labelFont(i == at.to));
        painter.setPen(i == at.to ? c.text : c.text2);
        painter.translate(g.cells.left() + offset + g.cell / 2 + 3, g.cells.top() - 6);
        painter.rotate(-kAngle);
        painter.drawText(QPointF(0, 0), elided(token, painter.font()));
        painter.restore();
    }
}

void Heatmap::drawFrames(QPainter& painter, const Geometry& g) const
{
    const Cell at = cell();
    const double x = g.cells.left() + double(at.to) * g.cell;
    const double y = g.cells.top() + double(at.from) * g.cell;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    QColor faint(Qt::white);
    faint.setAlphaF(0.75f);
    painter.setPen(QPen(faint, 1));
    const double thin = std::max(1.0, g.cell - 1);
    painter.drawRect(QRectF(g.cells.left(), y, g.cells.width() - 1, thin));
    painter.drawRect(QRectF(x, g.cells.top(), thin, g.cells.height() - 1));
    if (g.cell >= 6) {
        painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(QRectF(x + 1, y + 1, g.cell - 2, g.cell - 2));
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void Heatmap::drawReading(QPainter& painter, const Geometry& g) const
{
    const Colours& c = colours(palette());
    const Cell at = cell();
    const double width = g.cells.left() - 8;
    double y = std::max(0.0, g.cells.top() - kReadingHeight - 4);
    const auto line = [&](const QString& word, std::size_t token) {
        painter.setFont(labelFont(false));
        painter.setPen(c.text2);
        const double wordWidth = QFontMetricsF(painter.font()).horizontalAdvance(word + QLatin1Char(' '));
        painter.drawText(QRectF(0, y, width, 16), Qt::AlignVCenter | Qt::AlignLeft, word);
        painter.setFont(labelFont(true));
        painter.setPen(c.text);
        painter.drawText(QRectF(wordWidth, y, width - wordWidth, 16), Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetricsF(painter.font()).elidedText(m_tokens.value(qsizetype(token)), Qt::ElideRight, width - wordWidth));
        y += 17;
    };
    line(tr("from"), at.from);
    line(tr("to"), at.to);
    QFont figure = ui::font(Type::Body);
    figure.setWeight(QFont::DemiBold);
    painter.setFont(figure);
    painter.drawText(QRectF(0, y, width, 18), Qt::AlignVCenter | Qt::AlignLeft, QString::number(value(at.from, at.to), 'f', 2));
}

void Heatmap::drawScale(QPainter& painter, const Geometry& g) const
{
    const Colours& c = colours(palette());
    const QRectF bar(g.cells.right() + 16, g.cells.top(), 12, g.cells.height());
    QImage ramp(1, 256, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i)
        ramp.setPixel(0, i, heatColours()[std::size_t(255 - i)]);
    painter.drawImage(bar, ramp);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    painter.drawText(QRectF(bar.left(), bar.top() - 20, kScaleWidth, 16), Qt::AlignLeft | Qt::AlignVCenter, tr("√ scale"));
    double lowestFree = bar.bottom() + 8;
    for (const double tick : {0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0}) {
        const double y = bar.bottom() - std::sqrt(tick) * bar.height();
        if (y > lowestFree - 8)
            continue; // a short bar has no room for every figure
        painter.setPen(QPen(c.axis, 1));
        painter.drawLine(QPointF(bar.right(), std::round(y) + 0.5), QPointF(bar.right() + 4, std::round(y) + 0.5));
        painter.setPen(c.text2);
        const double middle = std::clamp(y, bar.top() + 5, bar.bottom() - 5);
        painter.drawText(QRectF(bar.right() + 7, middle - 8, 30, 16), Qt::AlignLeft | Qt::AlignVCenter, QString::number(tick));
        lowestFree = y - 6;
    }
}

std::optional<Heatmap::Cell> Heatmap::cellAt(QPointF point) const
{
    const Geometry g = geometry();
    if (m_maps.tokens == 0 || !g.cells.contains(point))
        return std::nullopt;
    const auto index = [&](double offset) { return std::min(std::size_t(std::max(0.0, offset / g.cell)), m_maps.tokens - 1); };
    return Cell{index(point.y() - g.cells.top()), index(point.x() - g.cells.left())};
}

void Heatmap::mouseMoveEvent(QMouseEvent* event)
{
    const auto at = cellAt(event->position());
    if (at == m_hovered)
        return;
    m_hovered = at;
    tell();
}

void Heatmap::mousePressEvent(QMouseEvent* event)
{
    if (const auto at = cellAt(event->position())) {
        m_chosen = *at;
        tell();
    }
}

void Heatmap::leaveEvent(QEvent*)
{
    if (!m_hovered)
        return;
    m_hovered.reset();
    tell();
}

void Heatmap::keyPressEvent(QKeyEvent* event)
{
    if (m_maps.tokens == 0)
        return QWidget::keyPressEvent(event);
    const std::size_t last = m_maps.tokens - 1;
    Cell to = cell();
    switch (event->key()) {
    case Qt::Key_Left:
        to.to -= to.to > 0;
        break;
    case Qt::Key_Right:
        to.to += to.to < last;
        break;
    case Qt::Key_Up:
        to.from -= to.from > 0;
        break;
    case Qt::Key_Down:
        to.from += to.from < last;
        break;
    case Qt::Key_Home:
        to.to = 0;
        break;
    case Qt::Key_End:
        to.to = last;
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    m_hovered.reset();
    m_chosen = to;
    tell();
}

} // namespace attune::ui
