#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune::ui {

/// Chooses which points of a long series are worth drawing: of each stretch its lowest and its highest, so that no spike is lost. Keeps the
/// extremes of stretches of 2, 4, 8 ... entries; a choice costs what it yields, however long the series is.
class Decimator {
public:
    void clear();
    void reserve(std::size_t values); ///< to come: no push will have to move those before it
    void push(double value);
    std::size_t size() const { return m_values.size(); }

    /// Indexes out of [first, last), ascending, `atMost` of them (but no fewer than eight): all where they are few enough.
    std::vector<std::size_t> pick(std::size_t first, std::size_t last, std::size_t atMost) const;

private:
    struct Extremes {
        std::uint32_t low, high;
    };
    Extremes merged(Extremes a, Extremes b) const;
    void scan(std::size_t first, std::size_t last, std::vector<std::size_t>& picked) const;

    std::vector<float> m_values; ///< to compare by
    std::vector<std::vector<Extremes>> m_levels; ///< [level]: of stretches of 2^(level + 1) entries
};

} // namespace attune::ui
