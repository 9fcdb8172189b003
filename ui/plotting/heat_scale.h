#pragma once

#include <QPalette>
#include <QString>

#include <array>
#include <vector>

namespace attune::ui {

/// Which colour a value has. Square-root scales: attention is mostly small, and its small differences are what one looks for.
class HeatScale {
public:
    static HeatScale shares(); ///< from 0 to 1, in colours that are the same in light and dark
    static HeatScale differences(double largest); ///< from -largest to largest, to both sides of the ground: lower orange, higher blue

    bool diverging() const { return m_diverging; }
    double least() const { return m_diverging ? -m_largest : 0; }
    double largest() const { return m_largest; }
    int index(float value) const; ///< of its colour, 0 to 255; what lies beyond an end has that end's
    double place(double value) const; ///< from 0 at the least to 1 at the largest
    std::vector<double> ticks() const; ///< round values, the least first
    QString tickText(double tick) const;
    QString figure(double value) const; ///< "0.21", of differences "+0.21" or "−0.21"
    QString name() const; ///< "√ scale"
    std::array<QRgb, 256> colours(const QPalette& palette) const;

    bool operator==(const HeatScale&) const = default;

private:
    HeatScale(bool diverging, double largest)
        : m_diverging(diverging)
        , m_largest(largest)
    {
    }

    bool m_diverging;
    double m_largest;
};

} // namespace attune::ui
