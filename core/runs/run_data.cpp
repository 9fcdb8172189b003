#include "core/runs/run_data.h"

#include "core/data/labels.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace attune::core {

namespace {

void tellVariants(const Dataset& dataset, const std::function<void(const std::string&)>& tell)
{
    if (!tell)
        return;
    LabelCounts counts;
    const std::vector<std::size_t> rows = dataset.labelCounts();
    for (std::size_t i = 0; i < rows.size(); ++i)
        counts.emplace_back(dataset.labels[i], rows[i]);
    for (const LabelVariants& group : labelVariants(counts)) {
        std::string spellings;
        for (const auto& [spelling, count] : group.spellings)
            spellings += (spellings.empty() ? "" : ", ") + inQuotes(spelling) + " (" + std::to_string(count) + ")";
        tell("These labels may be one, and are learned apart: " + spellings + ". Spell them alike in the file, or merge them: with --rename-label, or on the window's Data page.");
    }
}

std::string shareInWords(double share)
{
    std::ostringstream text;
    text << share;
    return text.str();
}

ColumnRoles rolesOf(const RunSources& sources, const Table& table)
{
    ColumnRoles roles = rolesNamed(table, {sources.textColumn, sources.textPairColumn, sources.labelColumn, sources.splitColumn});
    if (sources.columnsComplete && sources.textPairColumn.empty())
        roles.textPair.reset();
    if (sources.columnsComplete && sources.splitColumn.empty())
        roles.split.reset();
    return roles;
}

void fillIn(RunSources& sources, const Table& table, const ColumnRoles& roles)
{
    const auto fill = [&](std::string& name, bool& guessed, std::size_t column) {
        guessed = guessed || name.empty();
        name = lastingName(table, column);
    };
    fill(sources.textColumn, sources.guessed.text, roles.text);
    fill(sources.labelColumn, sources.guessed.label, roles.label);
    if (roles.textPair)
        fill(sources.textPairColumn, sources.guessed.textPair, *roles.textPair);
    sources.columnsComplete = true;
}

} // namespace

void tellProblems(const Table& table, std::initializer_list<const Dataset*> parts, const std::function<void(const std::string&)>& tell)
{
    if (!tell)
        return;
    std::size_t count = table.remarks.size();
    std::optional<RowProblem> remark;
    if (count > 0)
        remark = problemOf(table.remarks.front());
    const RowProblem* first = remark ? &*remark : nullptr;
    const auto gather = [&](const std::vector<RowProblem>& list) {
        for (const RowProblem& problem : list) {
            if (problem.kind == "label_left_out") // by choice: no problem
                continue;
            ++count;
            if (!first || problem.line < first->line)
                first = &problem;
        }
    };
    gather(table.problems);
    for (const Dataset* part : parts)
        gather(part->problems);
    if (!first)
        return;
    tell(std::to_string(count) + (count == 1 ? " row of " : " rows of ") + table.file.string() + (count == 1 ? " has" : " have")
        + " a problem; the first, at line " + std::to_string(first->line) + ": " + first->reason + " (" + first->action + ")");
}

RunSources sourcesBehind(const std::filesystem::path& model)
{
    const std::filesystem::path named = model.has_filename() ? model : model.parent_path();
    try {
        return readRun(named.filename() == "model" ? named.parent_path() : named).sources;
    } catch (const Error&) {
        return {};
    }
}

std::optional<ColumnRoles> recordedRoles(const RunSources& sources, const Table& table)
{
    const auto find = [&](const std::string& name) -> std::optional<std::size_t> {
        const auto at = std::find(table.columns.begin(), table.columns.end(), name);
        const bool once = !name.empty() && at != table.columns.end() && std::find(at + 1, table.columns.end(), name) == table.columns.end();
        return once ? std::optional(std::size_t(at - table.columns.begin())) : std::nullopt;
    };
    const auto text = find(sources.textColumn), label = find(sources.labelColumn), pair = find(sources.textPairColumn);
    if (!text || !label || (!pair && !sources.textPairColumn.empty()))
        return std::nullopt;
    return ColumnRoles{*text, *label, find(sources.splitColumn), pair};
}

ColumnRoles rolesInOther(const RunSources& sources, const Table& data, const Table& other)
{
    const ColumnRoles ofData = rolesOf(sources, data);
    if (other.columns == data.columns)
        return ofData;
    const auto chosen = [](const std::string& name, bool guessed) { return guessed ? std::string() : name; };
    ColumnRoles roles = rolesNamed(other,
        {chosen(sources.textColumn, sources.guessed.text), chosen(sources.textPairColumn, sources.guessed.textPair),
         chosen(sources.labelColumn, sources.guessed.label), {}});
    roles.split.reset(); // that is the data file's
    if (!ofData.textPair)
        roles.textPair.reset();
    return roles;
}

DialectChoice dialectOfOther(const RunSources& sources, const std::filesystem::path& file)
{
    DialectChoice choice = sources.dialect;
    std::error_code unknown;
    if (!choice.encoding || !std::filesystem::is_regular_file(file, unknown))
        return choice; // standard input can be read once only
    char beginning[3] = {};
    if (std::ifstream(file, std::ios::binary).read(beginning, sizeof beginning) && std::string_view(beginning, sizeof beginning) == "\xEF\xBB\xBF")
        choice.encoding.reset();
    return choice;
}

std::string lastingName(const Table& table, std::size_t column)
{
    const auto& names = table.columns;
    const bool unique = std::count(names.begin(), names.end(), names[column]) == 1;
    return unique && !names[column].empty() ? names[column] : std::to_string(column);
}

DataSplit readRunData(
    RunSources& sources, std::uint64_t seed, const TableReader& read, const std::function<void(const std::string&)>& tell)
{
    return divideRunData(sources, read(sources.dataFile, sources.dialect), seed, read, tell);
}

DataSplit divideRunData(RunSources& sources, const Table& table, std::uint64_t seed, const TableReader& read,
    const std::function<void(const std::string&)>& tell)
{
    const RunSources asked = sources;
    const ColumnRoles roles = rolesOf(asked, table);
    fillIn(sources, table, roles);

    // Another file is read with the same roles where it has the same columns.
    const auto readOther = [&](const std::filesystem::path& file, const std::vector<std::string>& labels) {
        const Table other = read(file, dialectOfOther(asked, file));
        Dataset dataset = makeDataset(other, rolesInOther(asked, table, other), labels, sources.labels);
        tellProblems(other, {&dataset}, tell);
        return dataset;
    };
    sources.splitSeed = sources.splitSeed.value_or(seed);
    DataSplit split;
    if (sources.validationFile.empty() && roles.split && !sources.validationSplit) {
        sources.splitColumn = lastingName(table, *roles.split);
        sources.split = "column " + table.columns[*roles.split];
        ColumnSplitOptions options;
        options.seed = *sources.splitSeed;
        options.order = sources.splitOrder;
        options.labels = sources.labels;
        split = splitByColumn(table, roles, options);
        tellProblems(table, {&split.train, &split.validation, &split.test}, tell);
    } else {
        const Dataset dataset = makeDataset(table, roles, sources.labels);
        tellProblems(table, {&dataset}, tell);
        if (!sources.validationFile.empty()) {
            sources.split = "file";
            split.train = dataset;
            split.validation = readOther(sources.validationFile, dataset.labels);
        } else {
            if (!sources.validationSplit)
                sources.validationSplit = 0.1;
            sources.split = "stratified " + shareInWords(*sources.validationSplit);
            split = splitStratified(dataset, *sources.validationSplit, *sources.splitSeed, sources.splitOrder);
        }
    }
    if (!sources.testFile.empty())
        split.test = readOther(sources.testFile, split.train.labels);
    tellVariants(split.train, tell);
    return split;
}

DataDifferences differences(const RunSources& a, const RunSources& b)
{
    const auto place = [](const std::filesystem::path& file) {
        std::error_code unknown;
        const auto whole = std::filesystem::weakly_canonical(file, unknown);
        return unknown ? file : whole;
    };
    const bool bothKnown = !a.dataFingerprint.empty() && !b.dataFingerprint.empty();
    DataDifferences differences;
    differences.file = bothKnown ? a.dataFingerprint != b.dataFingerprint : place(a.dataFile) != place(b.dataFile);
    // What one of them leaves to be found out is found out alike in the same file.
    const auto differ = [](const auto& x, const auto& y) { return x && y && *x != *y; };
    differences.reading = differ(a.dialect.delimiter, b.dialect.delimiter) || differ(a.dialect.header, b.dialect.header)
        || differ(a.dialect.quote, b.dialect.quote) || differ(a.dialect.encoding, b.dialect.encoding);
    differences.columns = a.textColumn != b.textColumn || a.textPairColumn != b.textPairColumn || a.labelColumn != b.labelColumn;
    differences.labels = a.labels != b.labels;
    const bool held = a.validationSplit.has_value();
    differences.division = place(a.validationFile) != place(b.validationFile) || place(a.testFile) != place(b.testFile)
        || a.validationSplit != b.validationSplit || (!held && a.validationFile.empty() && a.splitColumn != b.splitColumn)
        || (held && (a.splitSeed != b.splitSeed || a.splitOrder != b.splitOrder));
    return differences;
}

} // namespace attune::core
