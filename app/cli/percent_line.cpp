#include "app/cli/percent_line.h"

#include "core/utf8.h"

#include <unistd.h>

#include <iostream>

namespace attune::cli {

PercentLine::PercentLine(std::string what) : m_what(core::printable(what)), m_terminal(isatty(STDERR_FILENO) != 0) {}

PercentLine::~PercentLine()
{
    if (m_shown)
        std::cerr << "\r\x1B[K" << std::flush;
}

void PercentLine::show(std::uint64_t done, std::uint64_t total)
{
    if (!m_terminal || total == 0 || Clock::now() - m_last < std::chrono::milliseconds(m_shown ? 100 : 500))
        return;
    m_last = Clock::now();
    m_shown = true;
    std::cerr << '\r' << m_what << ": " << 100 * done / total << " %\x1B[K" << std::flush;
}

} // namespace attune::cli
