#include "core/data/dataset.h"
#include "core/data/read_table.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
using Texts = std::vector<std::string>;

namespace {

void write(const std::filesystem::path& file, const std::string& bytes)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

std::vector<Texts> fieldsOf(const core::Table& table)
{
    std::vector<Texts> all;
    for (const core::Row row : table.rows)
        all.emplace_back(row.fields.begin(), row.fields.end());
    return all;
}

} // namespace

TEST_CASE("A folder of classes with a text a file is a table, in order and exactly as written")
{
    const test::TemporaryDirectory place;
    write(place / "pos/b.txt", "fine,\nand \"good\"\n");
    write(place / "pos/a.txt", "caf\xC3\xA9");
    write(place / "neg/1.txt", "na\xEFve caf\xE9");
    write(place / "README.md", "about");
    const core::Table table = core::readTable(place.path());
    CHECK(table.dialect.form == core::TableForm::Folders);
    CHECK(table.columns == Texts{"text", "label", "file"});
    CHECK(fieldsOf(table)
        == std::vector<Texts>{{"naïve café", "neg", "neg/1.txt"}, {"café", "pos", "pos/a.txt"}, {"fine,\nand \"good\"\n", "pos", "pos/b.txt"}});
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].line == 0);
    CHECK(table.problems[0].kind == "left_out");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("README.md"));
    const core::ColumnRoles roles = core::guessColumns(table);
    CHECK(roles.text == 0);
    CHECK(roles.label == 1);
}

TEST_CASE("The layout of aclImdb has train and test, and its texts without labels are left out with a word")
{
    const test::TemporaryDirectory place;
    for (const std::string part : {"train", "test"})
        for (const std::string label : {"pos", "neg"})
            for (int i = 0; i < 10; ++i)
                write(place / part / label / (std::to_string(i) + "_7.txt"), "a " + label + " review, number " + std::to_string(i) + " of " + part);
    write(place / "train/unsup/0_0.txt", "nobody knows");
    write(place / "train/urls_pos.txt", "http://example.org");
    write(place / "imdb.vocab", "the");
    const core::Table table = core::readTable(place.path());
    CHECK(table.columns == Texts{"text", "label", "split", "file"});
    REQUIRE(table.rows.size() == 40);
    CHECK(table.rows[0].fields[2] == "train");
    CHECK(table.rows[39].fields[2] == "test");
    std::string reasons;
    for (const core::RowProblem& problem : table.problems)
        reasons += problem.reason + "; ";
    CHECK_THAT(reasons, ContainsSubstring("“train/unsup” with 1 text without labels") && ContainsSubstring("urls_pos.txt") && ContainsSubstring("imdb.vocab"));

    const core::ColumnRoles roles = core::guessColumns(table);
    CHECK(table.columns[roles.text] == "text");
    CHECK(table.columns[roles.label] == "label");
    REQUIRE(roles.split);
    const core::DataSplit split = core::splitByColumn(table, roles);
    CHECK(split.train.examples.size() == 18);
    CHECK(split.validation.examples.size() == 2);
    CHECK(split.test.examples.size() == 20);
    CHECK(split.train.labels == Texts{"neg", "pos"});

    CHECK(core::readTable(place / "train").rows.size() == 20);
}

TEST_CASE("A file in a folder of texts that cannot be used is a problem by its name")
{
    const test::TemporaryDirectory place;
    write(place / "a/1.txt", "one");
    write(place / "a/2.txt", std::string("nul\0byte", 8));
    write(place / "b/3.txt", "PK\x03\x04");
    write(place / "b/4.txt", "four");
    const core::Table table = core::readTable(place.path());
    CHECK(table.rows.size() == 2);
    REQUIRE(table.problems.size() == 2);
    CHECK(table.problems[0].kind == "nul_byte");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("a/2.txt"));
    CHECK(table.problems[1].kind == "unreadable");
    CHECK_THAT(table.problems[1].reason, ContainsSubstring("b/3.txt"));
    CHECK(table.rows[1].line == 4);
}

TEST_CASE("A folder that is laid out otherwise is refused with a way out")
{
    const test::TemporaryDirectory place;
    write(place / "train.csv", "text,label\na,1\n");
    CHECK_THROWS_WITH(core::readTable(place.path()), ContainsSubstring("holds no folders of texts") && ContainsSubstring("Choose a CSV file"));
}

TEST_CASE("Reading a folder of texts can be stopped")
{
    const test::TemporaryDirectory place;
    write(place / "a/1.txt", "one");
    write(place / "b/2.txt", "two");
    std::stop_source source;
    CHECK_THROWS_WITH(
        core::readTable(place.path(), {}, [&](auto, auto) { source.request_stop(); }, source.get_token()), ContainsSubstring("was cancelled"));
}

TEST_CASE("Names of folders and files that are not UTF-8 are shown with replacement characters, and said")
{
    const test::TemporaryDirectory place;
    write(place / "good/1.txt", "one");
    write(place / "pass\xE9/caf\xE9.txt", "two");
    const core::Table table = core::readTable(place.path());
    CHECK(fieldsOf(table) == std::vector<Texts>{{"one", "good", "good/1.txt"}, {"two", "pass\uFFFD", "pass\uFFFD/caf\uFFFD.txt"}});
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].kind == "invalid_encoding");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("pass\uFFFD"));
}
