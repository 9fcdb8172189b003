#include "core/data/dataset.h"

#include "core/data/columns.h"
#include "core/data/examples.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace attune::core {

namespace {

std::string wayToOtherColumn(const Table& table, const ColumnRoles& roles, const std::string& otherwise)
{
    const auto better = labelCandidate(table, roles.text, roles.split);
    if (better && *better != roles.label)
        return "Choose another label column; " + columnPhrase(table, *better) + " looks like labels.";
    return otherwise;
}

RowProblem problemOf(const Table& table, const Row& row, std::string kind, std::string reason)
{
    return {row.line, std::move(kind), std::move(reason), rowExcerpt(table, row)};
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
    if (std::max({roles.text, roles.label, roles.split.value_or(0), roles.textPair.value_or(0)}) >= columns)
        throw Error(file + " has only " + counted(columns, "column") + ".", "Choose the text and the label column again.");
    if (roles.text == roles.label)
        throw Error("In " + file + " " + columnPhrase(table, roles.text) + " is chosen both as text and as label.",
            "Choose two different columns.");
    if (roles.textPair == roles.text || roles.textPair == roles.label)
        throw Error("In " + file + " " + columnPhrase(table, *roles.textPair) + " is chosen both as second text and as "
                + (roles.textPair == roles.text ? "first" : "label") + ".",
            "Choose different columns.");
}

std::vector<std::string> labelsOf(
    const Table& table, const ColumnRoles& roles, const ChosenRows& rows, const LabelMap& map, const std::string& among)
{
    std::unordered_set<std::string_view> distinct;
    bool changed = false;
    for (const Row row : rows)
        if (const std::string_view label = row.fields[roles.label]; !isBlank(row.fields[roles.text]) && !isBlank(label)) {
            const auto name = map.nameOf(label);
            changed = changed || name != label;
            if (name)
                distinct.insert(*name);
        }

    const std::string where = "In " + inQuotes(table.file.filename().string()) + " ";
    const std::string column = columnPhrase(table, roles.label);
    if (distinct.empty() && changed)
        throw Error(where + "every label of " + column + among + " is left out.", "Leave out fewer labels.");
    if (distinct.empty())
        throw Error(where + "no row" + among + " has both a text in " + columnPhrase(table, roles.text) + " and a label in "
                + column + ".",
            wayToOtherColumn(table, roles, "Choose other columns or another file."));
    if (distinct.size() == 1)
        throw Error(where + column + " holds a single label" + among + ", " + inQuotes(*distinct.begin())
                + (changed ? ", after what was renamed, merged and left out" : "") + ", but there have to be at least two to tell apart.",
            changed ? "Merge or leave out fewer labels." : wayToOtherColumn(table, roles, "Choose another label column, or add rows of another class."));
    if (distinct.size() > kMaxLabels)
        throw Error(where + column + " holds " + std::to_string(distinct.size()) + " different values" + among
                + ", which looks like the wrong column for labels (at most " + std::to_string(kMaxLabels) + ").",
            wayToOtherColumn(table, roles, "Choose a label column with few values."));
    std::vector<std::string> labels(distinct.begin(), distinct.end());
    orderLabels(labels, map.order);
    return labels;
}

Dataset examplesOf(const Table& table, const ColumnRoles& roles, const ChosenRows& rows, const std::vector<std::string>& labels, const LabelMap& map)
{
    std::unordered_map<std::string_view, int> classOf;
    for (std::size_t i = 0; i < labels.size(); ++i)
        classOf.emplace(labels[i], static_cast<int>(i));

    Dataset dataset;
    dataset.file = table.file;
    dataset.labels = labels;
    dataset.examples.reserve(rows.size());
    const auto bytes = table.rows.bytes();
    for (const Row row : rows) {
        const auto leaveOut = [&](const char* kind, std::string reason) {
            dataset.problems.push_back(problemOf(table, row, kind, std::move(reason)));
        };
        const std::string_view text = row.fields[roles.text];
        const std::string_view label = row.fields[roles.label];
        if (isBlank(text)) {
            leaveOut("empty_text", "no text in " + columnPhrase(table, roles.text));
        } else if (roles.textPair && isBlank(row.fields[*roles.textPair])) {
            leaveOut("empty_text", "no text in " + columnPhrase(table, *roles.textPair));
        } else if (isBlank(label)) {
            leaveOut("empty_label", "no label in " + columnPhrase(table, roles.label));
        } else if (const auto name = map.nameOf(label); !name) {
            leaveOut("label_left_out", "label " + inQuotes(label) + " is left out by choice");
        } else if (const auto known = classOf.find(*name); known == classOf.end()) {
            leaveOut("unknown_label", "label " + inQuotes(label) + " is none of " + listed(labels));
        } else {
            Example& example = dataset.examples.emplace_back(Example{SharedText(text, bytes), known->second, row.line});
            if (roles.textPair)
                example.textPair = SharedText(row.fields[*roles.textPair], bytes);
        }
    }
    return dataset;
}

Dataset makeDataset(const Table& table, const ColumnRoles& roles, const LabelMap& map)
{
    checkRoles(table, roles);
    const ChosenRows rows(table);
    return examplesOf(table, roles, rows, labelsOf(table, roles, rows, map, ""), map);
}

Dataset makeDataset(const Table& table, const ColumnRoles& roles, const std::vector<std::string>& labels, const LabelMap& map)
{
    checkRoles(table, roles);
    Dataset dataset = examplesOf(table, roles, ChosenRows(table), labels, map);
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
