#pragma once

#include "ui/selection.h"

namespace attune::ui {

/// What a run records of its data and checkpoint: enough to read the same rows again when it is resumed, or from a command line.
core::RunSources sourcesOf(const TrainingJob& job);

/// The rows to learn from, to check and to test with, as the Data page wants them divided.
core::DataSplit splitOf(const DataSelection& data, std::uint64_t seed);

} // namespace attune::ui
