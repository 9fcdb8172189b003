#include "core/data/csv.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <algorithm>
#include <fstream>

using namespace attune;
using Fields = std::vector<std::string>;

namespace {

core::Table parse(std::string_view bytes, const core::DialectChoice& choice = {',', true, '"'})
{
    return core::parseCsv(bytes, "reviews.csv", choice);
}

std::vector<Fields> fieldsOf(const core::Table& table)
{
    std::vector<Fields> all;
    for (const core::Row& row : table.rows)
        all.emplace_back(row.fields.begin(), row.fields.end());
    return all;
}

std::vector<std::size_t> linesOf(const core::Table& table)
{
    std::vector<std::size_t> lines;
    for (const core::Row& row : table.rows)
        lines.push_back(row.line);
    return lines;
}

} // namespace

TEST_CASE("Quotes hold delimiters, doubled quotes and line breaks of every kind")
{
    const auto table = parse("text,label\n\"a, \"\"b\"\"\",1\n\"x\r\ny\rz\n\",2\r\nlast,3");
    CHECK(table.columns == Fields{"text", "label"});
    CHECK(fieldsOf(table) == std::vector<Fields>{{"a, \"b\"", "1"}, {"x\r\ny\rz\n", "2"}, {"last", "3"}});
    CHECK(linesOf(table) == std::vector<std::size_t>{2, 3, 7});
    CHECK(table.problems.empty());
}

TEST_CASE("CR, LF and CRLF each end one line, mixed in one file, and empty lines count but are no records")
{
    const auto table = parse("\r\n\ntext,label\ra,1\r\n\r\r\nb,2\n\nc,3\r");
    CHECK(fieldsOf(table) == std::vector<Fields>{{"a", "1"}, {"b", "2"}, {"c", "3"}});
    CHECK(linesOf(table) == std::vector<std::size_t>{4, 7, 9});
}

TEST_CASE("A quote inside an unquoted field is an ordinary character")
{
    CHECK(fieldsOf(parse("text,label\n5\" disk,\"1\"\n \"x\",2\n")) == std::vector<Fields>{{"5\" disk", "1"}, {" \"x\"", "2"}});
}

TEST_CASE("What follows a closing quote is kept as it stands")
{
    CHECK(fieldsOf(parse("text,label\n\"big\" \"disk\",1\n")) == std::vector<Fields>{{"big \"disk\"", "1"}});
}

TEST_CASE("A quote that closes within its field is told, above all where it has joined several rows")
{
    const auto table = parse("text,label\nfine,1\n\"Great said he,1\nlater,0\nHe said \"wow\",1\n\"Titanic\" is great,1\n\"a \"\"b\"\"\",0\n");
    CHECK(fieldsOf(table)
        == std::vector<Fields>{{"fine", "1"}, {"Great said he,1\nlater,0\nHe said wow\"", "1"}, {"Titanic is great", "1"}, {"a \"b\"", "0"}});
    CHECK(table.problems.empty());
    const auto remarks = core::remarksInWords(table);
    REQUIRE(remarks.size() == 2);
    CHECK(remarks[0].line == 3);
    CHECK(remarks[0].kind == "broken_quote");
    CHECK_THAT(remarks[0].reason, ContainsSubstring("3 lines, to line 5"));
    CHECK_THAT(remarks[0].action, ContainsSubstring("kept as one row"));
    CHECK_THAT(remarks[0].raw, ContainsSubstring("Great said he"));
    CHECK(remarks[1].line == 6);
    CHECK_THAT(remarks[1].reason, !ContainsSubstring("lines"));
}

TEST_CASE("A delimiter behind the last field loses no row, and is told once where all rows have it")
{
    const auto all = parse("text,label\na,1,\nb,0,\n");
    CHECK(fieldsOf(all) == std::vector<Fields>{{"a", "1"}, {"b", "0"}});
    CHECK(all.problems.empty());
    REQUIRE(all.remarks.size() == 1);
    CHECK(core::problemOf(all.remarks[0]).line == 0);
    CHECK(core::problemOf(all.remarks[0]).kind == "extra_delimiter");
    const auto some = parse("text,label\na,1\nb,0,\nc,1,,\nd,0,x\n");
    CHECK(some.rows.size() == 3);
    REQUIRE(some.remarks.size() == 2);
    CHECK(some.remarks[0].line == 3);
    REQUIRE(some.problems.size() == 1);
    CHECK(some.problems[0].kind == "extra_fields");
}

TEST_CASE("Without quoting every quote is an ordinary character and every line end ends a record")
{
    const auto table = parse("text\tlabel\n\"never closed\t1\n\"closed\"\t0\n", {'\t', true, core::kNoQuote});
    CHECK(fieldsOf(table) == std::vector<Fields>{{"\"never closed", "1"}, {"\"closed\"", "0"}});
}

TEST_CASE("Empty fields at every place are fields, also before the end of the file")
{
    CHECK(fieldsOf(parse("a,b,c\n,,\n\"\",x,\n,,y")) == std::vector<Fields>{{"", "", ""}, {"", "x", ""}, {"", "", "y"}});
}

TEST_CASE("Records with too few or too many fields are problems with line, reason and bytes, and reading goes on")
{
    const auto table = parse("text,label\n\"a\nb\",1\nonly\nx,y,z\nlast,2\n");
    CHECK(fieldsOf(table) == std::vector<Fields>{{"a\nb", "1"}, {"last", "2"}});
    REQUIRE(table.problems.size() == 2);
    CHECK(table.problems[0].line == 4);
    CHECK(table.problems[0].kind == "missing_fields");
    CHECK(table.problems[0].reason == "1 field instead of 2");
    CHECK(table.problems[0].raw == "only");
    CHECK(table.problems[1].line == 5);
    CHECK(table.problems[1].kind == "extra_fields");
    CHECK(table.problems[1].reason == "3 fields instead of 2");
}

TEST_CASE("A quote that is never closed takes the rest of the file into one problem that says so")
{
    const auto table = parse("text,label\na,1\n\"open,2\nb,3\nc,4\n");
    CHECK(fieldsOf(table) == std::vector<Fields>{{"a", "1"}});
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].line == 3);
    CHECK(table.problems[0].kind == "unterminated_quote");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("to the last line, 5,"));
    CHECK(table.problems[0].raw == "\"open,2\nb,3\nc,4\n");
}

TEST_CASE("A header whose quote is never closed leaves no columns and no rows")
{
    const auto table = parse("\"text,label\na,1\n");
    CHECK(table.columns.empty());
    CHECK(table.rows.empty());
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].kind == "unterminated_quote");
    CHECK(table.problems[0].line == 1);
}

TEST_CASE("A NUL byte spoils its own record only, and nothing is cut off at it")
{
    const auto table = parse(std::string_view("text,label\na,1\nb\0c,0\nd,1\n", 25));
    CHECK(fieldsOf(table) == std::vector<Fields>{{"a", "1"}, {"d", "1"}});
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].kind == "nul_byte");
    CHECK(table.problems[0].line == 3);
    CHECK(table.problems[0].raw
        == "b\xEF\xBF\xBD"
           "c,0");
}

TEST_CASE("Bytes that are not UTF-8 spoil their own record only and are named")
{
    // Latin-1, an overlong slash, a surrogate, a character cut short at the line's end, a code point beyond the last.
    for (const std::string bad : {"caf\xE9", "\xC0\xAF", "\xED\xA0\x80", "abcdefgh\xE6\xBC", "\xF4\x90\x80\x80", "\x80"}) {
        INFO(bad);
        const auto table = parse("text,label\n" + bad + ",1\nna\xC3\xAFve \xF0\x9F\x98\x80,0\n");
        CHECK(fieldsOf(table) == std::vector<Fields>{{"na\xC3\xAFve \xF0\x9F\x98\x80", "0"}});
        REQUIRE(table.problems.size() == 1);
        CHECK(table.problems[0].kind == "invalid_encoding");
        CHECK(table.problems[0].line == 2);
    }
    const auto table = parse("text,label\ncaf\xE9 na\xC3\xAFve,1\n");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("0xE9 at byte 4"));
    CHECK(table.problems[0].raw == "caf\xEF\xBF\xBD na\xC3\xAFve,1");
    CHECK(table.problems[0].action == "left out");
}

TEST_CASE("A header that is not UTF-8 is reported and its rows are read all the same")
{
    const auto table = parse("caf\xE9,label\n\xC3\xA4,1\n");
    CHECK(table.columns == Fields{"caf\xEF\xBF\xBD", "label"});
    CHECK(table.rows.size() == 1);
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].kind == "invalid_encoding");
    CHECK(table.problems[0].line == 1);
}

TEST_CASE("A long bad record is shown by its first 400 bytes, never ending within a character")
{
    std::string record = "x";
    for (int i = 0; i < 500; ++i)
        record += "\xC3\xA9";
    const auto table = parse("text,label\n" + record + "\n");
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].raw == record.substr(0, 399));
}

TEST_CASE("A byte order mark is no part of the first column's name")
{
    const auto table = core::parseCsv("\xEF\xBB\xBFtext,label\na,1\n", "bom.csv");
    CHECK(table.dialect.encoding == "utf-8-bom");
    CHECK(table.columns == Fields{"text", "label"});
}

TEST_CASE("A file without content is a problem of the file as a whole")
{
    for (const std::string_view bytes : {"", "\xEF\xBB\xBF", "\n\r\n\n"}) {
        const auto table = core::parseCsv(bytes, "empty.csv");
        CHECK(table.columns.empty());
        REQUIRE(table.problems.size() == 1);
        CHECK(table.problems[0].kind == "empty_file");
        CHECK(table.problems[0].line == 0);
    }
    const auto table = core::parseCsv("text,label\n\n", "header.csv");
    CHECK(table.columns.size() == 2);
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].kind == "no_records");
    CHECK(table.problems[0].line == 0);
}

TEST_CASE("Without a header the columns are numbered and the first record is a row")
{
    const auto table = parse("good,1\nbad,0\n", {',', false, '"'});
    CHECK(table.columns == Fields{"0", "1"});
    CHECK(fieldsOf(table) == std::vector<Fields>{{"good", "1"}, {"bad", "0"}});
    CHECK(linesOf(table) == std::vector<std::size_t>{1, 2});
}

TEST_CASE("Files that are no text are refused by name")
{
    CHECK_THROWS_WITH(parse(std::string("PK\x03\x04rest")), ContainsSubstring("reviews.csv") && ContainsSubstring("workbook"));
    CHECK_THROWS_WITH(parse("PAR1rest"), ContainsSubstring("Parquet"));
    CHECK_THROWS_WITH(parse("\x1F\x8Brest"), ContainsSubstring("compressed"));
    CHECK_THROWS_WITH(parse(std::string("text\0\0\0\0,label\0\0\0\0", 18)), ContainsSubstring("NUL"));
}

TEST_CASE("A file that cannot be read is an error that names it")
{
    const test::TemporaryDirectory directory;
    CHECK_THROWS_WITH(core::readCsv(directory / "absent.csv"), ContainsSubstring("absent.csv") && ContainsSubstring("no file"));
    CHECK_THROWS_WITH(core::readCsv(directory.path()), ContainsSubstring("folder"));
}

TEST_CASE("Reading a file gives what parsing its bytes gives, and progress ends at its size")
{
    const test::TemporaryDirectory directory;
    std::string bytes = "text,label\n";
    while (bytes.size() < 3'000'000)
        bytes += "\"some text, with a comma\",positive\n";
    std::ofstream(directory / "large.csv", std::ios::binary) << bytes;

    std::vector<std::uint64_t> done;
    const auto table = core::readCsv(directory / "large.csv", {}, [&](std::uint64_t units, std::uint64_t total) {
        done.push_back(units);
        CHECK(total == bytes.size());
    });
    CHECK(fieldsOf(table) == fieldsOf(parse(bytes)));
    CHECK(table.file == directory / "large.csv");
    CHECK(done.size() >= 3);
    CHECK(std::is_sorted(done.begin(), done.end()));
    CHECK(done.back() == bytes.size());
}

TEST_CASE("Reading stops when asked and says that it was cancelled")
{
    std::string bytes = "text,label\n";
    while (bytes.size() < 5'000'000)
        bytes += "some text,positive\n";
    std::stop_source source;
    std::size_t reports = 0;
    const auto stopAtSecond = [&](std::uint64_t, std::uint64_t) {
        if (++reports == 2)
            source.request_stop();
    };
    CHECK_THROWS_WITH(core::parseCsv(bytes, "large.csv", {}, stopAtSecond, source.get_token()),
        ContainsSubstring("Reading “large.csv” was cancelled"));
    CHECK(reports == 2);
}

TEST_CASE("A delimiter that ends lines or opens quotes is refused")
{
    CHECK_THROWS_AS(parse("a,b\n", {'"', {}, {}}), core::Error);
    CHECK_THROWS_AS(parse("a,b\n", {'\n', {}, {}}), core::Error);
    CHECK_THROWS_AS(parse("a,b\n", {',', {}, ','}), core::Error);
}

TEST_CASE("A sign that is chosen as quote is never found to separate fields")
{
    std::string rows, empty;
    for (int i = 0; i < 20; ++i) {
        rows += "a " + std::to_string(i) + ";,b; c,;d\n";
        empty += std::to_string(i) + ",film,,pos\n";
    }
    const core::Table table = parse("id;text;label\n" + rows, {{}, {}, ','});
    CHECK(table.dialect.delimiter == ';');
    REQUIRE(table.rows.size() == 20);
    CHECK(table.rows[0].fields[1] == "b; c");
    CHECK_THROWS_WITH(parse("id,text,note,label\n" + empty, {{}, {}, ','}), ContainsSubstring("separates its fields"));
    CHECK_THROWS_WITH(parse("sep=;\na;b\n", {{}, {}, ';'}), ContainsSubstring("separates its fields"));
}
