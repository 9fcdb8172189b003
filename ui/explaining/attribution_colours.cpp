#include "ui/explaining/attribution_colours.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kLeastScale = 0.01; // what is smaller than that is as good as nothing

} // namespace

QColor attributionColour(double value, const QPalette& palette)
{
    if (value >= 0)
        return colours(palette).series[0];
    return isDark(palette) ? QColor(0xE0, 0x7B, 0x1A) : QColor(0xC8, 0x60, 0x14);
}

QColor attributionTint(double value, double scale, const QPalette& palette)
{
    QColor tint = attributionColour(value, palette);
    tint.setAlphaF(float(std::min(1.0, std::abs(value) / scale) * (isDark(palette) ? 0.45 : 0.60)));
    return tint;
}

double attributionScale(const std::vector<double>& values)
{
    double largest = kLeastScale;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    const double decade = std::pow(10.0, std::floor(std::log10(largest) + 1e-9));
    for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0})
        if (largest <= step * decade * (1 + 1e-6))
            return step * decade;
    return 10 * decade;
}

QString withMinus(double value, int digits)
{
    const QString figure = decimal(std::abs(value), digits);
    return value < 0 ? QChar(0x2212) + figure : figure;
}

QString attributionFigure(double value, double scale)
{
    const int digits = scale < 0.1 ? 3 : scale < 10 ? 2 : 1;
    const double least = std::pow(10.0, -digits) / 2;
    if (std::abs(value) < least)
        return decimal(0, digits);
    return value < 0 ? withMinus(value, digits) : QLatin1Char('+') + decimal(value, digits);
}

} // namespace attune::ui
