#include "ui/plotting/heatmap.h"

#include "ui/frame/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kReadingWidth = 84; // the top-left corner says what is under the mouse
constexpr double kReadingHeight = 56;
constexpr double kBarGap = 16;

QFont captionFont(bool strong)
{
    QFont result = ui::font(Type::Caption);
    if (strong)
        result.setWeight(QFont::Bold);
    return result;
}

} // namespace

Heatmap::Heatmap(QWidget* parent)
    : HeatView(HeatAxis::kSmallestLabelled, parent)
{
}

void Heatmap::setMatrix(HeatMatrix matrix, const HeatScale& scale)
{
    const bool sameShape = matrix.rows.count() == m_matrix.rows.count() && matrix.columns.count() == m_matrix.columns.count();
    m_matrix = std::move(matrix);
    m_scale = scale;
    m_widestRow = m_matrix.rows.widestName();
    m_slant = heatSlant(m_matrix.columns);
    m_image = heatImage(m_matrix, m_scale, palette());
    if (!sameShape)
        forgetView();
    tell();
}

QString Heatmap::description() const
{
    const HeatSpot at = spot();
    if (m_matrix.empty() || !at.row)
        return {};
    const QString row = m_matrix.rows.names[qsizetype(*at.row)];
    if (!at.column)
        return tr("From %1").arg(row);
    return tr("From %1 to %2: %3").arg(row, m_matrix.columns.names[qsizetype(*at.column)], m_scale.figure(double(m_matrix.at(*at.row, *at.column))));
}

QPointF Heatmap::corner(std::size_t, bool labelled) const
{
    return {std::round(std::max(kReadingWidth, labelled ? m_widestRow + 8 : 0.0)), std::round(std::max(kReadingHeight, labelled ? m_slant : 0.0))};
}

QSizeF Heatmap::room(bool labelled) const
{
    const QPointF at = corner(0, labelled);
    return QSizeF(width() - at.x() - kBarGap - kHeatBarWidth + 16, height() - at.y() - 1).expandedTo({1, 1});
}

void Heatmap::paint(QPainter& painter) const
{
    if (m_matrix.empty())
        return;
    const Layout layout = layOut();
    const HeatPlaces& at = layout.places.front();
    paintHeatCells(painter, m_matrix, at, m_image, m_scale);
    painter.setRenderHint(QPainter::Antialiasing);
    if (layout.labelled)
        paintHeatLabels(painter, m_matrix, at, spot(), palette());
    drawReading(painter, at.view);
    paintHeatBar(painter, QRectF(at.view.right() + kBarGap, at.view.top(), kHeatBarWidth, at.view.height()), m_scale, palette());
    if (pointing())
        paintHeatFrames(painter, m_matrix, at, spot());
    else if (hasFocus())
        paintHeatFrames(painter, m_matrix, at, {0, 0}); // where arrow keys begin
}

void Heatmap::drawReading(QPainter& painter, const QRectF& view) const
{
    const Colours& c = colours(palette());
    const HeatSpot at = spot();
    const double room = view.left() - 8;
    double y = std::max(0.0, view.top() - kReadingHeight - 4);
    const auto line = [&](const QString& word, const QString& name) {
        painter.setFont(captionFont(false));
        painter.setPen(c.text2);
        const double wordWidth = QFontMetricsF(painter.font()).horizontalAdvance(word + QLatin1Char(' '));
        painter.drawText(QRectF(0, y, room, 16), Qt::AlignVCenter | Qt::AlignLeft, word);
        painter.setFont(captionFont(true));
        painter.setPen(c.text);
        painter.drawText(QRectF(wordWidth, y, room - wordWidth, 16), Qt::AlignVCenter | Qt::AlignLeft,
            QFontMetricsF(painter.font()).elidedText(name, Qt::ElideRight, room - wordWidth));
        y += 17;
    };
    if (at.row)
        line(tr("from"), m_matrix.rows.names[qsizetype(*at.row)]);
    if (at.column)
        line(tr("to"), m_matrix.columns.names[qsizetype(*at.column)]);
    if (!at.row || !at.column)
        return;
    QFont figure = ui::font(Type::Body);
    figure.setWeight(QFont::DemiBold);
    painter.setFont(figure);
    painter.drawText(QRectF(0, y, room, 18), Qt::AlignVCenter | Qt::AlignLeft, m_scale.figure(double(m_matrix.at(*at.row, *at.column))));
}

void Heatmap::paletteChanged()
{
    if (m_scale.diverging()) // the others are the same in light and dark
        m_image = heatImage(m_matrix, m_scale, palette());
}

} // namespace attune::ui
