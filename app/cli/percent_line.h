#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace attune::cli {

/// Tells a terminal on standard error how far something is, once that has taken a while. Leaves no trace there, nor in a pipe or a file.
class PercentLine {
public:
    /// `what` stands before the figure: "Reading reviews.csv".
    explicit PercentLine(std::string what);
    ~PercentLine();
    PercentLine(const PercentLine&) = delete;
    PercentLine& operator=(const PercentLine&) = delete;

    void show(std::uint64_t done, std::uint64_t total);

private:
    using Clock = std::chrono::steady_clock;

    std::string m_what;
    bool m_terminal;
    bool m_shown = false;
    Clock::time_point m_last = Clock::now();
};

} // namespace attune::cli
