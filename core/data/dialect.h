#pragma once

#include "core/data/table.h"

#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// The line by which Excel is told the delimiter, `sep=;`, where a text begins with it.
struct SeparatorLine {
    char delimiter = ',';
    std::size_t size = 0; ///< bytes, with the line end
};
std::optional<SeparatorLine> separatorLine(std::string_view text);

/// Counts the fields of a text that begin with a quote, as RecordReader reads them, and those of them whose quote does not close at their end.
class QuoteCount {
public:
    QuoteCount(char delimiter, char quote) : m_delimiter(delimiter), m_quote(quote) {}

    void take(std::string_view block);
    bool begins() const { return m_quoted > 0; } ///< there is such a field
    bool close() const;                          ///< nearly all close

private:
    enum class Place { Outside, Inside, Closing };

    bool endsField(char c) const { return c == m_delimiter || c == '\n' || c == '\r'; }

    char m_delimiter;
    char m_quote;
    char m_before = '\n';
    Place m_place = Place::Outside;
    std::size_t m_quoted = 0;
    std::size_t m_broken = 0;
};

/// Finds the dialect of a UTF-8 text that comes in blocks. Its beginning tells delimiter and header; which quotes there are, the whole text.
class DialectSniffer {
public:
    /// `beginning`: the first MB of the text will do. A line that names the delimiter counts, unless `choice` has one.
    DialectSniffer(std::string_view beginning, const DialectChoice& choice);

    void take(std::string_view block); ///< of the text, from its first byte
    bool settled() const;              ///< whatever follows changes nothing
    Dialect dialect() const;

private:
    std::string m_beginning;
    DialectChoice m_choice;
    std::size_t m_skipped; ///< bytes of the line that names the delimiter, as far as they have not been taken
    char m_delimiter;
    QuoteCount m_quotes;
    std::optional<char> m_quote; ///< where it is chosen, or the beginning tells it
};

} // namespace attune::core
