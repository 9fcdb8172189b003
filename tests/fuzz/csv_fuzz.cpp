// core/data from a file's bytes to two halves of a dataset.
#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "tests/fuzz/require.h"

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
        for (const std::string& field : row.fields)
            requireReadable(field, "a field is readable");
    }
    line = 0;
    for (const RowProblem& problem : table.problems) {
        require(problem.line >= line && problem.line <= lineEnds + 1, "problems are in order");
        require(!problem.kind.empty() && !problem.reason.empty(), "a problem says what it is");
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

std::string written(const std::vector<std::string>& fields, char delimiter)
{
    std::string record;
    for (const std::string& field : fields) {
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
    std::string bytes = dialect.header ? written(table.columns, dialect.delimiter) : "";
    for (const Row& row : table.rows)
        bytes += written(row.fields, dialect.delimiter);
    const Table again = parseCsv(bytes, table.file, {dialect.delimiter, dialect.header, true});
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
        const DataSplit split = splitStratified(dataset, 0.25, table.rows.size());
        require(
            split.train.examples.size() + split.validation.examples.size() == dataset.examples.size(), "a split loses nothing");
        require(!split.train.examples.empty() && !split.validation.examples.empty(), "both sides of a split hold something");
    });
    if (roles.split)
        accepted([&] { splitByColumn(table, roles); });
}

void read(std::string_view bytes, const DialectChoice& choice)
{
    const auto lineEnds =
        static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; }));
    Table table;
    if (!accepted([&] { table = parseCsv(bytes, "fuzz.csv", choice); }))
        return;
    checkTable(table, lineEnds);
    checkRoundTrip(table);
    for (const std::string& name : table.columns)
        accepted([&] { require(columnNamed(table, name) < table.columns.size(), "a column's name finds a column"); });
    accepted([&] { splitBothWays(table, guessColumns(table)); });
}

} // namespace

} // namespace attune::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    attune::test::read(bytes, {});
    // The other dialects take turns by the size, so that seeds stay ordinary files.
    attune::test::read(bytes, {",;\t|"[size % 4], (size & 4) != 0, (size & 8) != 0});
    return 0;
}
