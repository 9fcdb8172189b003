#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// One record as it stands in the file; whether it is usable is for others to say.
struct Record {
    /// Of a field: where in `raw` or, with a quote doubled in it or something after its closing quote, in `rewritten`.
    struct Place {
        std::size_t offset;
        std::size_t length;
        bool inRaw;
    };

    std::size_t line = 0; ///< 1-based physical line at which it starts
    std::string_view raw; ///< its bytes without the line end
    std::vector<Place> fields;
    std::string rewritten;
    std::size_t quotedFields = 0; ///< fields that began with a quote
    std::size_t brokenQuotes = 0; ///< of these: closed before the end of the field, or never
    bool unterminated = false; ///< a quote was never closed: `raw` is the rest of the file

    std::string_view field(std::size_t i) const
    {
        const Place& place = fields[i];
        return (place.inRaw ? raw : std::string_view(rewritten)).substr(place.offset, place.length);
    }
    std::vector<std::string> texts() const;
};

/// Physical lines that end within `text`.
std::size_t lineEnds(std::string_view text);

/// Cuts bytes into records, in one pass and in time linear in their number. A quote counts only as the first character of a
/// field; what follows a closing quote up to the delimiter is kept as it stands. CR, LF and CRLF each end a line.
class RecordReader {
public:
    /// `quote` may be kNoQuote.
    RecordReader(std::string_view bytes, char delimiter, char quote, std::size_t position = 0, std::size_t line = 1);

    /// Goes on to the next record's beginning, or to the end.
    void skipEmptyLines();

    /// The next record that is not an empty line; false at the end. `record` may be reused.
    bool next(Record& record);

    std::size_t position() const { return m_position; }

    /// Physical line at which reading goes on, counted on from that on which it began; at the end of the file, one past the last line that was ended.
    std::size_t line() const { return m_line; }

private:
    std::size_t plainEnd(std::size_t from) const;
    void readPlain(Record& record);
    bool readQuoted(Record& record);
    void skipLineEnd();
    bool atEnd() const { return m_position == m_bytes.size(); }
    bool endsField(char c) const { return c == m_delimiter || c == '\n' || c == '\r'; }

    std::string_view m_bytes;
    char m_delimiter;
    char m_quote;
    std::size_t m_start = 0; ///< of the record
    std::size_t m_position;
    std::size_t m_line;
};

} // namespace attune::core
