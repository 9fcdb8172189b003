#include "ui/plotting/decimator.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

void Decimator::clear()
{
    m_values.clear();
    m_levels.clear();
}

void Decimator::reserve(std::size_t values)
{
    m_values.reserve(values);
    for (std::size_t level = 0; values >>= 1; ++level) {
        if (level == m_levels.size())
            m_levels.emplace_back();
        m_levels[level].reserve(values);
    }
}

void Decimator::push(double value)
{
    m_values.push_back(float(value));
    std::size_t made = m_values.size();
    for (std::size_t level = 0; made % 2 == 0; ++level, made /= 2) {
        if (level == m_levels.size())
            m_levels.emplace_back();
        if (level == 0) {
            const auto last = std::uint32_t(m_values.size() - 1);
            m_levels[0].push_back(merged({last - 1, last - 1}, {last, last}));
        } else {
            const auto& below = m_levels[level - 1];
            m_levels[level].push_back(merged(below[below.size() - 2], below.back()));
        }
    }
}

Decimator::Extremes Decimator::merged(Extremes a, Extremes b) const
{
    const auto at = [this](std::uint32_t index) { return m_values[index]; };
    // What is no number is neither.
    const bool low = std::isnan(at(a.low)) || at(b.low) < at(a.low);
    const bool high = std::isnan(at(a.high)) || at(b.high) > at(a.high);
    return {low ? b.low : a.low, high ? b.high : a.high};
}

void Decimator::scan(std::size_t first, std::size_t last, std::vector<std::size_t>& picked) const
{
    if (first >= last)
        return;
    Extremes found{std::uint32_t(first), std::uint32_t(first)};
    for (std::size_t i = first + 1; i < last; ++i)
        found = merged(found, {std::uint32_t(i), std::uint32_t(i)});
    picked.push_back(std::min(found.low, found.high));
    if (found.low != found.high)
        picked.push_back(std::max(found.low, found.high));
}

std::vector<std::size_t> Decimator::pick(std::size_t first, std::size_t last, std::size_t atMost) const
{
    atMost = std::max<std::size_t>(atMost, 8);
    last = std::min(last, m_values.size());
    std::vector<std::size_t> picked;
    if (first >= last)
        return picked;
    if (last - first <= atMost) {
        for (std::size_t i = first; i < last; ++i)
            picked.push_back(i);
        return picked;
    }
    // Two of each stretch, two before the first whole one, two after the last, and both ends.
    std::size_t level = 0;
    while (2 * ((last - first) >> (level + 1)) + 6 > atMost)
        ++level;
    const std::size_t length = std::size_t{1} << (level + 1);
    const std::size_t firstWhole = (first + length - 1) / length;
    const std::size_t endWhole = last / length;
    picked.push_back(first);
    if (firstWhole >= endWhole || level >= m_levels.size()) {
        scan(first, last, picked);
    } else {
        scan(first, firstWhole * length, picked);
        for (std::size_t stretch = firstWhole; stretch < endWhole; ++stretch) {
            const Extremes& found = m_levels[level][stretch];
            picked.push_back(std::min(found.low, found.high));
            if (found.low != found.high)
                picked.push_back(std::max(found.low, found.high));
        }
        scan(endWhole * length, last, picked);
    }
    picked.push_back(last - 1);
    picked.erase(std::unique(picked.begin(), picked.end()), picked.end());
    return picked;
}

} // namespace attune::ui
