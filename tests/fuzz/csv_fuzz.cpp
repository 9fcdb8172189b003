// core/data from a file's bytes to two halves of a dataset.
#include "core/data/csv.h"
#include "core/data/csv_parser.h"
#include "core/data/dataset.h"
#include "core/data/read_table.h"
#include "core/data/report.h"
#include "core/data/row_stream.h"
#include "tests/fuzz/require.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace attune::test {

namespace {

using namespace core;

constexpr std::size_t kRawLimit = 400;

void checkTable(const Table& table, std::size_t lineEnds)
{
    std::size_t line = 0;
    for (const Row& row : table.rows) {
        require(row.fields.size() == table.columns.size(), "a row has as many fields as there are columns");
        require(row.line > line && row.line <= lineEnds + 1, "rows stand on lines of their own, in order");
        line = row.line;
        for (const std::string_view field : row.fields)
            requireReadable(field, "a field is readable");
    }
    line = 0;
    for (const RowProblem& problem : table.problems) {
        require(problem.line >= line && problem.line <= lineEnds + 1, "problems are in order");
        require(!problem.kind.empty() && !problem.reason.empty() && !problem.action.empty(), "a problem says what it is");
        requireReadable(problem.reason, "a reason is readable");
        requireReadable(problem.raw, "an excerpt is readable");
        require(problem.raw.size() <= kRawLimit, "an excerpt is short");
        line = problem.line;
    }
    require(!table.rows.empty() || !table.problems.empty(), "a file without rows has a problem");
    for (const std::string& name : table.columns)
        requireReadable(name, "a column's name is readable");

    const auto entries = inFileOrder(table);
    require(entries.size() == table.rows.size() + table.problems.size(), "nothing vanishes from the preview");
    const auto lineOf = [](const TableEntry& entry) { return entry.row ? entry.row->line : entry.problem->line; };
    require(std::is_sorted(entries.begin(), entries.end(), [&](const auto& a, const auto& b) { return lineOf(a) < lineOf(b); }),
        "the preview is in order");
}

template <typename Texts> std::string written(const Texts& fields, char delimiter)
{
    std::string record;
    for (const std::string_view field : fields) {
        record += record.empty() ? "\"" : std::string(1, delimiter) + '"';
        for (const char c : field)
            record += c == '"' ? std::string("\"\"") : std::string(1, c);
        record += '"';
    }
    return record + '\n';
}

/// What was read, written with quotes around every field, reads as the same.
void checkRoundTrip(const Table& table)
{
    const Dialect& dialect = table.dialect;
    const char delimiter = dialect.delimiter == '"' ? ',' : dialect.delimiter;
    std::string bytes = dialect.header ? written(table.columns, delimiter) : "";
    for (const Row& row : table.rows)
        bytes += written(row.fields, delimiter);
    const Table again = parseCsv(bytes, table.file, {delimiter, dialect.header, '"', "utf-8"});
    require(again.columns == table.columns, "columns survive writing");
    require(std::equal(again.rows.begin(), again.rows.end(), table.rows.begin(), table.rows.end(),
                [](const Row& a, const Row& b) { return a.fields == b.fields; }),
        "rows survive writing");
}

void checkDataset(const Dataset& dataset, std::size_t rows)
{
    require(dataset.examples.size() + dataset.problems.size() == rows, "each row is an example or a problem");
    require(dataset.labels.size() >= 2 && dataset.labels.size() <= kMaxLabels, "there are classes to tell apart");
    const auto counts = dataset.labelCounts();
    require(std::accumulate(counts.begin(), counts.end(), std::size_t(0)) == dataset.examples.size(), "classes add up");
    require(std::find(counts.begin(), counts.end(), std::size_t(0)) == counts.end(), "no class is empty");
    for (const RowProblem& problem : dataset.problems) {
        requireReadable(problem.reason, "a dataset's reason is readable");
        requireReadable(problem.raw, "a dataset's excerpt is readable");
    }
}

void splitBothWays(const Table& table, const ColumnRoles& roles)
{
    accepted([&] {
        const Dataset dataset = makeDataset(table, roles);
        checkDataset(dataset, table.rows.size());
        require(reportOn(dataset).examples == dataset.examples.size(), "a report is of all examples");
        const DataSplit split = splitStratified(dataset, 0.25, table.rows.size());
        require(overlapOf(split.train, split.validation).rows == 0, "equal texts stay on one side");
        require(
            split.train.examples.size() + split.validation.examples.size() == dataset.examples.size(), "a split loses nothing");
        require(!split.train.examples.empty() && !split.validation.examples.empty(), "both sides of a split hold something");
    });
    if (roles.split)
        accepted([&] { splitByColumn(table, roles); });
    accepted([&] { makeDataset(table, roles, mergedVariants(labelVariants(countLabels(table, roles)))); });
}

bool sameProblem(const RowProblem& x, const RowProblem& y)
{
    return x.line == y.line && x.kind == y.kind && x.reason == y.reason && x.raw == y.raw && x.action == y.action;
}

bool sameTables(const Table& a, const Table& b)
{
    const auto sameRows = [](const Row& x, const Row& y) { return x.line == y.line && x.fields == y.fields; };
    return a.columns == b.columns && std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), sameRows)
        && std::equal(a.problems.begin(), a.problems.end(), b.problems.begin(), b.problems.end(), sameProblem);
}

/// Parsing in small parts, on one thread or several, gives the same.
void checkParts(std::string_view bytes, const DialectChoice& choice, const Table& table)
{
    const DecodedText text = decodeText({bytes, {}}, "fuzz.csv", choice.encoding);
    for (const unsigned threads : {1u, 2u})
        require(sameTables(parseDelimited(text, "fuzz.csv", choice, {}, {}, {1 + bytes.size() % 37, threads}), table), "parts change nothing");
}

/// A file that lies in memory.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view bytes) : m_descriptor(memfd_create("fuzz", MFD_CLOEXEC))
    {
        require(write(m_descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "a file in memory can be written");
    }
    ~MemoryFile() { close(m_descriptor); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

private:
    int m_descriptor;
};

/// Records that come in small blocks are those of the whole.
void checkStream(std::string_view bytes, const DialectChoice& choice, const Table& table)
{
    const MemoryFile file(bytes);
    RowStream stream(file.path(), choice, 1 + bytes.size() % 41);
    while (!stream.columnsKnown())
        stream.gatherColumns();
    require(stream.sample().columns == table.columns, "a stream has the columns of the whole");
    std::vector<RowProblem> problems = stream.sample().problems;
    std::vector<StreamedRow> rows;
    std::size_t at = 0;
    while (stream.next(rows))
        for (const StreamedRow& row : rows) {
            require(row.fields.empty() || row.fields.size() == table.columns.size(), "a streamed row has as many fields as there are columns");
            for (const std::string& field : row.fields)
                requireReadable(field, "a streamed field is readable");
            if (row.problem) {
                problems.push_back(*row.problem);
                continue;
            }
            require(at < table.rows.size() && row.line == table.rows[at].line
                    && std::equal(row.fields.begin(), row.fields.end(), table.rows[at].fields.begin(), table.rows[at].fields.end()),
                "a streamed row is the table's");
            ++at;
        }
    require(at == table.rows.size(), "all rows are streamed");
    const auto ofFile = [](const RowProblem& problem) { return problem.line == 0; };
    std::vector<RowProblem> expected = table.problems;
    std::erase_if(expected, ofFile);
    std::erase_if(problems, ofFile);
    require(std::equal(problems.begin(), problems.end(), expected.begin(), expected.end(), sameProblem), "a stream's problems are the table's");
    require(stream.done() == stream.total(), "a stream ends with the file");
}

std::size_t lineEndsIn(std::string_view bytes, const DialectChoice& choice)
{
    const DecodedText text = decodeText({bytes, {}}, "fuzz.csv", choice.encoding);
    const std::string_view view = text.bytes.view;
    return static_cast<std::size_t>(std::count_if(view.begin(), view.end(), [](char c) { return c == '\n' || c == '\r'; }));
}

void checkUse(const Table& table)
{
    for (const std::string& name : table.columns)
        accepted([&] { require(columnNamed(table, name) < table.columns.size(), "a column's name finds a column"); });
    accepted([&] { splitBothWays(table, guessColumns(table)); });
}

void read(std::string_view bytes, const DialectChoice& choice)
{
    Table table;
    if (!accepted([&] { table = parseCsv(bytes, "fuzz.csv", choice); }))
        return;
    checkTable(table, lineEndsIn(bytes, choice));
    checkRoundTrip(table);
    checkParts(bytes, choice, table);
    checkStream(bytes, {table.dialect.delimiter, table.dialect.header, table.dialect.quote, choice.encoding}, table);
    checkUse(table);
}

/// Whatever it is.
void readAny(std::string_view bytes)
{
    Table table;
    if (!accepted([&] { table = parseTable({bytes, {}}, "fuzz"); }) || table.dialect.form != TableForm::JsonLines)
        return;
    checkTable(table, lineEndsIn(bytes, {}));
    checkStream(bytes, {}, table);
    checkUse(table);
}

} // namespace

} // namespace attune::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    attune::test::read(bytes, {});
    // The other dialects take turns by the size, so that seeds stay ordinary files.
    attune::test::read(bytes, {",;\t|@"[size % 5], (size & 4) != 0, "\"'\0"[size % 3], (size & 8) != 0 ? std::optional("windows-1252") : std::nullopt});
    attune::test::readAny(bytes);
    return 0;
}
