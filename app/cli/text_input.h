#pragma once

#include "core/text/batch_encoding.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

/// Lines of a file or, by the name "-", of standard input: some megabytes at a time, or what a slow pipe has brought so far.
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
    void readSome();
    bool moreIsThere() const;

    std::string m_file;
    int m_descriptor = -1;
    std::vector<char> m_buffer;
    std::string m_bytes; ///< the lines given out, and behind them what is read of the next
    std::size_t m_used = 0;
    std::vector<std::string_view> m_lines;
    std::size_t m_firstLine = 1;
    bool m_ended = false;
};

/// The texts of `lines`, of which `input` has just given the first or those from index `first` on; with `pairs` each is two texts that its first
/// tab parts. Throws core::Error naming the line without a tab.
std::vector<core::TextInput> inputsOf(std::span<const std::string_view> lines, bool pairs, const LineInput& input, std::size_t first = 0);

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
