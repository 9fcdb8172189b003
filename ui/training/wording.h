#pragma once

#include <QString>

namespace attune::ui {

QString duration(double seconds); ///< "8 s", "2 min 20 s", "1 h 04 min"
QString roughDuration(double seconds); ///< of a forecast: "48 s", "2 min 40 s", "38 min", "2 h 10 min"
QString wholePercent(double share); ///< "61 %", rounded down: 100 % is the end

} // namespace attune::ui
