#include "core/data/columns.h"
#include "core/data/dataset.h"
#include "core/data/examples.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::core {

namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): in our own hands, because the standard library's shuffle and distributions differ
/// between implementations, and the same seed has to give the same split on every machine.
class SplitGenerator {
public:
    explicit SplitGenerator(std::uint64_t seed)
        : m_state(seed)
    {
    }

    /// Uniform in [0, bound), without the bias of a plain remainder.
    std::uint64_t below(std::uint64_t bound)
    {
        const std::uint64_t rejected = (0 - bound) % bound;
        for (;;)
            if (const std::uint64_t drawn = next(); drawn >= rejected)
                return drawn % bound;
    }

private:
    std::uint64_t next()
    {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

/// Examples of a class that are held back.
std::size_t heldBack(std::size_t examples, double share)
{
    if (examples < 2)
        return 0;
    const auto wanted = static_cast<std::size_t>(std::floor(share * static_cast<double>(examples) + 0.5));
    return std::clamp<std::size_t>(wanted, 1, examples - 1);
}

Dataset withoutExamples(const Dataset& dataset)
{
    Dataset empty;
    empty.file = dataset.file;
    empty.labels = dataset.labels;
    return empty;
}

} // namespace

DataSplit splitStratified(const Dataset& dataset, double validationShare, std::uint64_t seed)
{
    if (!(validationShare > 0 && validationShare < 1))
        throw Error(
            "validation_split has to lie between 0 and 1, both excluded.", "0.1 holds back every tenth row of each class.");

    std::vector<std::vector<std::size_t>> members(dataset.labels.size());
    for (std::size_t i = 0; i < dataset.examples.size(); ++i)
        members[static_cast<std::size_t>(dataset.examples[i].label)].push_back(i);

    SplitGenerator generator(seed);
    std::vector<bool> checks(dataset.examples.size());
    std::vector<std::string> single;
    for (std::size_t label = 0; label < members.size(); ++label) {
        auto& rows = members[label];
        if (rows.size() == 1)
            single.push_back(dataset.labels[label]);
        const std::size_t count = heldBack(rows.size(), validationShare);
        for (std::size_t i = 0; i < count; ++i) {
            std::swap(rows[i], rows[i + generator.below(rows.size() - i)]);
            checks[rows[i]] = true;
        }
    }

    DataSplit split{withoutExamples(dataset), withoutExamples(dataset), {}};
    split.train.problems = dataset.problems;
    for (std::size_t i = 0; i < dataset.examples.size(); ++i)
        (checks[i] ? split.validation : split.train).examples.push_back(dataset.examples[i]);
    if (split.validation.examples.empty())
        throw Error("validation_split leaves no row of " + inQuotes(dataset.file.filename().string())
                + " to check with: no class has two rows or more.",
            "Add rows, or name a validation file.");
    if (single.size() == 1)
        split.notes.push_back("Class " + inQuotes(single.front()) + " has a single row: it is learnt from, but never checked.");
    else if (!single.empty())
        split.notes.push_back(std::to_string(single.size())
            + " classes have a single row each, which is learnt from, but never checked: " + listed(single) + ".");
    return split;
}

DataSplit splitByColumn(const Table& table, const ColumnRoles& roles)
{
    checkRoles(table, roles);
    const std::string file = inQuotes(table.file.filename().string());
    if (!roles.split)
        throw Error("No column of " + file + " is chosen to say which rows to check with.", "Choose one, or a validation share.");

    const std::string column = columnPhrase(table, *roles.split);
    std::vector<const Row*> learn;
    std::vector<const Row*> check;
    std::size_t leftOut = 0;
    for (const Row& row : table.rows) {
        const std::string& value = row.fields[*roles.split];
        const auto part = partNamed(value);
        if (!part)
            throw Error("In " + file + " " + column + " says " + inQuotes(value) + " in the row at line "
                    + std::to_string(row.line) + ", which names no part of the data.",
                "It may say train, validation (or dev, val) and test; mend the row, or split by a share instead.");
        if (*part == Part::LeaveOut)
            ++leftOut;
        else
            (*part == Part::Learn ? learn : check).push_back(&row);
    }
    for (const auto& [rows, name] : {std::pair{&learn, "train"}, std::pair{&check, "validation"}})
        if (rows->empty())
            throw Error(
                "In " + file + " " + column + " marks no row as " + name + ".", "Mark some, or split by a share instead.");

    const auto labels = labelsOf(table, roles, learn, " among the rows marked train");
    DataSplit split{examplesOf(table, roles, learn, labels), examplesOf(table, roles, check, labels), {}};
    if (split.validation.examples.empty())
        throw Error("In " + file + " no row that " + column + " marks as validation has a text and one of the labels "
                + listed(labels) + " that the rows marked train have.",
            "Mend these rows, or split by a share instead.");
    if (leftOut > 0)
        split.notes.push_back(counted(leftOut, "row") + " marked test " + (leftOut == 1 ? "is" : "are") + " left out.");
    const auto unknown = static_cast<std::size_t>(std::count_if(split.validation.problems.begin(),
        split.validation.problems.end(), [](const RowProblem& problem) { return problem.kind == "unknown_label"; }));
    if (unknown > 0)
        split.notes.push_back(counted(unknown, "row") + " marked validation " + (unknown == 1 ? "has a label" : "have labels")
            + " that no row marked train has, and " + (unknown == 1 ? "is" : "are") + " left out.");
    return split;
}

} // namespace attune::core
