#include "ui/plotting/tickers.h"

namespace attune::ui {

double StepTicker::getTickStep(const QCPRange& range)
{
    return std::max(1.0, QCPAxisTicker::getTickStep(range));
}

QString StepTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const QString label = QString::number(tick, 'f', 0);
    const double end = m_axis->coordToPixel(tick) + QFontMetrics(m_axis->tickLabelFont()).horizontalAdvance(label) / 2.0;
    return end > m_axis->axisRect()->right() - m_reserved ? QString() : label;
}

double ValueTicker::getTickStep(const QCPRange& range)
{
    m_step = QCPAxisTicker::getTickStep(range);
    return m_step;
}

QString ValueTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const double shown = m_percent ? tick * 100 : tick;
    const double step = m_percent ? m_step * 100 : m_step;
    int needed = 0;
    for (double scaled = step; needed < 6 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
        ++needed;
    if (m_percent)
        return QStringLiteral("%1 %").arg(shown + 0.0, 0, 'f', needed);
    return QString::number(std::abs(shown) < step / 1000 ? 0.0 : shown, 'f', std::max(1, needed));
}

} // namespace attune::ui
