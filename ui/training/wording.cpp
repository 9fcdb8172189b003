#include "ui/training/wording.h"

#include <QCoreApplication>

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

QString wholePercent(double share)
{
    return QStringLiteral("%1 %").arg(std::floor(share * 100 + 1e-9), 0, 'f', 0);
}

} // namespace attune::ui
