#include "ui/training/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace attune::ui {

QString duration(double seconds)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Duration", text); };
    const auto whole = qint64(seconds + 0.5);
    if (whole < 60)
        return tr("%1 s").arg(whole);
    if (whole < 3600)
        return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return tr("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString roughDuration(double seconds)
{
    if (seconds < 60)
        return duration(std::max(1.0, seconds));
    const auto tr = [](const char* text) { return QCoreApplication::translate("Duration", text); };
    const auto tens = qint64(seconds / 10 + 0.5);
    if (tens < 30)
        return tens % 6 == 0 ? tr("%1 min").arg(tens / 6) : tr("%1 min %2 s").arg(tens / 6).arg(tens % 6 * 10, 2, 10, QLatin1Char('0'));
    const auto minutes = qint64(seconds / 60 + 0.5);
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    const auto tenMinutes = qint64(seconds / 600 + 0.5);
    return tenMinutes % 6 == 0 ? tr("%1 h").arg(tenMinutes / 6) : tr("%1 h %2 min").arg(tenMinutes / 6).arg(tenMinutes % 6 * 10);
}

QString wholePercent(double share)
{
    return QStringLiteral("%1 %").arg(std::floor(share * 100 + 1e-9), 0, 'f', 0);
}

} // namespace attune::ui
