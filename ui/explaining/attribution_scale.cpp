#include "ui/explaining/attribution_scale.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr double kStrip = 112;
constexpr double kGap = 6;

} // namespace

AttributionScale::AttributionScale(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(tr("How much each word raised or lowered the score, in units of the model's score (the logit)."));
}

QSize AttributionScale::sizeHint() const
{
    const QFontMetricsF metrics(ui::font(Type::Secondary));
    return {int(std::ceil(metrics.horizontalAdvance(tr("lowers")) + metrics.horizontalAdvance(tr("raises")) + kStrip + 2 * kGap)), 28};
}

void AttributionScale::setScale(double scale)
{
    m_scale = scale;
    setAccessibleDescription(scale > 0 ? tr("From %1 to %2").arg(attributionFigure(-scale, scale), attributionFigure(scale, scale)) : QString());
    update();
}

void AttributionScale::paintEvent(QPaintEvent*)
{
    if (m_scale <= 0)
        return;
    QPainter painter(this);
    const Colours& c = colours(palette());
    painter.setFont(ui::font(Type::Secondary));
    const QFontMetricsF metrics(painter.font());
    const double left = std::ceil(metrics.horizontalAdvance(tr("lowers"))) + kGap;
    const QRectF strip(left, 4, kStrip, 9);
    painter.setPen(c.text2);
    painter.drawText(QRectF(0, 0, left - kGap, 17), Qt::AlignRight | Qt::AlignVCenter, tr("lowers"));
    painter.drawText(QRectF(strip.right() + kGap, 0, width() - strip.right() - kGap, 17), Qt::AlignLeft | Qt::AlignVCenter, tr("raises"));
    for (int x = 0; x < int(kStrip); ++x) {
        const double value = (x + 0.5 - kStrip / 2) / (kStrip / 2) * m_scale;
        painter.fillRect(QRectF(strip.left() + x, strip.top(), 1, strip.height()), attributionTint(value, m_scale, palette()));
    }
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text3);
    const QRectF under(strip.left() - 20, strip.bottom() + 1, kStrip + 40, 14);
    painter.drawText(under.adjusted(0, 0, -kStrip, 0), Qt::AlignCenter, attributionFigure(-m_scale, m_scale));
    painter.drawText(under, Qt::AlignCenter, QStringLiteral("0"));
    painter.drawText(under.adjusted(kStrip, 0, 0, 0), Qt::AlignCenter, attributionFigure(m_scale, m_scale));
}

} // namespace attune::ui
