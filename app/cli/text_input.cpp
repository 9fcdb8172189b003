#include "app/cli/text_input.h"

#include "core/error.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace attune::cli {

namespace {

constexpr std::size_t kRead = std::size_t{1} << 20;
constexpr std::size_t kGivenOut = std::size_t{4} << 20; ///< that much at a time, where it comes fast enough
constexpr std::size_t kWrite = std::size_t{1} << 16;

} // namespace

LineInput::LineInput(std::string file)
    : m_file(std::move(file))
    , m_descriptor(m_file == "-" ? STDIN_FILENO : open(m_file.c_str(), O_RDONLY | O_CLOEXEC))
    , m_buffer(kRead)
{
    if (m_descriptor < 0)
        throw core::Error(m_file + " cannot be opened: " + std::strerror(errno) + ".", "Check that the file exists and may be read.");
}

LineInput::~LineInput()
{
    if (m_descriptor != STDIN_FILENO)
        close(m_descriptor);
}

void LineInput::readSome()
{
    ssize_t got;
    do
        got = read(m_descriptor, m_buffer.data(), m_buffer.size());
    while (got < 0 && errno == EINTR);
    if (got < 0)
        throw core::Error(name() + " could not be read to its end: " + std::strerror(errno) + ".", "Check that it is a file of texts, and the disk.");
    m_bytes.append(m_buffer.data(), static_cast<std::size_t>(got));
    m_ended = got == 0;
}

bool LineInput::moreIsThere() const
{
    pollfd asked{m_descriptor, POLLIN, 0};
    return poll(&asked, 1, 0) > 0;
}

const std::vector<std::string_view>& LineInput::next()
{
    m_firstLine += m_lines.size();
    m_lines.clear();
    m_bytes.erase(0, m_used);
    std::size_t searched = 0, lastEnd = std::string::npos;
    while (!m_ended && (lastEnd == std::string::npos || (m_bytes.size() < kGivenOut && moreIsThere()))) {
        readSome();
        const std::size_t end = std::string_view(m_bytes).substr(searched).rfind('\n');
        if (end != std::string_view::npos)
            lastEnd = searched + end;
        searched = m_bytes.size();
    }
    m_used = m_ended ? m_bytes.size() : lastEnd + 1;
    std::string_view rest(m_bytes.data(), m_used);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        m_lines.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return m_lines;
}

std::vector<core::TextInput> inputsOf(std::span<const std::string_view> lines, bool pairs, const LineInput& input, std::size_t first)
{
    std::vector<core::TextInput> inputs;
    inputs.reserve(lines.size());
    for (const std::string_view line : lines) {
        if (!pairs) {
            inputs.push_back({line, std::nullopt});
            continue;
        }
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos)
            throw core::Error("Line " + std::to_string(input.firstLine() + first + inputs.size()) + " of " + input.name()
                                  + " holds no tab, and with --pairs each line is two texts with a tab between them.",
                              "Add the tab, or leave out --pairs.");
        inputs.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return inputs;
}

void LineOutput::append(std::int32_t number)
{
    char digits[16];
    m_bytes.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void LineOutput::endLine()
{
    m_bytes += '\n';
    if (m_bytes.size() >= kWrite)
        flush();
}

void LineOutput::flush()
{
    const bool written = std::fwrite(m_bytes.data(), 1, m_bytes.size(), stdout) == m_bytes.size();
    if (!written || std::fflush(stdout) != 0)
        throw core::Error("The tokens could not be written to standard output.", "Check that its disk has room left.");
    m_bytes.clear();
}

} // namespace attune::cli
