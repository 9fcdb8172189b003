#include "ui/plotting/heat_colours.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr std::array<QRgb, 10> kStops = {
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725};

std::array<QRgb, 256> interpolated()
{
    std::array<QRgb, 256> table;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double place = double(i) / double(table.size() - 1) * double(kStops.size() - 1);
        const std::size_t left = std::min(std::size_t(place), kStops.size() - 2);
        const double share = place - double(left);
        const auto mix = [&](int a, int b) { return int(std::lround(a + (b - a) * share)); };
        const QRgb a = kStops[left];
        const QRgb b = kStops[left + 1];
        table[i] = qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
    }
    return table;
}

} // namespace

const std::array<QRgb, 256>& heatColours()
{
    static const auto kTable = interpolated();
    return kTable;
}

int heatIndex(float value)
{
    return int(std::lround(std::sqrt(std::clamp(value, 0.0f, 1.0f)) * 255.0f));
}

} // namespace attune::ui
