#include "core/data/csv_parser.h"

#include "core/data/csv.h"
#include "core/data/csv_chunk.h"
#include "core/data/dialect.h"
#include "core/data/ordered_parts.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <thread>

namespace attune::core {

namespace {

constexpr std::size_t kReach = std::size_t{1} << 20; ///< how far behind its part a guess is followed

/// A text in parts, each parsed from where its first record is likely to begin. Whoever takes them in order sees whether that was right.
class LikelyParts {
public:
    LikelyParts(const CsvChunkReader& reader, std::string_view bytes, char quote, std::size_t begin, std::size_t chunk)
        : m_reader(reader)
        , m_bytes(bytes)
        , m_begin(begin)
        , m_chunk(chunk)
        , m_count((bytes.size() - begin + chunk - 1) / chunk)
    {
        countQuotes(quote);
    }

    std::size_t count() const { return m_count; }
    std::size_t begin(std::size_t part) const { return std::min(m_begin + part * m_chunk, m_bytes.size()); }

    CsvChunk read(std::size_t part) const
    {
        if (part == 0)
            return m_reader.read(m_begin, begin(1), m_bytes.size());
        // A guess that is wrong may take all that follows for one quoted field.
        return m_reader.read(m_reader.likelyBegin(begin(part), m_inside[part]), begin(part + 1), begin(part + 1) + kReach);
    }

private:
    /// Whether a part begins inside quotes, going by their number alone.
    void countQuotes(char quote)
    {
        bool inside = false;
        for (std::size_t part = 0; part < m_count; ++part) {
            m_inside.push_back(inside);
            if (quote == kNoQuote)
                continue;
            const auto bytes = m_bytes.substr(begin(part), begin(part + 1) - begin(part));
            inside ^= std::count(bytes.begin(), bytes.end(), quote) % 2 != 0;
        }
    }

    const CsvChunkReader& m_reader;
    std::string_view m_bytes;
    std::size_t m_begin;
    std::size_t m_chunk;
    std::size_t m_count;
    std::vector<bool> m_inside;
};

/// Takes what was read into the table, part by part.
class TableFiller {
public:
    TableFiller(Table& table, std::size_t line) : m_table(table), m_line(line) {}

    void take(CsvChunk& chunk)
    {
        const std::size_t columns = m_table.columns.size();
        for (std::size_t i = 0; i < chunk.records.size(); ++i) {
            Rows::Place place = chunk.records[i];
            place.line += m_line - 1;
            m_table.rows.append(place, std::span(chunk.fields).subspan(i * columns, columns));
        }
        m_table.rows.keep(chunk.arena);
        for (RowProblem& problem : chunk.problems) {
            problem.line += m_line - 1;
            if (problem.kind == "unterminated_quote")
                m_lastUnterminated = m_table.problems.size();
            m_table.problems.push_back(std::move(problem));
        }
        for (RowRemark& remark : chunk.remarks) {
            remark.line += m_line - 1;
            m_table.remarks.push_back(remark);
        }
        m_line += chunk.lines;
    }

    /// Says of a quote that never closes how far it would reach, and once what is odd about all rows alike.
    void finish(bool endsWithLineEnd)
    {
        const auto ofExtras = [](const RowRemark& remark) { return remark.kind == RowRemark::Kind::EmptyExtraFields; };
        if (m_table.rows.size() > 1 && m_table.remarks.size() == m_table.rows.size() && std::all_of(m_table.remarks.begin(), m_table.remarks.end(), ofExtras))
            m_table.remarks = {RowRemark{0, 1, RowRemark::Kind::EmptyExtraFields}};
        if (m_lastUnterminated) {
            RowProblem& problem = m_table.problems[*m_lastUnterminated];
            problem.reason = unterminatedReason(problem.line, m_line - (endsWithLineEnd ? 1 : 0));
        }
    }

private:
    Table& m_table;
    std::size_t m_line; ///< on which the next part's first record stands
    std::optional<std::size_t> m_lastUnterminated;
};

/// Whether the record names columns: takes it as their names.
bool takeHeader(Table& table, const Record& record, const DecodedText& text, std::size_t lastLine)
{
    if (record.unterminated) {
        table.problems.push_back({record.line, "unterminated_quote", "the header: " + unterminatedReason(record.line, lastLine),
            rawExcerpt(record.raw), "left out, with everything behind it"});
        return false;
    }
    if (auto problem = problemOfBytes(record.raw, record.line, text)) {
        problem->raw = rawExcerpt(record.raw);
        problem->reason = "the header: " + problem->reason;
        problem->action = "kept, with \xEF\xBF\xBD in place of the bytes";
        table.problems.push_back(std::move(*problem));
    }
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const std::string_view name = record.field(i);
        table.columns.push_back(readableExcerpt(name, name.size() * 3)); // U+FFFD takes three bytes
    }
    return true;
}

/// Where reading goes on.
struct Start {
    std::size_t position = 0;
    std::size_t line = 1;
};

/// Finds the columns: in the header or, without one, by the first record that can be read. Nothing when no record can follow.
std::optional<Start> takeColumns(Table& table, const DecodedText& text)
{
    const std::string_view bytes = text.bytes.view;
    const auto separator = separatorLine(bytes);
    RecordReader reader(bytes, table.dialect.delimiter, table.dialect.quote, separator ? separator->size : 0, separator ? 2 : 1);
    Record record;
    for (;;) {
        reader.skipEmptyLines();
        const Start before{reader.position(), reader.line()};
        if (!reader.next(record))
            return std::nullopt;
        const std::size_t lastLine = reader.line() - (record.raw.ends_with('\n') || record.raw.ends_with('\r') ? 1 : 0);
        if (table.dialect.header) {
            if (!takeHeader(table, record, text, lastLine))
                return std::nullopt;
            return Start{reader.position(), reader.line()};
        }
        if (record.unterminated || problemOfBytes(record.raw, record.line, text)) {
            auto problem = record.unterminated
                ? RowProblem{record.line, "unterminated_quote", unterminatedReason(record.line, lastLine), {}, "left out, with everything behind it"}
                : *problemOfBytes(record.raw, record.line, text);
            problem.raw = rawExcerpt(record.raw);
            table.problems.push_back(std::move(problem));
            continue;
        }
        for (std::size_t i = 0; i < record.fields.size(); ++i)
            table.columns.push_back(std::to_string(i));
        return before;
    }
}

void checkChoice(const DialectChoice& choice)
{
    constexpr std::string_view kReserved("\r\n\0", 3);
    if (choice.delimiter && (kReserved.find(*choice.delimiter) != std::string_view::npos || static_cast<unsigned char>(*choice.delimiter) >= 0x80))
        throw Error("A line end, NUL or a character beyond ASCII cannot separate fields.", "Choose a comma, a semicolon, a tab or a bar as delimiter.");
    if (choice.delimiter && *choice.delimiter == choice.quote.value_or('"'))
        throw Error("A quote cannot separate fields.", "Choose a comma, a semicolon, a tab or a bar as delimiter.");
    if (choice.quote && (*choice.quote == '\r' || *choice.quote == '\n' || static_cast<unsigned char>(*choice.quote) >= 0x80))
        throw Error("A line end or a character beyond ASCII cannot be a quote.", "Choose double quotes, single quotes or none.");
}

/// Room for as many rows as the first part lets expect, so that the index need not move while it grows.
void reserveRows(Table& table, std::size_t read, std::size_t left)
{
    if (read > 0)
        table.rows.reserve(static_cast<std::size_t>(
            static_cast<double>(table.rows.size()) * (1.05 * static_cast<double>(left) / static_cast<double>(read) + 1)));
}

void readRecords(
    Table& table, const DecodedText& text, const Start& start, const Progress& progress, const std::stop_token& stop, const ParseLimits& limits)
{
    const std::string_view bytes = text.bytes.view;
    const CsvChunkReader reader(text, table.dialect, table.columns.size());
    TableFiller filler(table, start.line);
    const auto look = [&](std::size_t position) {
        throwIfStopped(stop, table.file);
        if (progress)
            progress(position, bytes.size());
    };
    look(start.position);

    std::size_t position = start.position;
    const unsigned threads = limits.threads ? limits.threads : std::max(1u, std::thread::hardware_concurrency());
    if (threads == 1 || bytes.size() - position <= 2 * limits.chunk) {
        while (position < bytes.size()) {
            CsvChunk chunk = reader.read(position, std::min(position + limits.chunk, bytes.size()), bytes.size());
            filler.take(chunk);
            if (position == start.position)
                reserveRows(table, chunk.end - position, bytes.size() - chunk.end);
            position = chunk.end;
            if (position < bytes.size())
                look(position);
        }
    } else {
        const LikelyParts parts(reader, bytes, table.dialect.quote, position, limits.chunk);
        OrderedParts<CsvChunk> chunks(parts.count(), threads, [&](std::size_t part) { return parts.read(part); });
        for (std::size_t part = 0; part < parts.count(); ++part) {
            CsvChunk chunk = chunks.take();
            const std::size_t until = parts.begin(part + 1);
            if (position >= until)
                continue; // a record before it reaches over all of it
            if (!chunk.known || chunk.begin != position)
                chunk = reader.read(position, until, bytes.size());
            filler.take(chunk);
            if (part == 0)
                reserveRows(table, chunk.end - position, bytes.size() - chunk.end);
            position = chunk.end;
            if (position < bytes.size())
                look(position);
        }
    }
    filler.finish(bytes.ends_with('\n') || bytes.ends_with('\r'));
}

} // namespace

void reportOfFile(Table& table, std::string kind, std::string reason, std::string action)
{
    table.problems.insert(table.problems.begin(), RowProblem{0, std::move(kind), std::move(reason), {}, std::move(action)});
}

Table parseDelimited(const DecodedText& text, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress,
    std::stop_token stop, const ParseLimits& limits)
{
    checkChoice(choice);
    const std::string_view bytes = text.bytes.view;
    Table table;
    table.file = name;
    table.dialect = sniffDialect(bytes, choice);
    table.dialect.encoding = text.encoding;
    throwIfStopped(stop, name);
    if (table.dialect.delimiter == table.dialect.quote)
        throw Error("The quote chosen for " + inQuotes(name.filename().string()) + ", " + inQuotes({&table.dialect.quote, 1}) + ", separates its fields.",
            "Choose double quotes, single quotes or none, or another delimiter.");

    const auto start = takeColumns(table, text);
    table.rows = Rows(table.columns.size());
    table.rows.keep(text.bytes.owner);
    const std::size_t problemsBefore = table.problems.size();
    if (start)
        readRecords(table, text, *start, progress, stop, limits);
    if (table.columns.empty() && table.problems.empty())
        reportOfFile(table, "empty_file", bytes.empty() ? "the file is empty" : "the file holds nothing but empty lines", "nothing to read");
    else if (!table.columns.empty() && table.rows.empty() && table.problems.size() == problemsBefore)
        reportOfFile(table, "no_records", "the file holds a header and no records", "nothing to read");
    if (progress)
        progress(bytes.size(), bytes.size());
    return table;
}

} // namespace attune::core
