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
    sources.dialect = dialect;
    sources.textColumn = nameOf(roles.text);
    sources.textPairColumn = nameOf(roles.textPair);
    sources.labelColumn = nameOf(roles.label);
    sources.columnsComplete = true;
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
