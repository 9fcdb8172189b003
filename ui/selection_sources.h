#pragma once

#include "ui/selection.h"

#include <stop_token>
#include <string>

namespace attune::ui {

/// What a run records of its data and checkpoint: enough to read the same rows again when it is resumed, or from a command line.
core::RunSources sourcesOf(const TrainingJob& job);

/// What is shown on the Data page and how, for the next start: what the user fixed and chose, as JSON. Reads no file.
std::string remembered(const DataSelection& data);

/// What remembered() wrote; nothing where it wrote nothing that is understood.
struct RememberedData {
    core::RunSources sources;       ///< its fingerprint tells whether the rest still holds; `dialect` is what the user fixed
    std::optional<int> maxLength;
};
std::optional<RememberedData> rememberedFrom(const std::string& json);

/// A file that core::writeCorrected has written of `data`, to be shown as `data` are: same columns, labels and division. Reads the file.
RememberedData copyOf(const DataSelection& data, const std::filesystem::path& copy);

/// How `sources` divide the rows.
SplitSettings splitIn(const core::RunSources& sources);

/// The rows to learn from, to check and to test with, as the Data page wants them divided; the command line divides them alike.
/// What is found out on the way is filled into `sources`. Throws Error as readers of the other files do.
core::DataSplit splitOf(const DataSelection& data, std::uint64_t seed, std::stop_token stop = {}, core::RunSources* sources = nullptr,
    const core::Progress& reading = {});

/// What the engine needs to go on with a run. Its rows are those of `begun` where this window began it; else they are read as the run tells.
core::ResumeRequest resumeRequest(
    const ResumeJob& job, const std::optional<TrainingJob>& begun, const core::Progress& reading, std::stop_token stop);

} // namespace attune::ui
