#include "app/cli/text_input.h"

#include "core/error.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace attune::cli {

namespace {

constexpr std::size_t kRead = std::size_t{4} << 20;
constexpr std::size_t kWrite = std::size_t{1} << 16;

} // namespace

LineInput::LineInput(std::string file)
    : m_file(std::move(file))
{
    m_in = m_file == "-" ? stdin : std::fopen(m_file.c_str(), "rb");
    if (!m_in)
        throw core::Error(m_file + " cannot be opened: " + std::strerror(errno) + ".", "Check that the file exists and may be read.");
}

LineInput::~LineInput()
{
    if (m_in != stdin)
        std::fclose(m_in);
}

const std::vector<std::string_view>& LineInput::next()
{
    m_firstLine += m_lines.size();
    m_lines.clear();
    m_bytes.erase(0, m_used);
    m_used = 0;
    std::size_t searched = 0, lastEnd = std::string::npos;
    while (!m_ended && lastEnd == std::string::npos) {
        const std::size_t had = m_bytes.size();
        m_bytes.resize(had + kRead);
        const std::size_t got = std::fread(m_bytes.data() + had, 1, kRead, m_in);
        m_bytes.resize(had + got);
        if (std::ferror(m_in))
            throw core::Error(name() + " could not be read to its end.", "Check that it is a file of texts, and the disk.");
        m_ended = got < kRead;
        lastEnd = m_bytes.find_last_of('\n');
        searched = had;
        if (lastEnd != std::string::npos && lastEnd < searched)
            lastEnd = std::string::npos;
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
