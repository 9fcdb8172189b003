#pragma once

#include <filesystem>

namespace attune::core {

/// The checkpoint that a run began with. Throws Error when `run` is none, or when the checkpoint is not there any more or its files are others
/// than they were then. Reads them once.
std::filesystem::path checkpointBefore(const std::filesystem::path& run);

} // namespace attune::core
