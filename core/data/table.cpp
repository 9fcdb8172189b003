#include "core/data/csv.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <charconv>

namespace attune::core {

namespace {

/// The columns whose name fulfils `condition`.
template <typename Condition> std::vector<std::size_t> columnsWhere(const Table& table, const Condition& condition)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (condition(table.columns[i]))
            found.push_back(i);
    return found;
}

std::optional<std::size_t> asIndex(const Table& table, std::string_view text)
{
    std::size_t index = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (failure != std::errc() || end != text.data() + text.size() || index >= table.columns.size())
        return std::nullopt;
    return index;
}

} // namespace

std::size_t columnNamed(const Table& table, std::string_view nameOrIndex)
{
    const std::string file = inQuotes(table.file.filename().string());
    if (!table.dialect.header) {
        if (const auto index = asIndex(table, nameOrIndex))
            return *index;
        if (table.columns.empty())
            throw Error(file + " has no columns.", "Choose a file that holds records.");
        throw Error(file + " has no header and no column " + inQuotes(nameOrIndex) + ".",
            "Name a column by its position, 0 to " + std::to_string(table.columns.size() - 1) + ".");
    }

    auto found = columnsWhere(table, [&](const std::string& name) { return name == nameOrIndex; });
    if (found.empty()) {
        const std::string wanted = lowerCase(trimmed(nameOrIndex));
        found = columnsWhere(table, [&](const std::string& name) { return lowerCase(trimmed(name)) == wanted; });
    }
    if (found.size() == 1)
        return found.front();
    if (found.size() > 1) {
        std::string positions = std::to_string(found.front());
        for (std::size_t i = 1; i < found.size(); ++i)
            positions += (i + 1 == found.size() ? " and " : ", ") + std::to_string(found[i]);
        throw Error(file + " has " + std::to_string(found.size()) + " columns called " + inQuotes(nameOrIndex) + ", at positions "
                + positions + ".",
            "Name the column by its position instead.");
    }
    if (const auto index = asIndex(table, nameOrIndex))
        return *index;
    throw Error(file + " has no column " + inQuotes(nameOrIndex) + ".",
        table.columns.empty() ? "Choose a file that holds records." : "Its columns are " + listed(table.columns, 20) + ".");
}

RowProblem problemOf(const RowRemark& remark)
{
    if (remark.kind == RowRemark::Kind::EmptyExtraFields)
        return {remark.line, "extra_delimiter",
            remark.line > 0 ? "an empty field more than there are columns" : "every row ends in an empty field more than there are columns", {},
            "kept without the empty field"};
    std::string reason = "a quote closes before its field ends";
    if (remark.lines > 1)
        reason += ", and " + std::to_string(remark.lines) + " lines, to line " + std::to_string(remark.line + remark.lines - 1)
            + ", are one record: a stray quote may join rows";
    return {remark.line, "broken_quote", std::move(reason), {},
        remark.lines > 1 ? "kept as one row; look whether it is one, or read the file without quotes" : "kept, without the quotes that were taken for those around a field"};
}

std::vector<RowProblem> remarksInWords(const Table& table)
{
    std::vector<RowProblem> problems;
    problems.reserve(table.remarks.size());
    std::size_t row = 0;
    for (const RowRemark& remark : table.remarks) {
        RowProblem& problem = problems.emplace_back(problemOf(remark));
        while (row < table.rows.size() && table.rows[row].line < remark.line)
            ++row;
        if (row < table.rows.size() && table.rows[row].line == remark.line)
            problem.raw = rowExcerpt(table, table.rows[row]);
    }
    return problems;
}

std::string rowExcerpt(const Table& table, const Row& row)
{
    constexpr std::size_t kRawLimit = 400;
    std::string raw;
    for (std::size_t i = 0; i < row.fields.size() && raw.size() <= kRawLimit; ++i) {
        if (i > 0)
            raw += table.dialect.delimiter;
        raw += row.fields[i].substr(0, kRawLimit);
    }
    return readableExcerpt(raw, kRawLimit);
}

std::vector<TableEntry> inFileOrder(const Table& table)
{
    return inFileOrder(table, {});
}

std::vector<TableEntry> inFileOrder(const Table& table, const std::vector<RowProblem>& datasetProblems)
{
    std::vector<TableEntry> entries;
    entries.reserve(table.rows.size() + table.problems.size());
    auto problem = table.problems.begin();
    auto marked = datasetProblems.begin();
    // No two records start on the same line, so lines alone decide the order.
    for (const Row row : table.rows) {
        for (; problem != table.problems.end() && problem->line < row.line; ++problem)
            entries.push_back({std::nullopt, &*problem});
        while (marked != datasetProblems.end() && marked->line < row.line)
            ++marked;
        const bool became = marked == datasetProblems.end() || marked->line != row.line;
        entries.push_back({row, became ? nullptr : &*marked});
    }
    for (; problem != table.problems.end(); ++problem)
        entries.push_back({std::nullopt, &*problem});
    return entries;
}

} // namespace attune::core
