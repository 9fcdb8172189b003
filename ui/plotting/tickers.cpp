#include "ui/plotting/tickers.h"

namespace attune::ui {

namespace {

/// The lengths of time that people count in, in seconds.
constexpr double kTimes[] = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400};

QString timeLabel(double seconds, double step)
{
    const auto whole = qint64(std::llround(seconds));
    if (step < 60)
        return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (step < 3600)
        return QCoreApplication::translate("Chart", "%1 min").arg(whole / 60);
    return QCoreApplication::translate("Chart", "%1 h").arg(whole / 3600);
}

} // namespace

QString BottomTicker::name() const
{
    switch (m_unit) {
    case Unit::Epoch:
        return QCoreApplication::translate("Chart", "Epoch");
    case Unit::Time:
        return QCoreApplication::translate("Chart", "Time");
    case Unit::Step:
        break;
    }
    return QCoreApplication::translate("Chart", "Step");
}

double BottomTicker::getTickStep(const QCPRange& range)
{
    m_step = QCPAxisTicker::getTickStep(range);
    if (m_unit == Unit::Step)
        m_step = std::max(1.0, m_step);
    if (m_unit == Unit::Time) {
        const auto* found = std::lower_bound(std::begin(kTimes), std::end(kTimes), range.size() / 7);
        m_step = found == std::end(kTimes) ? m_step : *found;
    }
    return m_step;
}

QString BottomTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    QString label;
    if (m_unit == Unit::Time)
        label = timeLabel(tick, m_step);
    else
        label = QString::number(tick, 'f', m_unit == Unit::Epoch && m_step < 1 ? (m_step < 0.1 ? 2 : 1) : 0);
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
    if (m_exponents && std::abs(tick) > step / 1000) {
        const int decade = int(std::floor(std::log10(std::abs(tick)) + 1e-9));
        return QStringLiteral("%1e%2").arg(tick / std::pow(10.0, decade), 0, 'g', 3).arg(decade);
    }
    int needed = 0;
    for (double scaled = step; needed < 6 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
        ++needed;
    if (m_percent)
        return QStringLiteral("%1 %").arg(shown + 0.0, 0, 'f', needed);
    if (std::abs(shown) < step / 1000)
        return m_exponents ? QStringLiteral("0") : QString::number(0.0, 'f', step >= 1 ? 0 : std::max(1, needed));
    return QString::number(shown, 'f', step >= 1 ? 0 : std::max(1, needed));
}

QVector<double> LogTicker::createTickVector(double, const QCPRange& range)
{
    QVector<double> ticks;
    if (range.lower <= 0)
        return ticks;
    const bool few = range.upper / range.lower < 200;
    for (double decade = std::pow(10.0, std::floor(std::log10(range.lower))); decade <= range.upper; decade *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if ((few || factor == 1.0) && decade * factor >= range.lower && decade * factor <= range.upper)
                ticks.append(decade * factor);
    return ticks;
}

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    return tick < 1e-3 ? QString::number(tick, 'e', 0) : QString::number(tick, 'g', 3);
}

} // namespace attune::ui
