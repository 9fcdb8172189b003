#include "ui/selection.h"

#include "core/runs/run_data.h"

namespace attune::ui {

core::RunSources DataSelection::sources() const
{
    core::RunSources sources;
    if (!table)
        return sources;
    const auto nameOf = [this](std::optional<std::size_t> column) {
        return column && *column < table->columns.size() ? core::lastingName(*table, *column) : std::string();
    };
    sources.dataFile = table->file;
    sources.dataFingerprint = fingerprint;
    // Delimited files are read again just as they were read; of others there is nothing to say but the encoding that was chosen.
    const auto& read = table->dialect;
    if (read.form == core::TableForm::Delimited)
        sources.dialect = {read.delimiter, read.header, read.quote, read.encoding};
    else
        sources.dialect.encoding = dialect.encoding;
    sources.textColumn = nameOf(roles.text);
    sources.textPairColumn = nameOf(roles.textPair);
    sources.labelColumn = nameOf(roles.label);
    sources.columnsComplete = true;
    sources.guessed = {rolesGuessed, rolesGuessed && roles.textPair.has_value(), rolesGuessed};
    sources.labels = labels;
    sources.validationFile = validationFile;
    sources.testFile = testFile;
    if (useSplitColumn && validationFile.empty())
        sources.splitColumn = nameOf(roles.split);
    else if (validationFile.empty())
        sources.validationSplit = validationShare;
    sources.splitSeed = splitSeed;
    sources.splitOrder = splitOrder;
    return sources;
}

} // namespace attune::ui
