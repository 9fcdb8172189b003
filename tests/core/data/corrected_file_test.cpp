#include "core/data/corrected_file.h"

#include "core/data/csv.h"
#include "core/data/read_table.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <iostream>

using namespace attune;
using core::RowChange;

namespace {

std::filesystem::path written(const test::TemporaryDirectory& place, const std::string& name, const std::string& bytes)
{
    std::ofstream(place / name, std::ios::binary) << bytes;
    return place / name;
}

std::vector<std::vector<std::string>> fieldsOf(const core::Table& table)
{
    std::vector<std::vector<std::string>> rows;
    for (const core::Row row : table.rows)
        rows.emplace_back(row.fields.begin(), row.fields.end());
    return rows;
}

core::ColumnRoles roles(std::size_t text, std::size_t label)
{
    core::ColumnRoles result;
    result.text = text;
    result.label = label;
    return result;
}

} // namespace

TEST_CASE("A corrected file has the rows of the old one, relabelled where that was asked, without those left out")
{
    const test::TemporaryDirectory place;
    const std::string before =
        "id,review,stars,note\n1,\"Good, really\",pos,\n2,\"He said \"\"no\"\"\",neg,a\n3,\"two\nlines\",neg,\" b \"\n4,fine,pos,c\n";
    const auto file = written(place, "reviews.csv", before);
    const core::Table table = core::readTable(file);
    const auto target = core::correctedName(file);
    CHECK(target == place / "reviews.corrected.csv");
    const auto result = core::writeCorrected(table, roles(1, 2), {}, {{3, RowChange{"pos"}}, {6, RowChange{}}}, target);
    CHECK(result.rows == 3);
    CHECK(result.relabelled == 1);
    CHECK(result.leftOut == 1);
    CHECK(test::readFile(target)
        == "id,review,stars,note\n1,\"Good, really\",pos,\n2,\"He said \"\"no\"\"\",pos,a\n3,\"two\nlines\",neg,\" b \"\n");
    CHECK(test::readFile(file) == before);
}

TEST_CASE("A corrected file never takes the place of another")
{
    const test::TemporaryDirectory place;
    const auto file = written(place, "a.tsv", "text\tlabel\ngood\tp\nbad\tn\n");
    const core::Table table = core::readTable(file);
    const auto first = core::correctedName(file);
    core::writeCorrected(table, roles(0, 1), {}, {{2, RowChange{"n"}}}, first);
    const auto second = core::correctedName(file);
    CHECK(second == place / "a.corrected-2.csv");
    CHECK_THROWS_AS(core::writeCorrected(table, roles(0, 1), {}, {{2, RowChange{}}}, first), core::Error);
    CHECK(test::readFile(first) == "text,label\ngood,n\nbad,n\n");
}

TEST_CASE("A merged class is written in the spelling that it mostly has in the file")
{
    const test::TemporaryDirectory place;
    const auto file = written(place, "a.csv", "text,label\na,Pos\nb,pos\nc,pos\nd,neg\n");
    core::LabelMap map;
    map.names = {{"Pos", "positive"}, {"pos", "positive"}, {"neg", "negative"}};
    const auto target = place / "new.csv";
    core::writeCorrected(core::readTable(file), roles(0, 1), map, {{5, RowChange{"positive"}}}, target);
    CHECK(test::readFile(target) == "text,label\na,Pos\nb,pos\nc,pos\nd,pos\n");
}

TEST_CASE("Semicolons and the words of Windows-1252 survive, in UTF-8 with a byte order mark")
{
    const test::TemporaryDirectory place;
    const auto file = written(place, "a.csv", "text;label\nsch\xF6n, sehr;gut\nh\xE4sslich;schlecht\n");
    core::DialectChoice choice;
    choice.encoding = "windows-1252";
    const auto target = place / "new.csv";
    core::writeCorrected(core::readTable(file, choice), roles(0, 1), {}, {{3, RowChange{"gut"}}}, target);
    CHECK(test::readFile(target) == "\xEF\xBB\xBFtext;label\nsch\xC3\xB6n, sehr;gut\nh\xC3\xA4sslich;gut\n");
}

TEST_CASE("A file that will be read in a dialect that is fixed is written in it")
{
    const test::TemporaryDirectory place;
    int count = 0;
    for (const auto& [choice, text] : {std::pair<core::DialectChoice, std::string>{{'\t', true, core::kNoQuote, {}}, "text\tlabel\n5\" wide, it's\tp\n\"b\tn\n"},
             {{'|', false, '\'', {}}, "'a|b ''c'' \"d\"'|p\nb|n\n"}, {{'@', true, '"', {}}, "text@label\n\"a@\"\"b\"\"\"@p\nb@n\n"}}) {
        CAPTURE(text);
        const auto file = written(place, ("a" + std::to_string(++count) + ".csv").c_str(), text);
        const core::Table table = core::readTable(file, choice);
        REQUIRE(table.rows.size() == 2);
        const auto target = place / ("new" + std::to_string(count) + ".csv");
        core::writeCorrected(table, roles(0, 1), {}, {{table.rows[1].line, RowChange{"p"}}}, target, choice);
        const core::Table back = core::readTable(target, choice);
        REQUIRE(back.rows.size() == 2);
        CHECK(back.columns == table.columns);
        for (std::size_t i = 0; i < 2; ++i)
            CHECK(back.rows[i].fields[0] == table.rows[i].fields[0]);
        CHECK(back.rows[1].fields[1] == "p");
    }
    const core::Table quoted = core::readTable(written(place, "quoted.csv", "text,label\n\"a,b\",p\nc,n\n"));
    CHECK_THROWS_AS(core::writeCorrected(quoted, roles(0, 1), {}, {}, place / "no.csv", {',', true, core::kNoQuote, {}}), core::Error);
    CHECK_FALSE(std::filesystem::exists(place / "no.csv"));
}

TEST_CASE("A row that the table does not have, and a file without rows, are refused and leave nothing behind")
{
    const test::TemporaryDirectory place;
    const auto file = written(place, "a.csv", "text,label\na,p\nb,n\n");
    const core::Table table = core::readTable(file);
    CHECK_THROWS_AS(core::writeCorrected(table, roles(0, 1), {}, {{9, RowChange{"p"}}}, place / "new.csv"), core::Error);
    CHECK_THROWS_AS(core::writeCorrected(table, roles(0, 1), {}, {{2, RowChange{}}, {3, RowChange{}}}, place / "new.csv"), core::Error);
    CHECK(std::distance(std::filesystem::directory_iterator(place.path()), {}) == 1);
}

TEST_CASE("Whatever was read is read back from its corrected file as it was")
{
    const auto pack = test::referencePack("files to be corrected");
    if (!pack)
        return;
    const test::TemporaryDirectory place;
    std::size_t compared = 0, files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*pack / "csv_cases")) {
        if (entry.path().extension() != ".csv" && entry.path().extension() != ".tsv")
            continue;
        INFO(entry.path().string());
        core::Table table;
        try {
            table = core::readTable(entry.path());
        } catch (const core::Error&) {
            continue; // refused: nothing to correct
        }
        if (table.columns.size() < 2 || table.rows.empty())
            continue;
        const auto target = place / (std::to_string(files++) + ".csv");
        const auto result = core::writeCorrected(table, roles(0, 1), {}, {}, target);
        CHECK(result.rows == table.rows.size());
        core::DialectChoice choice;
        choice.delimiter = table.dialect.delimiter == ';' ? ';' : ',';
        choice.header = table.dialect.header;
        choice.quote = '"';
        const core::Table again = core::readTable(target, choice);
        CHECK(fieldsOf(again) == fieldsOf(table));
        if (table.dialect.header)
            CHECK(again.columns == table.columns);
        compared += again.rows.size();
    }
    std::cout << "corrected files: " << compared << " rows of " << files << " files compared\n";
    CHECK(compared > 0);
}
