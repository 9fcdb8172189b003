#include "core/data/csv.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/sha256.h"

#include <iostream>

using namespace attune;

namespace {

/// Why the case cannot be compared yet, or nothing.
std::string outOfReach(const nlohmann::json& reference)
{
    const std::string encoding = reference["encoding"];
    if (encoding != "utf-8" && encoding != "utf-8-bom")
        return encoding;
    const std::string delimiter = reference["delimiter"];
    if (delimiter.size() != 1 || std::string(",;\t|").find(delimiter) == std::string::npos)
        return "delimiter " + delimiter;
    return {};
}

core::DialectChoice choiceOf(const nlohmann::json& options)
{
    core::DialectChoice choice;
    if (options["delimiter"] != "auto")
        choice.delimiter = options["delimiter"].get<std::string>().front();
    choice.header = options["header"].get<bool>();
    choice.quoting = !options["quote"].is_null();
    return choice;
}

void compare(const core::Table& table, const nlohmann::json& reference)
{
    CHECK(std::string(1, table.dialect.delimiter) == reference["delimiter"].get<std::string>());
    CHECK(table.dialect.byteOrderMark == (reference["encoding"] == "utf-8-bom"));
    if (!reference["columns"].is_null())
        CHECK(table.columns == reference["columns"].get<std::vector<std::string>>());

    std::vector<std::vector<std::string>> rows;
    std::string joined;
    for (const core::Row& row : table.rows) {
        rows.push_back(row.fields);
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            joined += (i ? "\x1f" : "") + row.fields[i];
        joined += '\x1e';
    }
    if (reference.contains("rows_sha256_1f_1e"))
        CHECK(test::sha256(joined) == reference["rows_sha256_1f_1e"].get<std::string>());
    else
        CHECK(rows == reference["rows"].get<std::vector<std::vector<std::string>>>());

    std::vector<std::pair<std::size_t, std::string>> problems;
    for (const core::RowProblem& problem : table.problems) {
        problems.emplace_back(problem.line, problem.kind);
        CHECK_FALSE(problem.reason.empty());
    }
    std::vector<std::pair<std::size_t, std::string>> expected;
    for (const auto& problem : reference["problems"])
        expected.emplace_back(problem["line"].get<std::size_t>(), problem["kind"].get<std::string>());
    CHECK(problems == expected);
}

} // namespace

TEST_CASE("Every reference CSV case is read with its rows, columns and problems")
{
    const auto pack = test::referencePack("CSV cases");
    if (!pack)
        return;
    std::size_t compared = 0;
    std::string left;
    for (const auto& reference : test::readJson(*pack / "csv_cases/cases.json")) {
        const std::string file = reference["file"];
        INFO(file);
        if (const std::string reason = outOfReach(reference); !reason.empty()) {
            left += (left.empty() ? "" : ", ") + file + " (" + reason + ")";
            continue;
        }
        compare(core::readCsv(*pack / "csv_cases" / file, choiceOf(reference["options"])), reference);
        ++compared;
    }
    std::cout << "CSV cases: " << compared << " compared; not yet in reach: " << (left.empty() ? "none" : left) << std::endl;
    CHECK(compared > 0);
}

TEST_CASE("Reference CSV cases in other encodings are refused or reported, never read as something else")
{
    const auto pack = test::referencePack("CSV cases in other encodings");
    if (!pack)
        return;
    std::size_t compared = 0;
    for (const auto& reference : test::readJson(*pack / "csv_cases/cases.json")) {
        const std::string file = reference["file"];
        const std::string encoding = reference["encoding"];
        INFO(file);
        if (encoding.starts_with("utf-8"))
            continue;
        ++compared;
        if (encoding.starts_with("utf-16")) {
            CHECK_THROWS_WITH(core::readCsv(*pack / "csv_cases" / file), ContainsSubstring("UTF-16"));
            continue;
        }
        const core::Table table = core::readCsv(*pack / "csv_cases" / file);
        CHECK(table.rows.size() + table.problems.size() == reference["rows"].size());
        REQUIRE_FALSE(table.problems.empty());
        CHECK(table.problems.front().kind == "invalid_encoding");
    }
    std::cout << "CSV cases in other encodings: " << compared << " looked at" << std::endl;
    CHECK(compared > 0);
}
