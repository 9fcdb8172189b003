#include "ui/evaluation/interval_bar.h"

#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr double kMiddle = 7; // of the track
constexpr double kDot = 3.5;

} // namespace

IntervalBar::IntervalBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IntervalBar::set(
    const Scale& scale, double value, std::optional<core::Interval> interval, std::optional<Reference> reference)
{
    m_scale = scale;
    m_value = value;
    m_interval = interval;
    m_reference = std::move(reference);
    m_other.reset();
    update();
}

void IntervalBar::setOther(std::optional<double> value)
{
    m_other = value;
    update();
}

double IntervalBar::x(double value) const
{
    const double share = (value - m_scale.low) / (m_scale.high - m_scale.low);
    return kDot + std::clamp(share, 0.0, 1.0) * (width() - 2 * kDot);
}

void IntervalBar::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.separator);
    painter.drawRoundedRect(QRectF(0, kMiddle - 1.5, width(), 3), 1.5, 1.5);

    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    const QRectF captions(0, height() - 15, width(), 15);
    double free = 0; // to the right of what stands at the left end
    const bool referenceAtEnd =
        m_reference && x(m_reference->value) < painter.fontMetrics().horizontalAdvance(m_scale.lowText) + 12;
    if (!referenceAtEnd) {
        painter.drawText(captions, Qt::AlignLeft | Qt::AlignVCenter, m_scale.lowText);
        free = painter.fontMetrics().horizontalAdvance(m_scale.lowText) + 8;
    }
    painter.drawText(captions, Qt::AlignRight | Qt::AlignVCenter, m_scale.highText);
    if (m_reference) {
        const double at = x(m_reference->value);
        const double needed = painter.fontMetrics().horizontalAdvance(m_reference->name);
        const double end = width() - painter.fontMetrics().horizontalAdvance(m_scale.highText) - 8;
        const double left = referenceAtEnd ? 0 : std::max(free, std::min(at - needed / 2, end - needed));
        painter.drawText(
            QRectF(left, captions.top(), needed + 1, captions.height()), Qt::AlignLeft | Qt::AlignVCenter, m_reference->name);
        painter.setPen(QPen(c.text2, 1));
        painter.drawLine(QPointF(at, kMiddle - 5), QPointF(at, kMiddle + 5));
    }

    const QColor mark = c.series[0];
    if (m_interval) {
        painter.setPen(QPen(mark, 1.5));
        const double low = x(m_interval->low), high = x(m_interval->high);
        painter.drawLine(QPointF(low, kMiddle), QPointF(high, kMiddle));
        for (const double end : {low, high})
            painter.drawLine(QPointF(end, kMiddle - 3.5), QPointF(end, kMiddle + 3.5));
    }
    if (m_other) {
        painter.setPen(QPen(c.series[1], 1.75));
        painter.setBrush(c.surface);
        painter.drawRect(QRectF(x(*m_other) - kDot, kMiddle - kDot, 2 * kDot, 2 * kDot));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark);
    painter.drawEllipse(QPointF(x(m_value), kMiddle), kDot, kDot);
}

} // namespace attune::ui
