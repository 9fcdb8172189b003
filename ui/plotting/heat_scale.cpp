#include "ui/plotting/heat_scale.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/theme.h"
#include "ui/plotting/heat_colours.h"
#include "ui/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr int kMiddle = 128; // of the colours of differences: the ground itself
constexpr int kSide = 127;

QRgb mixed(const QColor& ground, const QColor& ink, double share)
{
    const auto mix = [&](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return qRgb(mix(ground.red(), ink.red()), mix(ground.green(), ink.green()), mix(ground.blue(), ink.blue()));
}

} // namespace

HeatScale HeatScale::shares() { return {false, 1}; }

HeatScale HeatScale::differences(double largest) { return {true, std::max(largest, 1e-6)}; }

int HeatScale::index(float value) const
{
    if (!m_diverging)
        return heatIndex(value);
    const double root = std::sqrt(std::min(1.0, std::abs(double(value)) / m_largest));
    return kMiddle + int(std::lround(std::copysign(root, double(value)) * kSide));
}

double HeatScale::place(double value) const
{
    const double root = std::sqrt(std::min(1.0, std::abs(value) / m_largest));
    return m_diverging ? 0.5 + std::copysign(root, value) / 2 : value > 0 ? root : 0;
}

std::vector<double> HeatScale::ticks() const
{
    if (!m_diverging)
        return {0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1};
    return {-m_largest, -m_largest / 4, 0, m_largest / 4, m_largest};
}

QString HeatScale::tickText(double tick) const
{
    if (!m_diverging)
        return QString::number(tick);
    const QString text = QString::number(std::abs(tick), 'g', 2);
    return tick < 0 ? QChar(0x2212) + text : tick > 0 ? QLatin1Char('+') + text : text;
}

QString HeatScale::figure(double value) const { return m_diverging ? attributionFigure(value, m_largest) : decimal(value, 2); }

QString HeatScale::name() const { return QCoreApplication::translate("HeatScale", "√ scale"); }

std::array<QRgb, 256> HeatScale::colours(const QPalette& palette) const
{
    if (!m_diverging)
        return heatColours();
    std::array<QRgb, 256> table;
    const QColor ground = palette.color(QPalette::Base);
    for (int i = 0; i < 256; ++i) {
        const double share = std::clamp(double(i - kMiddle) / kSide, -1.0, 1.0);
        table[std::size_t(i)] = mixed(ground, attributionColour(share, palette), std::abs(share));
    }
    return table;
}

} // namespace attune::ui
