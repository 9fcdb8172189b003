#include "ui/selection_sources.h"

#include <algorithm>

namespace attune::ui {

namespace {

/// What finds the column again when the file is read the next time.
std::string nameOf(const core::Table& table, std::optional<std::size_t> column)
{
    if (!column || *column >= table.columns.size())
        return {};
    const std::string& name = table.columns[*column];
    const bool unique = std::count(table.columns.begin(), table.columns.end(), name) == 1;
    return unique && !name.empty() ? name : std::to_string(*column);
}

std::string inWords(const DataSelection& data)
{
    return data.useSplitColumn ? "column split" : "stratified " + QString::number(data.validationShare).toStdString();
}

} // namespace

core::RunSources sourcesOf(const TrainingJob& job)
{
    core::RunSources sources;
    sources.dataFile = job.data.dataset->file;
    sources.checkpoint = job.checkpoint.directory;
    sources.split = inWords(job.data);
    if (!job.data.table)
        return sources;
    const core::Table& table = *job.data.table;
    sources.textColumn = nameOf(table, job.data.roles.text);
    sources.textPairColumn = nameOf(table, job.data.roles.textPair);
    sources.labelColumn = nameOf(table, job.data.roles.label);
    if (table.dialect.form == core::TableForm::Delimited)
        sources.dialect = {table.dialect.delimiter, table.dialect.header, table.dialect.quote, table.dialect.encoding};
    if (job.data.useSplitColumn)
        sources.splitColumn = nameOf(table, job.data.roles.split);
    else
        sources.validationSplit = job.data.validationShare;
    return sources;
}

core::DataSplit splitOf(const DataSelection& data, std::uint64_t seed)
{
    return data.useSplitColumn ? core::splitByColumn(*data.table, data.roles)
                               : core::splitStratified(*data.dataset, data.validationShare, seed);
}

} // namespace attune::ui
