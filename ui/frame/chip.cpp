#include "ui/frame/chip.h"

#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {
    constexpr int kIcon = 14;

    struct Tint {
        QColor fill, ink;
    };

    Tint tint(Chip::Tone tone, const Colours& c)
    {
        switch (tone) {
        case Chip::Tone::Neutral: return {c.hover, c.text2};
        case Chip::Tone::Outline: return {QColor(), c.text};
        case Chip::Tone::Accent: return {c.selection, c.accent};
        case Chip::Tone::Warning: return {c.warningFill, c.warning};
        case Chip::Tone::Good: return {c.goodFill, c.good};
        case Chip::Tone::Error: return {c.errorFill, c.error};
        }
        return {};
    }
} // namespace

QFont chipFont()
{
    QFont result = font(Type::Caption);
    result.setWeight(QFont::Medium);
    return result;
}

void paintChipGround(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& edge)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(edge.isValid() ? QPen(edge) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

Chip::Chip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setVisible(false);
}

void Chip::set(const QString& text, Tone tone, const QString& iconName)
{
    m_text = text;
    m_tone = tone;
    m_icon = iconName;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return {2 * kChipPadding + (m_icon.isEmpty() ? 0 : kIcon + kChipGap) + QFontMetrics(chipFont()).horizontalAdvance(m_text), kChipHeight};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    const Tint look = tint(m_tone, c);
    QPainter painter(this);
    paintChipGround(painter, rect(), look.fill, look.fill.isValid() ? QColor() : c.buttonEdge);
    int x = kChipPadding;
    if (!m_icon.isEmpty()) {
        paintIcon(painter, m_icon, QRect(x, (height() - kIcon) / 2, kIcon, kIcon), look.ink);
        x += kIcon + kChipGap;
    }
    painter.setFont(chipFont());
    painter.setPen(look.ink);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace attune::ui
