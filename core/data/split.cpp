#include "core/data/columns.h"
#include "core/data/dataset.h"
#include "core/data/equal_texts.h"
#include "core/data/examples.h"
#include "core/data/row_problems.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace attune::core {

namespace {

/// The examples of one text, which stay together.
struct TextGroup {
    std::size_t first = 0; ///< its first example
    std::size_t size = 1;
    int label = 0; ///< of most of its examples; the lowest of equally many
};

/// The examples by text, in the order of each text's first one. `first` is what firstWithSameText gives.
std::vector<TextGroup> groupsOf(const Dataset& dataset, const std::vector<std::size_t>& first)
{
    std::map<std::size_t, std::map<int, std::size_t>> labelsOfRepeated;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i] != i)
            ++labelsOfRepeated[first[i]][dataset.examples[i].label];
    std::vector<TextGroup> groups;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i] == i)
            groups.push_back({i, 1, dataset.examples[i].label});
    for (auto& [example, labels] : labelsOfRepeated) {
        const auto group = std::lower_bound(
            groups.begin(), groups.end(), example, [](const TextGroup& one, std::size_t wanted) { return one.first < wanted; });
        ++labels[group->label];
        group->size = 0;
        for (const auto& [label, count] : labels)
            group->size += count;
        group->label = std::max_element(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
    }
    return groups;
}

/// By their texts alone.
void orderByContent(const Dataset& dataset, std::vector<TextGroup>& groups)
{
    const auto textsOf = [&](const TextGroup& group) {
        const Example& example = dataset.examples[group.first];
        return std::pair(example.text.view(), example.textPair ? example.textPair->view() : std::string_view());
    };
    std::sort(groups.begin(), groups.end(), [&](const TextGroup& a, const TextGroup& b) {
        const std::uint64_t left = textHash(dataset.examples[a.first]), right = textHash(dataset.examples[b.first]);
        return left != right ? left < right : textsOf(a) < textsOf(b);
    });
}

/// How many examples of a class are to be held back.
std::size_t heldBack(std::size_t examples, double share)
{
    const auto wanted = static_cast<std::size_t>(std::floor(share * static_cast<double>(examples) + 0.5));
    return std::clamp<std::size_t>(wanted, 1, examples - 1);
}

/// Draws groups of one class until about `wanted` of its examples are among them; at least one group, never all.
std::vector<const TextGroup*> drawn(std::vector<const TextGroup*> groups, std::size_t wanted, Random& random)
{
    std::vector<const TextGroup*> taken;
    std::size_t examples = 0;
    for (std::size_t i = 0; i < groups.size() && examples < wanted && taken.size() + 1 < groups.size(); ++i) {
        std::swap(groups[i], groups[i + random.below(groups.size() - i)]);
        const std::size_t size = groups[i]->size;
        // A text that stands in very many rows is left where it is, rather than that far more is held back than was asked for.
        if (examples + size > wanted && examples + size - wanted > wanted - examples)
            continue;
        taken.push_back(groups[i]);
        examples += size;
    }
    if (taken.empty())
        taken.push_back(*std::min_element(groups.begin(), groups.end(),
            [](const TextGroup* a, const TextGroup* b) { return a->size < b->size; }));
    return taken;
}

Dataset withoutExamples(const Dataset& dataset)
{
    Dataset empty;
    empty.file = dataset.file;
    empty.labels = dataset.labels;
    return empty;
}

void noteUnknownLabels(const Dataset& part, const std::string& name, std::vector<std::string>& notes)
{
    const auto unknown = static_cast<std::size_t>(std::count_if(
        part.problems.begin(), part.problems.end(), [](const RowProblem& problem) { return problem.kind == "unknown_label"; }));
    if (unknown > 0)
        notes.push_back(counted(unknown, "row") + " marked " + name + (unknown == 1 ? " has a label" : " have labels")
            + " that no row marked train has, and " + (unknown == 1 ? "is" : "are") + " left out.");
}

/// Rows that no part has: told with those that became no example.
void takePartless(DataSplit& split, std::vector<RowProblem> partless)
{
    if (partless.empty())
        return;
    const std::size_t count = partless.size();
    split.notes.push_back(counted(count, "row") + (count == 1 ? " has" : " have") + " no part and " + (count == 1 ? "is" : "are") + " left out; "
        + (count == 1 ? "at line " : "the first, at line ") + std::to_string(partless.front().line) + ": " + partless.front().reason + ".");
    addInOrder(split.train.problems, std::move(partless));
}

} // namespace

DataSplit splitStratified(const Dataset& dataset, double validationShare, std::uint64_t seed, SplitOrder order)
{
    if (!(validationShare > 0 && validationShare < 1))
        throw Error(
            "validation_split has to lie between 0 and 1, both excluded.", "0.1 holds back every tenth row of each class.");

    const std::vector<std::size_t> first = firstWithSameText(dataset);
    std::vector<TextGroup> groups = groupsOf(dataset, first);
    if (order == SplitOrder::Content)
        orderByContent(dataset, groups);
    std::vector<std::vector<const TextGroup*>> classes(dataset.labels.size());
    for (const TextGroup& group : groups)
        classes[static_cast<std::size_t>(group.label)].push_back(&group);

    Random random(seed);
    std::vector<bool> checks(dataset.examples.size()); // of each text's first example
    std::vector<std::string> single;
    for (std::size_t label = 0; label < classes.size(); ++label) {
        const auto& members = classes[label];
        if (members.size() == 1)
            single.push_back(dataset.labels[label]);
        if (members.size() < 2)
            continue;
        std::size_t examples = 0;
        for (const TextGroup* group : members)
            examples += group->size;
        for (const TextGroup* group : drawn(members, heldBack(examples, validationShare), random))
            checks[group->first] = true;
    }

    DataSplit split{withoutExamples(dataset), withoutExamples(dataset), {}, withoutExamples(dataset)};
    split.train.problems = dataset.problems;
    for (std::size_t i = 0; i < dataset.examples.size(); ++i)
        (checks[first[i]] ? split.validation : split.train).examples.push_back(dataset.examples[i]);
    if (split.validation.examples.empty())
        throw Error("validation_split leaves no row of " + inQuotes(dataset.file.filename().string())
                + " to check with: no class has two different texts or more.",
            "Add rows, or name a validation file.");
    if (single.size() == 1)
        split.notes.push_back("Class " + inQuotes(single.front()) + " has a single text: it is learnt from, but never checked.");
    else if (!single.empty())
        split.notes.push_back(std::to_string(single.size())
            + " classes have a single text each, which is learnt from, but never checked: " + listed(single) + ".");
    return split;
}

DataSplit splitByColumn(const Table& table, const ColumnRoles& roles, const ColumnSplitOptions& options)
{
    checkRoles(table, roles);
    const std::string file = inQuotes(table.file.filename().string());
    if (!roles.split)
        throw Error("No column of " + file + " is chosen to say which rows to check with.", "Choose one, or a validation share.");

    const std::string column = columnPhrase(table, *roles.split);
    const bool divides = dividesRows(table, *roles.split);
    std::vector<std::size_t> learn, check, test;
    std::vector<RowProblem> partless;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Row row = table.rows[i];
        const std::string_view value = row.fields[*roles.split];
        const auto part = partNamed(value);
        if (part) {
            (*part == Part::Learn ? learn : *part == Part::Check ? check : test).push_back(i);
            continue;
        }
        if (!divides && !isBlank(value))
            throw Error("In " + file + " " + column + " says " + inQuotes(value) + " in the row at line "
                    + std::to_string(row.line) + ", which names no part of the data.",
                "It may say train, validation (or dev, val) and test; mend the row, or split by a share instead.");
        partless.push_back({row.line, "no_part", column + (isBlank(value) ? " says nothing" : " says " + inQuotes(value) + ", which names no part of the data"),
            rowExcerpt(table, row), "left out of every part"});
    }
    const auto refuseEmpty = [&](const std::vector<std::size_t>& rows, const char* name) {
        if (rows.empty())
            throw Error(
                "In " + file + " " + column + " marks no row as " + name + ".", "Mark some, or split by a share instead.");
    };
    refuseEmpty(learn, "train");
    if (test.empty())
        refuseEmpty(check, "validation");

    const LabelMap& map = options.labels;
    const ChosenRows learnt(table, std::move(learn));
    const auto labels = labelsOf(table, roles, learnt, map, " among the rows marked train");
    DataSplit split{examplesOf(table, roles, learnt, labels, map), {}, {}, {}};
    if (check.empty()) {
        split = splitStratified(split.train, options.validationShare, options.seed, options.order);
        split.notes.insert(split.notes.begin(), "No row is marked validation: " + counted(split.validation.examples.size(), "row") + " of those marked train "
                + (split.validation.examples.size() == 1 ? "is" : "are") + " held back to check with.");
    } else {
        split.validation = examplesOf(table, roles, ChosenRows(table, std::move(check)), labels, map);
    }
    split.test = examplesOf(table, roles, ChosenRows(table, std::move(test)), labels, map);
    if (split.validation.examples.empty())
        throw Error("In " + file + " no row that " + column + " marks as validation has a text and one of the labels "
                + listed(labels) + " that the rows marked train have.",
            "Mend these rows, or split by a share instead.");
    noteUnknownLabels(split.validation, "validation", split.notes);
    noteUnknownLabels(split.test, "test", split.notes);
    takePartless(split, std::move(partless));
    return split;
}

} // namespace attune::core
