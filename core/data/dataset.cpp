#include "core/data/dataset.h"

#include "core/data/columns.h"
#include "core/data/examples.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace attune::core {

namespace {

constexpr std::size_t kRawLimit = 400;

std::vector<const Row*> allRows(const Table& table)
{
    std::vector<const Row*> rows;
    rows.reserve(table.rows.size());
    for (const Row& row : table.rows)
        rows.push_back(&row);
    return rows;
}

bool isBlank(std::string_view value)
{
    return trimmed(value).empty();
}

/// Numerically when all are numbers, else by byte order; numbers of equal value ("1", "1.0") by byte order.
void sortLabels(std::vector<std::string>& labels)
{
    std::sort(labels.begin(), labels.end());
    if (std::all_of(labels.begin(), labels.end(), [](const auto& label) { return toNumber(label).has_value(); }))
        std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return *toNumber(a) < *toNumber(b); });
}

std::string wayToOtherColumn(const Table& table, const ColumnRoles& roles, const std::string& otherwise)
{
    const auto better = labelCandidate(table, roles.text, roles.split);
    if (better && *better != roles.label)
        return "Choose another label column; " + columnPhrase(table, *better) + " looks like labels.";
    return otherwise;
}

RowProblem problemOf(const Table& table, const Row& row, std::string kind, std::string reason)
{
    std::string raw;
    for (std::size_t i = 0; i < row.fields.size() && raw.size() <= kRawLimit; ++i) {
        if (i > 0)
            raw += table.dialect.delimiter;
        raw.append(row.fields[i], 0, kRawLimit);
    }
    return {row.line, std::move(kind), std::move(reason), readableExcerpt(raw, kRawLimit)};
}

} // namespace

std::vector<std::size_t> Dataset::labelCounts() const
{
    std::vector<std::size_t> counts(labels.size());
    for (const Example& example : examples)
        ++counts[static_cast<std::size_t>(example.label)];
    return counts;
}

void checkRoles(const Table& table, const ColumnRoles& roles)
{
    const std::size_t columns = table.columns.size();
    const std::string file = inQuotes(table.file.filename().string());
    if (std::max({roles.text, roles.label, roles.split.value_or(0)}) >= columns)
        throw Error(file + " has only " + counted(columns, "column") + ".", "Choose the text and the label column again.");
    if (roles.text == roles.label)
        throw Error("In " + file + " " + columnPhrase(table, roles.text) + " is chosen both as text and as label.",
            "Choose two different columns.");
}

std::vector<std::string> labelsOf(
    const Table& table, const ColumnRoles& roles, const std::vector<const Row*>& rows, const std::string& among)
{
    std::unordered_set<std::string_view> distinct;
    for (const Row* row : rows)
        if (!isBlank(row->fields[roles.text]) && !isBlank(row->fields[roles.label]))
            distinct.insert(row->fields[roles.label]);

    const std::string where = "In " + inQuotes(table.file.filename().string()) + " ";
    const std::string column = columnPhrase(table, roles.label);
    if (distinct.empty())
        throw Error(where + "no row" + among + " has both a text in " + columnPhrase(table, roles.text) + " and a label in "
                + column + ".",
            wayToOtherColumn(table, roles, "Choose other columns or another file."));
    if (distinct.size() == 1)
        throw Error(where + column + " holds a single label" + among + ", " + inQuotes(*distinct.begin())
                + ", but there have to be at least two to tell apart.",
            wayToOtherColumn(table, roles, "Choose another label column, or add rows of another class."));
    if (distinct.size() > kMaxLabels)
        throw Error(where + column + " holds " + std::to_string(distinct.size()) + " different values" + among
                + ", which looks like the wrong column for labels (at most " + std::to_string(kMaxLabels) + ").",
            wayToOtherColumn(table, roles, "Choose a label column with few values."));
    std::vector<std::string> labels(distinct.begin(), distinct.end());
    sortLabels(labels);
    return labels;
}

Dataset examplesOf(
    const Table& table, const ColumnRoles& roles, const std::vector<const Row*>& rows, const std::vector<std::string>& labels)
{
    std::unordered_map<std::string_view, int> classOf;
    for (std::size_t i = 0; i < labels.size(); ++i)
        classOf.emplace(labels[i], static_cast<int>(i));

    Dataset dataset;
    dataset.file = table.file;
    dataset.labels = labels;
    dataset.examples.reserve(rows.size());
    for (const Row* row : rows) {
        const std::string& text = row->fields[roles.text];
        const std::string& label = row->fields[roles.label];
        const auto known = classOf.find(label);
        if (isBlank(text))
            dataset.problems.push_back(problemOf(table, *row, "empty_text", "no text in " + columnPhrase(table, roles.text)));
        else if (isBlank(label))
            dataset.problems.push_back(problemOf(table, *row, "empty_label", "no label in " + columnPhrase(table, roles.label)));
        else if (known == classOf.end())
            dataset.problems.push_back(
                problemOf(table, *row, "unknown_label", "label " + inQuotes(label) + " is none of " + listed(labels)));
        else
            dataset.examples.push_back({text, known->second, row->line});
    }
    return dataset;
}

Dataset makeDataset(const Table& table, const ColumnRoles& roles)
{
    checkRoles(table, roles);
    const auto rows = allRows(table);
    return examplesOf(table, roles, rows, labelsOf(table, roles, rows, ""));
}

Dataset makeDataset(const Table& table, const ColumnRoles& roles, const std::vector<std::string>& labels)
{
    checkRoles(table, roles);
    Dataset dataset = examplesOf(table, roles, allRows(table), labels);
    if (dataset.examples.empty())
        throw Error("In " + inQuotes(table.file.filename().string()) + " no row has a text in " + columnPhrase(table, roles.text)
                + " and one of the labels " + listed(labels) + " in " + columnPhrase(table, roles.label) + "."
                + (dataset.problems.empty() ? ""
                                            : " Line " + std::to_string(dataset.problems.front().line) + ": "
                            + dataset.problems.front().reason + "."),
            "Choose the columns again, or a file with these labels.");
    return dataset;
}

} // namespace attune::core
