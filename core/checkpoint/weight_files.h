#pragma once

#include <filesystem>

namespace attune::core {

/// Where a checkpoint directory keeps its weights: model.safetensors. Throws Error saying what the directory holds instead.
std::filesystem::path weightsFile(const std::filesystem::path& directory);

} // namespace attune::core
