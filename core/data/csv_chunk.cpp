#include "core/data/csv_chunk.h"

#include "core/data/csv_parser.h"
#include "core/data/values.h"
#include "core/utf8.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace attune::core {

namespace {

constexpr std::size_t kRawLimit = 400;

std::string hexadecimal(char byte)
{
    constexpr char kDigits[] = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

bool isReadable(std::string_view bytes)
{
    return std::memchr(bytes.data(), 0, bytes.size()) == nullptr && firstNonUtf8(bytes) == std::string_view::npos;
}

} // namespace

std::optional<RowProblem> problemOfFields(const Record& record, std::size_t columns)
{
    const std::size_t fields = record.fields.size();
    if (fields == columns)
        return std::nullopt;
    return RowProblem{record.line, fields < columns ? "missing_fields" : "extra_fields",
        counted(fields, "field") + " instead of " + std::to_string(columns), {}};
}

bool dropEmptyExtras(Record& record, std::size_t columns)
{
    if (columns == 0 || record.fields.size() <= columns)
        return false;
    const auto extras = record.fields.begin() + static_cast<std::ptrdiff_t>(columns);
    if (std::any_of(extras, record.fields.end(), [](const Record::Place& place) { return place.length > 0; }))
        return false;
    record.fields.erase(extras, record.fields.end());
    return true;
}

std::optional<RowRemark> remarkOn(const Record& record, bool extras)
{
    if (record.brokenQuotes > 0)
        return RowRemark{record.line, static_cast<std::uint32_t>(1 + lineEnds(record.raw)), RowRemark::Kind::BrokenQuote};
    if (extras)
        return RowRemark{record.line, 1, RowRemark::Kind::EmptyExtraFields};
    return std::nullopt;
}

std::string rawExcerpt(std::string_view raw)
{
    return readableExcerpt(raw, kRawLimit);
}

std::string unterminatedReason(std::size_t line, std::size_t lastLine)
{
    std::string reason = "a quote opens in this record and is never closed";
    if (lastLine > line)
        reason += ", so that everything to the last line, " + std::to_string(lastLine) + ", would belong to it";
    return reason;
}

std::optional<RowProblem> problemOfBytes(std::string_view raw, std::size_t line, const DecodedText& text)
{
    if (const std::size_t at = raw.find('\0'); at != std::string_view::npos)
        return RowProblem{line, "nul_byte", "a NUL byte at byte " + std::to_string(at + 1) + " of the record", {}};
    if (const std::size_t at = firstNonUtf8(raw); at != std::string_view::npos)
        return RowProblem{line, "invalid_encoding",
            "not UTF-8: " + hexadecimal(raw[at]) + " at byte " + std::to_string(at + 1)
                + " of the record; if there are many, the file may be in another encoding",
            {}};
    if (text.damaged.empty())
        return std::nullopt;
    const auto begin = static_cast<std::size_t>(raw.data() - text.bytes.view.data());
    const auto found = std::lower_bound(text.damaged.begin(), text.damaged.end(), begin);
    if (found == text.damaged.end() || *found >= begin + raw.size())
        return std::nullopt;
    return RowProblem{line, "invalid_encoding", "bytes that mean nothing in " + text.encoding + ", shown as \xEF\xBF\xBD", {}};
}

CsvChunkReader::CsvChunkReader(const DecodedText& text, const Dialect& dialect, std::size_t columns)
    : m_text(text)
    , m_dialect(dialect)
    , m_columns(columns)
{
}

void CsvChunkReader::take(const Record& record, CsvChunk& chunk) const
{
    std::size_t size = 0;
    bool inRaw = true;
    for (const Record::Place& place : record.fields) {
        size += place.length;
        inRaw &= place.inRaw;
    }
    if (inRaw) {
        for (const Record::Place& place : record.fields)
            chunk.fields.push_back({static_cast<std::uint32_t>(place.offset), static_cast<std::uint32_t>(place.length)});
        chunk.records.push_back({record.raw.data(), record.line});
        return;
    }
    if (!chunk.arena)
        chunk.arena = std::make_shared<Arena>();
    char* const bytes = chunk.arena->allocate(size);
    std::size_t offset = 0;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const std::string_view field = record.field(i);
        std::copy(field.begin(), field.end(), bytes + offset);
        chunk.fields.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(field.size())});
        offset += field.size();
    }
    chunk.records.push_back({bytes, record.line});
}

CsvChunk CsvChunkReader::read(std::size_t begin, std::size_t until, std::size_t limit) const
{
    const std::string_view whole = m_text.bytes.view;
    const std::string_view bytes = whole.substr(0, limit);
    RecordReader reader(bytes, m_dialect.delimiter, m_dialect.quote, begin);
    reader.skipEmptyLines();
    CsvChunk chunk;
    chunk.begin = begin;
    // Most parts are readable as a whole; in the others, and where a record reaches out of the part, each record is looked at.
    std::size_t partEnd = std::min(until, whole.size());
    while (partEnd > begin && partEnd < whole.size() && (static_cast<unsigned char>(whole[partEnd]) & 0xC0) == 0x80)
        --partEnd;
    const std::size_t readableTo = isReadable(whole.substr(begin, partEnd - begin)) ? partEnd : begin;
    Record record;
    while (reader.position() < until && reader.next(record)) {
        if (reader.position() == bytes.size() && bytes.size() < whole.size()) {
            chunk.known = false;
            return chunk;
        }
        const auto end = static_cast<std::size_t>(record.raw.data() + record.raw.size() - whole.data());
        std::optional<RowProblem> problem;
        if (record.unterminated)
            problem = RowProblem{record.line, "unterminated_quote", {}, {}, "left out, with everything behind it"};
        else if (record.raw.size() > std::numeric_limits<std::uint32_t>::max())
            problem = RowProblem{record.line, "too_long", "the record has " + std::to_string(record.raw.size()) + " bytes", {}};
        else if (end > readableTo || !m_text.damaged.empty())
            problem = problemOfBytes(record.raw, record.line, m_text);
        const bool extras = !problem && dropEmptyExtras(record, m_columns);
        if (!problem)
            problem = problemOfFields(record, m_columns);
        if (problem) {
            problem->raw = rawExcerpt(record.raw);
            chunk.problems.push_back(std::move(*problem));
        } else {
            take(record, chunk);
            if (const auto remark = remarkOn(record, extras))
                chunk.remarks.push_back(*remark);
        }
        reader.skipEmptyLines();
    }
    chunk.end = reader.position();
    chunk.lines = reader.line() - 1;
    return chunk;
}

std::size_t CsvChunkReader::likelyBegin(std::size_t from, bool insideQuotes) const
{
    const std::string_view bytes = m_text.bytes.view;
    const char quote = m_dialect.quote;
    std::size_t at = from;
    if (!insideQuotes && from > 0 && (bytes[from - 1] == '\n' || bytes[from - 1] == '\r'))
        --at;
    for (; at < bytes.size() && (insideQuotes || (bytes[at] != '\n' && bytes[at] != '\r')); ++at)
        if (quote != kNoQuote && bytes[at] == quote)
            insideQuotes = !insideQuotes;
    at = std::max(at, from);
    RecordReader reader(bytes, m_dialect.delimiter, quote, at);
    reader.skipEmptyLines();
    return reader.position();
}

} // namespace attune::core
