#include "ui/frame/start_tile.h"

#include "ui/frame/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

#include <array>
#include <cmath>

namespace attune::ui {

namespace {

    QColor faded(QColor colour, float alpha)
    {
        colour.setAlphaF(alpha);
        return colour;
    }

    void drawTable(QPainter& painter, const Colours& c)
    {
        constexpr std::array<std::array<int, 2>, 4> kColumns{{{0, 20}, {24, 24}, {52, 84}, {140, 36}}};
        constexpr std::array<std::array<int, 2>, 4> kLengths{{{70, 30}, {84, 24}, {58, 30}, {78, 28}}};
        painter.setPen(Qt::NoPen);
        const auto bar = [&](int x, int y, int width, int height, const QColor& colour) {
            painter.setBrush(colour);
            painter.drawRoundedRect(x, y, width, height, 2, 2);
        };
        for (std::size_t column = 0; column < kColumns.size(); ++column)
            bar(kColumns[column][0], 0, kColumns[column][1], 8, column < 2 ? c.buttonEdge : c.accent);
        for (std::size_t row = 0; row < kLengths.size(); ++row) {
            const int y = 14 + 14 * int(row);
            bar(0, y, 20, 6, c.separator);
            bar(24, y, 24, 6, c.separator);
            bar(52, y, kLengths[row][0], 6, faded(c.accent, 0.45F));
            bar(140, y, kLengths[row][1], 6, faded(c.accent, 0.45F));
        }
    }

    double curveAt(double x) { return 8 + 43 * (1 - std::exp(-x / 45)); }

    void drawCurve(QPainter& painter, const Colours& c)
    {
        QPolygonF raw, smooth;
        unsigned noise = 7;
        for (int x = 0; x <= 172; x += 2) {
            noise = noise * 1103515245U + 12345U;
            const double jitter = (double((noise >> 16) & 255U) / 255 - 0.5) * 18;
            raw << QPointF(x, qMin(59.0, curveAt(x) + jitter));
            smooth << QPointF(x, curveAt(x));
        }
        painter.setPen(QPen(c.axis, 1));
        painter.drawPolyline(QPolygonF({{0.5, 0}, {0.5, 60.5}, {176, 60.5}}));
        painter.setPen(QPen(faded(c.series[0], 0.35F), 1));
        painter.drawPolyline(raw);
        painter.setPen(QPen(c.series[0], 2.25));
        painter.drawPolyline(smooth);
        painter.setPen(QPen(c.series[0], 1.75));
        painter.setBrush(c.surface);
        for (const double x : {24.0, 60.0, 96.0, 132.0, 168.0})
            painter.drawEllipse(QPointF(x, curveAt(x) - 7), 3.5, 3.5);
    }

    void drawHeatmap(QPainter& painter)
    {
        constexpr std::array<QRgb, 10> kScale{0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725};
        unsigned noise = 3;
        for (int row = 0; row < 8; ++row) {
            for (int column = 0; column < 15; ++column) {
                noise = noise * 1103515245U + 12345U;
                const int chance = int((noise >> 16) & 255U);
                const int distance = std::abs(column - (1 + row * 3 / 2));
                int level = chance % 3; // dark, with a bright diagonal between two edges that everything looks at
                if (column == 0 || column == 14)
                    level = 4 + chance % 3;
                else if (distance == 0)
                    level = 7 + chance % 3;
                else if (distance == 1 && chance > 170)
                    level = 7;
                else if (level == 2 && chance > 90)
                    level = 1;
                painter.fillRect(column * 8, row * 8, 8, 8, QColor(kScale[std::size_t(level)]));
            }
        }
    }

    constexpr qreal kLinePitch = 20; // of body text that is read as a paragraph

    void drawParagraph(QPainter& painter, const QString& text, const QRectF& area)
    {
        QTextLayout layout(text, painter.font());
        layout.beginLayout();
        qreal y = 0;
        for (QTextLine line = layout.createLine(); line.isValid() && y < area.height(); line = layout.createLine()) {
            line.setLineWidth(area.width());
            line.setPosition({0, y + (kLinePitch - line.height()) / 2});
            y += kLinePitch;
        }
        layout.endLayout();
        layout.draw(&painter, area.topLeft());
    }

} // namespace

StartTile::StartTile(Picture picture, const QString& name, const QString& words, const QKeySequence& shortcut, QWidget* parent)
    : QAbstractButton(parent)
    , m_picture(picture)
    , m_words(words)
    , m_shortcut(shortcut.toString(QKeySequence::NativeText))
{
    setText(name);
    setAccessibleName(name);
    setAccessibleDescription(words);
    setFixedHeight(240);
    setMinimumWidth(232);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
}

void StartTile::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || hasFocus();
    const qreal edge = lit ? 2 : 1;
    painter.setPen(QPen(lit ? c.accent : c.buttonEdge, edge));
    painter.setBrush(isDown() ? c.hover : c.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 8, 8);

    painter.save();
    painter.translate(25, 25);
    switch (m_picture) {
    case Picture::Table: drawTable(painter, c); break;
    case Picture::Curve: drawCurve(painter, c); break;
    case Picture::Heatmap:
        painter.setRenderHint(QPainter::Antialiasing, false);
        drawHeatmap(painter);
        break;
    }
    painter.restore();

    const QRect words = rect().adjusted(25, 0, -25, 0);
    QFont name = ui::font(Type::PageTitle);
    painter.setFont(name);
    painter.setPen(c.text);
    painter.drawText(QRect(words.left(), 111, words.width(), 22), Qt::AlignVCenter, text());
    painter.setFont(ui::font(Type::Body));
    painter.setPen(c.text2);
    drawParagraph(painter, m_words, QRectF(words.left(), 136, words.width(), 3 * kLinePitch));

    painter.setFont(ui::font(Type::Caption));
    const int width = painter.fontMetrics().horizontalAdvance(m_shortcut) + 10;
    painter.setPen(QPen(c.buttonEdge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(words.left() + 0.5, 198.5, width - 1, 16), 3, 3);
    painter.setPen(c.text3);
    painter.drawText(QRect(words.left(), 198, width, 17), Qt::AlignCenter, m_shortcut);
}

} // namespace attune::ui
