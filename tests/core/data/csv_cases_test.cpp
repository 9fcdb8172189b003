#include "core/data/csv.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/sha256.h"

#include <iostream>

using namespace attune;

namespace {

core::DialectChoice choiceOf(const nlohmann::json& options)
{
    core::DialectChoice choice;
    if (options["delimiter"] != "auto")
        choice.delimiter = options["delimiter"].get<std::string>().front();
    choice.header = options["header"].get<bool>();
    choice.quote = options["quote"].is_null() ? core::kNoQuote : options["quote"].get<std::string>().front();
    if (options["encoding"] != "auto")
        choice.encoding = options["encoding"].get<std::string>();
    return choice;
}

void compare(const core::Table& table, const nlohmann::json& reference)
{
    CHECK(std::string(1, table.dialect.delimiter) == reference["delimiter"].get<std::string>());
    CHECK(table.dialect.encoding == reference["encoding"].get<std::string>());
    if (!reference["columns"].is_null())
        CHECK(table.columns == reference["columns"].get<std::vector<std::string>>());

    std::vector<std::vector<std::string>> rows;
    std::string joined;
    for (const core::Row& row : table.rows) {
        rows.emplace_back(row.fields.begin(), row.fields.end());
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            joined += (i ? "\x1f" : "") + std::string(row.fields[i]);
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
        CHECK_FALSE(problem.action.empty());
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
    for (const auto& reference : test::readJson(*pack / "csv_cases/cases.json")) {
        const std::string file = reference["file"];
        INFO(file);
        compare(core::readCsv(*pack / "csv_cases" / file, choiceOf(reference["options"])), reference);
        ++compared;
    }
    std::cout << "CSV cases: " << compared << " compared" << std::endl;
    CHECK(compared > 0);
}
