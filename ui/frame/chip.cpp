#include "ui/frame/chip.h"

#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {
    constexpr int kHeight = 20;
    constexpr int kPadding = 7;
    constexpr int kIcon = 14;
    constexpr int kGap = 4;

    QFont chipFont()
    {
        QFont result = font(Type::Caption);
        result.setWeight(QFont::Medium);
        return result;
    }

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
    return {2 * kPadding + (m_icon.isEmpty() ? 0 : kIcon + kGap) + QFontMetrics(chipFont()).horizontalAdvance(m_text), kHeight};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    const Tint look = tint(m_tone, c);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.fill.isValid() ? QPen(Qt::NoPen) : QPen(c.buttonEdge));
    painter.setBrush(look.fill.isValid() ? QBrush(look.fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    int x = kPadding;
    if (!m_icon.isEmpty()) {
        paintIcon(painter, m_icon, QRect(x, (height() - kIcon) / 2, kIcon, kIcon), look.ink);
        x += kIcon + kGap;
    }
    painter.setFont(chipFont());
    painter.setPen(look.ink);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace attune::ui
