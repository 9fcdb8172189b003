#include "core/runs/run_data.h"

#include <algorithm>
#include <sstream>

namespace attune::core {

namespace {

void tellProblems(const Table& table, const Dataset& dataset, const std::function<void(const std::string&)>& tell)
{
    const std::size_t count = table.problems.size() + dataset.problems.size();
    if (count == 0 || !tell)
        return;
    const RowProblem& first = table.problems.empty() ? dataset.problems.front() : table.problems.front();
    tell(std::to_string(count) + (count == 1 ? " row of " : " rows of ") + table.file.string() + (count == 1 ? " has" : " have")
         + " a problem; the first, at line " + std::to_string(first.line) + ": " + first.reason + " (" + first.action + ")");
}

std::string shareInWords(double share)
{
    std::ostringstream text;
    text << share;
    return text.str();
}

/// A name that finds `column` again: an index where there is no header, or where names are not unique.
std::string nameOf(const Table& table, std::size_t column)
{
    const auto& names = table.columns;
    const bool unique = std::count(names.begin(), names.end(), names[column]) == 1;
    return unique && !names[column].empty() ? names[column] : std::to_string(column);
}

} // namespace

DataSplit readRunData(RunSources& sources, std::uint64_t seed, const TableReader& read, const std::function<void(const std::string&)>& tell)
{
    const Table table = read(sources.dataFile, sources.dialect);
    const ColumnNames names{sources.textColumn, sources.textPairColumn, sources.labelColumn, sources.splitColumn};
    const ColumnRoles roles = rolesNamed(table, names);
    sources.textColumn = nameOf(table, roles.text);
    sources.labelColumn = nameOf(table, roles.label);
    if (roles.textPair)
        sources.textPairColumn = nameOf(table, *roles.textPair);

    // Another file is read with the same roles where it has the same columns.
    const auto readOther = [&](const std::filesystem::path& file, const std::vector<std::string>& labels) {
        const Table other = read(file, {});
        Dataset dataset = makeDataset(other, other.columns == table.columns ? roles : rolesNamed(other, names), labels);
        tellProblems(other, dataset, tell);
        return dataset;
    };
    DataSplit split;
    if (sources.validationFile.empty() && roles.split && !sources.validationSplit) {
        sources.splitColumn = nameOf(table, *roles.split);
        sources.split = "column " + table.columns[*roles.split];
        ColumnSplitOptions options;
        options.seed = seed;
        split = splitByColumn(table, roles, options);
        tellProblems(table, split.train, tell);
    } else {
        const Dataset dataset = makeDataset(table, roles);
        tellProblems(table, dataset, tell);
        if (!sources.validationFile.empty()) {
            sources.split = "file";
            split.train = dataset;
            split.validation = readOther(sources.validationFile, dataset.labels);
        } else {
            if (!sources.validationSplit)
                sources.validationSplit = 0.1;
            sources.split = "stratified " + shareInWords(*sources.validationSplit);
            split = splitStratified(dataset, *sources.validationSplit, seed);
        }
    }
    if (!sources.testFile.empty())
        split.test = readOther(sources.testFile, split.train.labels);
    return split;
}

} // namespace attune::core
