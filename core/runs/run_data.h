#pragma once

#include "core/data/dataset.h"
#include "core/runs/run_directory.h"

#include <functional>

namespace attune::core {

/// Reads the examples of a run and divides them as `sources` say, where what they leave open is found out and filled in: the same call with
/// what it has filled in reads the same again. `read` opens a file (readTable, as a rule); `tell` receives a sentence about rows with problems.
/// Throws Error as the readers do.
using TableReader = std::function<Table(const std::filesystem::path&, const DialectChoice&)>;
DataSplit readRunData(RunSources& sources, std::uint64_t seed, const TableReader& read, const std::function<void(const std::string&)>& tell);

} // namespace attune::core
