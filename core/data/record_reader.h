#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// One record as it stands in the file; whether it is usable is for others to say.
struct Record {
    std::size_t line = 0; ///< 1-based physical line at which it starts
    std::string_view raw; ///< its bytes without the line end
    std::vector<std::string> fields;
    std::size_t quotedFields = 0; ///< fields that began with a quote
    std::size_t brokenQuotes = 0; ///< of these: closed before the end of the field, or never
    bool unterminated = false; ///< a quote was never closed: `raw` is the rest of the file
};

/// Cuts bytes into records, in one pass and in time linear in their number. A quote counts only as the first character of a
/// field; what follows a closing quote up to the delimiter is kept as it stands. CR, LF and CRLF each end a line.
class RecordReader {
public:
    RecordReader(std::string_view bytes, char delimiter, bool quoting);

    /// The next record that is not an empty line; false at the end. `record` may be reused.
    bool next(Record& record);

    std::size_t position() const { return m_position; }

    /// Physical line at which reading goes on; at the end of the file, one past the last line that was ended.
    std::size_t line() const { return m_line; }

private:
    void readPlain(std::string& field);
    bool readQuoted(Record& record, std::string& field);
    void skipLineEnd();
    bool atEnd() const { return m_position == m_bytes.size(); }

    std::string_view m_bytes;
    char m_delimiter;
    bool m_quoting;
    std::array<bool, 256> m_endsField{};
    std::size_t m_fieldsBefore = 0; ///< of the previous record: as many are likely to follow
    std::size_t m_position = 0;
    std::size_t m_line = 1;
};

} // namespace attune::core
