#include "core/data/row_stream.h"

#include "core/data/csv_chunk.h"
#include "core/data/csv_parser.h"
#include "core/data/json_chunk.h"
#include "core/data/json_lines.h"
#include "core/data/read_table.h"
#include "core/data/record_reader.h"
#include "core/data/values.h"
#include "core/utf8.h"

#include <algorithm>

namespace attune::core {

namespace {

constexpr std::size_t kLongestRecord = std::size_t{64} << 20; ///< a quote that has not closed by then will not
constexpr const char* kAllBehind = "left out, with everything behind it";

std::string readable(std::string_view bytes)
{
    return readableExcerpt(bytes, 3 * bytes.size()); // U+FFFD takes three bytes
}

/// Up to where a text that goes on consists of whole lines. A CR at its end may be half of a line end.
std::size_t wholeLines(std::string_view text)
{
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text.find_last_of("\r\n") + 1; // npos + 1 is 0
}

} // namespace

RowStream::RowStream(const std::filesystem::path& file, const DialectChoice& choice, std::size_t block)
    : m_text(file, choice.encoding, block)
    , m_block(block)
    , m_choice(choice)
{
    m_choice.encoding = "utf-8";
    takeSample();
    if (!jsonLines() && !m_text.sampleIsAll()) {
        const std::string beginning = m_text.sample();
        m_sniffer.emplace(beginning, m_choice);
        m_sniffer->take(beginning);
        if (m_sniffer->settled())
            m_sniffer.reset();
        else // the beginning comes again
            m_sniffer.emplace(beginning, m_choice);
    }
    m_columnsKnown = !jsonLines() && !(m_sniffer && m_text.rereadable());
    m_twice = !m_columnsKnown;
}

/// The beginning as a table, in the dialect that has been found so far.
void RowStream::takeSample()
{
    const SharedBytes beginning = ownBytes(m_text.sample());
    m_sample = parseTable(beginning, m_text.file(), m_choice);
    m_sample.dialect.encoding = m_text.encoding();
    m_headerPassed = jsonLines() || !m_sample.dialect.header;
    const auto separator = jsonLines() ? std::nullopt : separatorLine(beginning.view);
    m_separatorSize = separator ? separator->size : 0;
    RecordReader reader(beginning.view, m_sample.dialect.delimiter, m_sample.dialect.quote, m_separatorSize, separator ? 2 : 1);
    reader.skipEmptyLines();
    std::erase_if(m_sample.problems, [&](const RowProblem& problem) { return problem.line > 0 && (m_headerPassed || problem.line != reader.line()); });
}

std::uint64_t RowStream::done() const
{
    return m_gathered + m_text.done();
}

std::uint64_t RowStream::total() const
{
    return m_twice ? 2 * m_text.total() : m_text.total();
}

bool RowStream::next(std::vector<StreamedRow>& rows)
{
    rows.clear();
    while (rows.empty() && !(m_text.ended() && m_text.view().empty()))
        jsonLines() ? takeLines(rows) : takeRecords(rows);
    return !rows.empty();
}

/// The line that names the delimiter is no record.
void RowStream::passSeparatorLine()
{
    if (m_separatorSize == 0)
        return;
    while (!m_text.ended() && m_text.view().size() < m_separatorSize)
        m_text.readMore();
    if (m_sniffer)
        m_sniffer->take(m_text.view().substr(0, m_separatorSize));
    m_text.consume(m_separatorSize);
    m_separatorSize = 0;
    ++m_line;
}

void RowStream::takeRecords(std::vector<StreamedRow>& rows)
{
    // A record longer than a block is parsed anew whenever as much again has been read: in time linear in its length.
    const std::size_t wanted = std::min(std::max(2 * m_text.view().size(), m_block), kLongestRecord + m_block);
    while (!m_text.ended() && m_text.view().size() < wanted)
        m_text.readMore();
    passSeparatorLine();
    const std::string_view text = m_text.view();
    const std::size_t columns = m_sample.columns.size();
    RecordReader reader(text, m_sample.dialect.delimiter, m_sample.dialect.quote);
    Record record;
    std::size_t consumed = 0;
    std::size_t line = 1;
    for (;;) {
        reader.skipEmptyLines();
        const bool nothingLeft = reader.position() == text.size();
        if (nothingLeft && (m_text.ended() || text.ends_with('\n'))) { // a CR may be half of a line end
            consumed = text.size();
            line = reader.line();
        }
        if (nothingLeft || !reader.next(record) || (reader.position() == text.size() && !m_text.ended()))
            break;
        consumed = reader.position();
        line = reader.line();
        if (!m_headerPassed) {
            m_headerPassed = true;
            continue;
        }
        StreamedRow row{m_line - 1 + record.line, {}, {}, {}};
        if (record.unterminated) {
            const bool lineEnd = record.raw.ends_with('\n') || record.raw.ends_with('\r');
            row.problem = RowProblem{row.line, "unterminated_quote", unterminatedReason(row.line, m_line - 1 + line - (lineEnd ? 1 : 0)), {}, kAllBehind};
        } else {
            row.problem = problemOfBytes(record.raw, row.line, m_text.text());
            if (!row.problem) {
                const bool extras = dropEmptyExtras(record, columns);
                row.problem = problemOfFields(record, columns);
                if (!row.problem && (row.remark = remarkOn(record, extras)))
                    row.remark->line = row.line;
            }
            if (record.fields.size() <= columns)
                for (std::size_t i = 0; i < record.fields.size(); ++i)
                    row.fields.push_back(row.problem ? readable(record.field(i)) : std::string(record.field(i)));
            if (!row.fields.empty())
                row.fields.resize(columns);
        }
        if (row.problem) {
            row.problem->line = row.line;
            row.problem->raw = rawExcerpt(record.raw);
        }
        rows.push_back(std::move(row));
    }
    const bool endless = consumed == 0 && text.size() > kLongestRecord;
    if (m_sniffer)
        m_sniffer->take(text.substr(0, consumed));
    m_text.consume(consumed);
    m_line += line - 1;
    if (endless)
        giveUp(rows);
}

void RowStream::giveUp(std::vector<StreamedRow>& rows)
{
    StreamedRow& row = rows.emplace_back(StreamedRow{m_line, {}, {}, {}});
    row.problem = RowProblem{m_line, "too_long", "the record does not end within " + std::to_string(kLongestRecord >> 20) + " MB; a quote may never be closed",
        rawExcerpt(m_text.view()), kAllBehind};
    skipRest();
}

void RowStream::skipRest()
{
    for (; !m_text.ended(); m_text.readMore())
        m_text.consume(m_text.view().size());
    m_text.consume(m_text.view().size());
}

/// The whole lines of the next block as a table of their own; nothing where no line ends.
std::optional<Table> RowStream::nextLines()
{
    std::size_t end = 0;
    while (end == 0 && !m_text.ended() && m_text.view().size() <= kLongestRecord) {
        m_text.readMore();
        end = wholeLines(m_text.view());
    }
    if (end == 0 && !m_text.ended())
        return std::nullopt;
    const std::string_view lines = m_text.view().substr(0, m_text.ended() ? std::string_view::npos : end);
    DecodedText part = m_text.text();
    part.bytes = ownBytes(std::string(lines));
    Table table = parseJsonLines(part, m_sample.file, {}, {});
    m_line += lineEnds(lines);
    m_text.consume(lines.size());
    return table;
}

/// Which quotes there are is known when they have been looked for in the whole text, or when one was found where that is enough.
void RowStream::gatherQuotes()
{
    m_text.readMore();
    m_sniffer->take(m_text.view());
    m_text.consume(m_text.view().size());
    if (!m_text.ended() && !m_sniffer->settled())
        return;
    if (const Dialect dialect = m_sniffer->dialect(); dialect.quote != m_sample.dialect.quote) {
        m_choice.delimiter = dialect.delimiter;
        m_choice.header = dialect.header;
        m_choice.quote = dialect.quote;
        takeSample();
    }
    m_sniffer.reset();
    m_gathered = m_text.total();
    m_text.rewind();
    m_columnsKnown = true;
}

std::optional<RowProblem> RowStream::contradiction() const
{
    if (!m_sniffer || !m_columnsKnown)
        return std::nullopt;
    const char quote = m_sniffer->dialect().quote;
    if (quote == m_sample.dialect.quote)
        return std::nullopt;
    return RowProblem{0, "late_quotes",
        quote == kNoQuote ? "behind its first MB, by which a pipe is judged, fields begin with quotes that do not close"
                          : "the first quoted field stands behind the first MB, by which a pipe is judged",
        {}, quote == kNoQuote ? "quotes read as such; say that there are none, or read from a file" : "quotes read as ordinary characters; say which they are, or read from a file"};
}

void RowStream::gatherColumns()
{
    if (m_columnsKnown)
        return;
    if (!jsonLines())
        return gatherQuotes();
    if (const auto table = nextLines())
        std::copy_if(table->columns.begin(), table->columns.end(), std::back_inserter(m_sample.columns), [&](const std::string& column) {
            return std::find(m_sample.columns.begin(), m_sample.columns.end(), column) == m_sample.columns.end();
        });
    else
        skipRest();
    checkJsonColumns(m_sample.columns, m_sample.file);
    if (m_text.ended() && m_text.view().empty()) {
        m_gathered = m_text.done();
        m_text.rewind();
        m_line = 1;
        m_columnsKnown = true;
    }
}

void RowStream::takeLines(std::vector<StreamedRow>& rows)
{
    const std::size_t linesBefore = m_line - 1;
    const auto table = nextLines();
    if (!table)
        return giveUp(rows);
    std::vector<std::size_t> places; // of the lines' columns among all
    for (const std::string& column : table->columns)
        places.push_back(static_cast<std::size_t>(std::find(m_sample.columns.begin(), m_sample.columns.end(), column) - m_sample.columns.begin()));
    for (const TableEntry& entry : inFileOrder(*table)) {
        if (entry.problem && entry.problem->line == 0)
            continue; // that these lines are all empty says nothing about the file
        StreamedRow& row = rows.emplace_back(StreamedRow{linesBefore + (entry.row ? entry.row->line : entry.problem->line), {}, {}, {}});
        if (entry.problem) {
            row.problem = *entry.problem;
            row.problem->line = row.line;
            continue;
        }
        row.fields.resize(m_sample.columns.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            row.fields[places[i]] = std::string(entry.row->fields[i]);
    }
}

} // namespace attune::core
