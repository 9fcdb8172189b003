#include "ui/frame/progress_bar.h"

#include "ui/frame/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace attune::ui {

ProgressBar::ProgressBar(int thickness, QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(thickness);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressBar::setFraction(double fraction)
{
    m_fraction = std::clamp(fraction, 0.0, 1.0);
    setAccessibleName(tr("%1 % done").arg(qRound(m_fraction * 100)));
    update();
}

void ProgressBar::setGaps(const QList<double>& fractions)
{
    m_gaps = fractions;
    update();
}

void ProgressBar::setPaused(bool paused)
{
    m_paused = paused;
    update();
}

void ProgressBar::setFaint(bool faint)
{
    m_faint = faint;
    update();
}

void ProgressBar::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath round;
    round.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    QPainterPath kept = round;
    for (const double gap : m_gaps) {
        if (gap <= 0 || gap >= 1)
            continue;
        QPainterPath cut;
        cut.addRect(QRectF(qRound(gap * width()) - 1, 0, 2, height()));
        kept -= cut;
    }
    painter.fillPath(kept, c.hover);
    QPainterPath done;
    done.addRect(QRectF(0, 0, m_fraction * width(), height()));
    QColor ink = m_paused ? c.warningMark : c.accent;
    if (m_faint)
        ink.setAlphaF(0.7F);
    painter.fillPath(kept & done, ink);
}

} // namespace attune::ui
