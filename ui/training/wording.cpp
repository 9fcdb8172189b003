#include "ui/training/wording.h"

#include <QCoreApplication>
#include <QLocale>

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

QString grouped(qint64 number) { return QLocale(QLocale::English).toString(number); }

QString percent(double share, int decimals) { return QStringLiteral("%1 %").arg(share * 100, 0, 'f', decimals); }

} // namespace attune::ui
