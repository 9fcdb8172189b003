#include "ui/selection_sources.h"

#include "core/data/read_table.h"
#include "core/runs/run_data.h"

namespace attune::ui {

core::RunSources sourcesOf(const TrainingJob& job)
{
    auto sources = job.data.sources();
    sources.checkpoint = job.checkpoint.directory;
    return sources;
}

core::DataSplit splitOf(const DataSelection& data, std::uint64_t seed, std::stop_token stop, core::RunSources* sources)
{
    const auto read = [&](const std::filesystem::path& file, const core::DialectChoice& choice) {
        return core::readTable(file, choice, {}, stop);
    };
    auto own = data.sources();
    return core::divideRunData(sources ? *sources : own, *data.table, seed, read, {});
}

} // namespace attune::ui
