#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "tests/support/catch.h"

using namespace attune::core;

TEST_CASE("A column is found by its exact name first, then without regard to case and blanks")
{
    const Table table = parseCsv("Text, label,text,7\na,b,c,d\n", "t.csv", {',', true, '"'});
    CHECK(columnNamed(table, "Text") == 0);
    CHECK(columnNamed(table, "text") == 2);
    CHECK(columnNamed(table, "Label") == 1);
    CHECK(columnNamed(table, "7") == 3);
    CHECK(columnNamed(table, "1") == 1);
    CHECK_THROWS_WITH(columnNamed(table, "TEXT"), ContainsSubstring("positions 0 and 2"));
    CHECK_THROWS_WITH(
        columnNamed(table, "review"), ContainsSubstring("“review”") && ContainsSubstring("“Text”, “ label”, “text”, “7”"));
    CHECK_THROWS_WITH(columnNamed(table, "4"), ContainsSubstring("no column “4”"));
}

TEST_CASE("Columns of the same name stay selectable by position")
{
    const Table table = parseCsv("text,text,label\na,b,1\n", "t.csv");
    CHECK_THROWS_WITH(columnNamed(table, "text"), ContainsSubstring("2 columns called “text”"));
    CHECK(columnNamed(table, "0") == 0);
    CHECK(columnNamed(table, "1") == 1);
}

TEST_CASE("Without a header a column is named by its position only")
{
    const Table table = parseCsv("good,1\nbad,0\n", "t.csv", {',', false, '"'});
    CHECK(columnNamed(table, "1") == 1);
    for (const std::string wrong : {"2", "-1", "text", "", "1x", "99999999999999999999"})
        CHECK_THROWS_WITH(columnNamed(table, wrong), ContainsSubstring("0 to 1"));
}

TEST_CASE("A preview shows rows and problems in file order")
{
    const Table table = parseCsv("text,label\nonly\na,1\nx,y,z\nb,2\n\"open,3\n", "t.csv", {',', true, '"'});
    std::vector<std::size_t> lines;
    std::string kinds;
    for (const TableEntry& entry : inFileOrder(table)) {
        CHECK(entry.row.has_value() != (entry.problem != nullptr));
        lines.push_back(entry.row ? entry.row->line : entry.problem->line);
        kinds += entry.row ? 'r' : 'p';
    }
    CHECK(lines == std::vector<std::size_t>{2, 3, 4, 5, 6});
    CHECK(kinds == "prprp");
}

TEST_CASE("A problem of the file as a whole comes first in the preview")
{
    const Table table = parseCsv("text,label\n", "t.csv");
    const auto entries = inFileOrder(table);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].problem == &table.problems[0]);
}

TEST_CASE("Rows that became no example carry their problem in the preview")
{
    const Table table = parseCsv("text,label\na,1\n,0\nshort\nb,\nc,0\n", "t.csv", {',', true, '"'});
    const Dataset dataset = makeDataset(table, {0, 1, {}});
    const auto entries = inFileOrder(table, dataset.problems);
    REQUIRE(entries.size() == 5);
    CHECK(entries[0].problem == nullptr);
    CHECK(entries[1].row->line == table.rows[1].line);
    CHECK(entries[1].problem == &dataset.problems[0]);
    CHECK_FALSE(entries[2].row);
    CHECK(entries[2].problem == &table.problems[0]);
    CHECK(entries[3].row->line == table.rows[2].line);
    CHECK(entries[3].problem->kind == "empty_label");
    CHECK(entries[4].problem == nullptr);
}
