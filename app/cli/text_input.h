#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

/// Lines of a file or, by the name "-", of standard input, some megabytes at a time.
class LineInput {
public:
    explicit LineInput(std::string file);
    ~LineInput();
    LineInput(const LineInput&) = delete;
    LineInput& operator=(const LineInput&) = delete;

    /// The next lines without their LF; none at the end. A final line end does not begin another line. They stay valid until the next call.
    const std::vector<std::string_view>& next();

    std::size_t firstLine() const { return m_firstLine; } ///< number of the first of them, from 1
    std::string name() const { return m_file == "-" ? "standard input" : m_file; }

private:
    std::string m_file;
    std::FILE* m_in = nullptr;
    std::string m_bytes; ///< the lines given out, and behind them what is read of the next
    std::size_t m_used = 0;
    std::vector<std::string_view> m_lines;
    std::size_t m_firstLine = 1;
    bool m_ended = false;
};

/// Standard output in large pieces: a write of its own for each line would cost more than making it.
class LineOutput {
public:
    std::string& line() { return m_bytes; }
    void append(std::string_view text) { m_bytes += text; }
    void append(std::int32_t number);
    void endLine();
    void flush();

private:
    std::string m_bytes;
};

} // namespace attune::cli
