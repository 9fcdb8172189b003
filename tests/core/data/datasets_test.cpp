#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/sha256.h"

#include <iostream>
#include <map>

using namespace attune;

namespace {

/// As the goldens call it. windows-1252 is iso-8859-1 with more characters: where they are not used nothing tells the two apart.
bool agrees(const std::string& encoding, const std::string& golden)
{
    return encoding == (golden == "utf-8 with BOM" ? "utf-8-bom" : golden) || (encoding == "windows-1252" && golden == "iso-8859-1");
}

std::size_t columnOf(const core::Table& table, const nlohmann::json& nameOrIndex)
{
    return core::columnNamed(
        table, nameOrIndex.is_string() ? nameOrIndex.get<std::string>() : std::to_string(nameOrIndex.get<int>()));
}

std::size_t codePoints(const std::string& text)
{
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

void compareRecords(const core::Table& table, const core::ColumnRoles& roles, const nlohmann::json& golden)
{
    std::map<std::string, std::size_t> counts;
    std::string joined;
    std::size_t longest = 0;
    std::size_t withBreaks = 0;
    for (const core::Row& row : table.rows) {
        const std::string text(row.fields[roles.text]);
        const std::string label(row.fields[roles.label]);
        ++counts[label];
        joined += text + '\x1f' + label + '\x1e';
        longest = std::max(longest, codePoints(text));
        withBreaks += text.find_first_of("\r\n") != std::string::npos;
    }
    CHECK(table.rows.size() == golden["records"].get<std::size_t>());
    CHECK(counts == golden["label_counts"].get<std::map<std::string, std::size_t>>());
    CHECK(longest == golden["longest_text_code_points"].get<std::size_t>());
    CHECK(withBreaks == golden["texts_with_line_breaks"].get<std::size_t>());
    CHECK(test::sha256(joined) == golden["sha256_text_1f_label_1e"].get<std::string>());

    std::vector<std::size_t> shortLines;
    for (const core::RowProblem& problem : table.problems) {
        CHECK(problem.kind == "missing_fields");
        shortLines.push_back(problem.line);
    }
    CHECK(shortLines == golden["short_records_lines"].get<std::vector<std::size_t>>());
}

void compareDialect(const core::Table& table, const nlohmann::json& golden)
{
    CHECK(std::string(1, table.dialect.delimiter) == golden["delimiter"].get<std::string>());
    CHECK(table.dialect.header == golden["header"].get<bool>());
    CHECK(agrees(table.dialect.encoding, golden["encoding"].get<std::string>()));
    CHECK(table.dialect.quote == (golden["quote"].is_null() ? core::kNoQuote : golden["quote"].get<std::string>().front()));
    CHECK(table.columns.size() == golden["column_count"].get<std::size_t>());
    if (!golden["columns"].is_null())
        CHECK(table.columns == golden["columns"].get<std::vector<std::string>>());
}

} // namespace

TEST_CASE("SHA-256 gives the published digests")
{
    CHECK(test::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(test::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Real datasets are sniffed, guessed and read exactly as their goldens say")
{
    const auto pack = test::referencePack("datasets");
    if (!pack)
        return;
    std::size_t files = 0;
    std::size_t records = 0;
    for (const auto& golden : test::readJson(*pack / "datasets/golden.json")) {
        const std::string file = golden["file"];
        INFO(file);
        const core::Table table = core::readCsv(*pack / "datasets" / file);
        compareDialect(table, golden);
        const core::ColumnRoles roles = core::guessColumns(table);
        CHECK(roles.text == columnOf(table, golden["text_column"]));
        CHECK(roles.label == columnOf(table, golden["label_column"]));
        CHECK_FALSE(roles.split);
        compareRecords(table, roles, golden);

        const core::Dataset dataset = core::makeDataset(table, roles);
        CHECK(dataset.labels.size() == golden["label_counts"].size());
        CHECK(dataset.examples.size() == golden["records"].get<std::size_t>() - golden["empty_texts"].get<std::size_t>());
        ++files;
        records += table.rows.size();
    }
    std::cout << "Datasets: " << files << " files with " << records
              << " records compared" << std::endl;
    CHECK(records > 0);
}
