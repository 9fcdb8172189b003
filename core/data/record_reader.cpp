#include "core/data/record_reader.h"

#include "core/data/table.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace attune::core {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101u;
constexpr std::uint64_t kHighBits = 0x8080808080808080u;

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

std::uint64_t eightTimes(char c)
{
    return kOnes * static_cast<unsigned char>(c);
}

/// A bit at the first byte of `word` that is zero, and maybe some behind it.
std::uint64_t zeroBytes(std::uint64_t word)
{
    return (word - kOnes) & ~word & kHighBits;
}

} // namespace

std::vector<std::string> Record::texts() const
{
    std::vector<std::string> all;
    for (std::size_t i = 0; i < fields.size(); ++i)
        all.emplace_back(field(i));
    return all;
}

std::size_t lineEnds(std::string_view text)
{
    auto ends = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        ends += at + 1 == text.size() || text[at + 1] != '\n';
    return ends;
}

RecordReader::RecordReader(std::string_view bytes, char delimiter, char quote, std::size_t position, std::size_t line)
    : m_bytes(bytes)
    , m_delimiter(delimiter)
    , m_quote(quote)
    , m_position(position)
    , m_line(line)
{
}

void RecordReader::skipEmptyLines()
{
    while (!atEnd() && endsLine(m_bytes[m_position]))
        skipLineEnd();
}

bool RecordReader::next(Record& record)
{
    skipEmptyLines();
    if (atEnd())
        return false;

    m_start = m_position;
    record.line = m_line;
    record.fields.clear();
    record.rewritten.clear();
    record.quotedFields = 0;
    record.brokenQuotes = 0;
    record.unterminated = false;
    for (;;) {
        if (m_quote != kNoQuote && !atEnd() && m_bytes[m_position] == m_quote) {
            if (!readQuoted(record))
                break;
        } else {
            readPlain(record);
        }
        if (atEnd() || m_bytes[m_position] != m_delimiter)
            break;
        ++m_position;
    }
    record.raw = m_bytes.substr(m_start, m_position - m_start);
    if (!atEnd())
        skipLineEnd();
    return true;
}

/// Position of the first delimiter or line end, or the end.
std::size_t RecordReader::plainEnd(std::size_t at) const
{
    const std::uint64_t delimiters = eightTimes(m_delimiter), lineFeeds = eightTimes('\n'), returns = eightTimes('\r');
    if constexpr (std::endian::native == std::endian::little)
        for (; at + sizeof(std::uint64_t) <= m_bytes.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word;
            std::memcpy(&word, m_bytes.data() + at, sizeof word);
            const std::uint64_t found = zeroBytes(word ^ delimiters) | zeroBytes(word ^ lineFeeds) | zeroBytes(word ^ returns);
            if (found)
                return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
        }
    while (at < m_bytes.size() && !endsField(m_bytes[at]))
        ++at;
    return at;
}

void RecordReader::readPlain(Record& record)
{
    const std::size_t end = plainEnd(m_position);
    record.fields.push_back({m_position - m_start, end - m_position, true});
    m_position = end;
}

bool RecordReader::readQuoted(Record& record)
{
    ++record.quotedFields;
    const std::size_t open = m_position++;
    const std::size_t rewrittenFrom = record.rewritten.size();
    std::size_t from = m_position; // of what is not yet rewritten
    bool rewritten = false;
    const auto keepUpTo = [&](std::size_t end) {
        record.rewritten.append(m_bytes, from, end - from);
        rewritten = true;
    };
    std::size_t close;
    for (;;) {
        close = m_bytes.find(m_quote, m_position);
        if (close == std::string_view::npos) {
            ++record.brokenQuotes;
            record.unterminated = true;
            record.fields.push_back({open + 1 - m_start, m_bytes.size() - open - 1, true});
            m_position = m_bytes.size();
            m_line += lineEnds(m_bytes.substr(open));
            return false;
        }
        if (close + 1 == m_bytes.size() || m_bytes[close + 1] != m_quote)
            break;
        keepUpTo(close + 1);
        m_position = from = close + 2;
    }
    m_position = close + 1;
    m_line += lineEnds(m_bytes.substr(open, m_position - open));
    if (!atEnd() && !endsField(m_bytes[m_position])) {
        ++record.brokenQuotes;
        keepUpTo(close);
        from = m_position;
        m_position = plainEnd(m_position);
        close = m_position;
    }
    if (rewritten) {
        keepUpTo(close);
        record.fields.push_back({rewrittenFrom, record.rewritten.size() - rewrittenFrom, false});
    } else {
        record.fields.push_back({open + 1 - m_start, close - open - 1, true});
    }
    return true;
}

void RecordReader::skipLineEnd()
{
    const bool pair = m_bytes[m_position] == '\r' && m_position + 1 < m_bytes.size() && m_bytes[m_position + 1] == '\n';
    m_position += pair ? 2 : 1;
    ++m_line;
}

} // namespace attune::core
