#pragma once

#include <QString>

namespace attune::ui {

QString duration(double seconds);       ///< "8 s", "2 min 20 s", "1 h 04 min"
QString grouped(qint64 number);         ///< "7,214"
QString percent(double share, int decimals = 0); ///< "61 %"

} // namespace attune::ui
