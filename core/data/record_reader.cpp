#include "core/data/record_reader.h"

namespace attune::core {

namespace {

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

/// Physical lines that end within `text`.
std::size_t lineEnds(std::string_view text)
{
    std::size_t ends = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        ends += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    return ends;
}

} // namespace

RecordReader::RecordReader(std::string_view bytes, char delimiter, bool quoting)
    : m_bytes(bytes)
    , m_delimiter(delimiter)
    , m_quoting(quoting)
{
    for (const char c : {delimiter, '\n', '\r'})
        m_endsField[static_cast<unsigned char>(c)] = true;
}

bool RecordReader::next(Record& record)
{
    while (!atEnd() && endsLine(m_bytes[m_position]))
        skipLineEnd();
    if (atEnd())
        return false;

    const std::size_t start = m_position;
    record = {};
    record.line = m_line;
    record.fields.reserve(m_fieldsBefore);
    for (;;) {
        std::string& field = record.fields.emplace_back();
        if (m_quoting && !atEnd() && m_bytes[m_position] == '"') {
            if (!readQuoted(record, field))
                break;
        } else {
            readPlain(field);
        }
        if (atEnd() || m_bytes[m_position] != m_delimiter)
            break;
        ++m_position;
    }
    m_fieldsBefore = record.fields.size();
    record.raw = m_bytes.substr(start, m_position - start);
    if (!atEnd())
        skipLineEnd();
    return true;
}

void RecordReader::readPlain(std::string& field)
{
    std::size_t end = m_position;
    while (end < m_bytes.size() && !m_endsField[static_cast<unsigned char>(m_bytes[end])])
        ++end;
    field.append(m_bytes, m_position, end - m_position);
    m_position = end;
}

bool RecordReader::readQuoted(Record& record, std::string& field)
{
    ++record.quotedFields;
    const std::size_t open = m_position++;
    for (;;) {
        const std::size_t quote = m_bytes.find('"', m_position);
        if (quote == std::string_view::npos) {
            ++record.brokenQuotes;
            record.unterminated = true;
            m_position = m_bytes.size();
            m_line += lineEnds(m_bytes.substr(open));
            return false;
        }
        const bool doubled = quote + 1 < m_bytes.size() && m_bytes[quote + 1] == '"';
        field.append(m_bytes, m_position, quote - m_position + (doubled ? 1 : 0));
        m_position = quote + (doubled ? 2 : 1);
        if (!doubled)
            break;
    }
    m_line += lineEnds(m_bytes.substr(open, m_position - open));
    if (!atEnd() && !m_endsField[static_cast<unsigned char>(m_bytes[m_position])]) {
        ++record.brokenQuotes;
        readPlain(field);
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
