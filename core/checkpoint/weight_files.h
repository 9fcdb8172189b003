#pragma once

#include <filesystem>

namespace attune::core {

enum class WeightFormat { Safetensors, Torch };

/// Where a checkpoint directory keeps its weights.
struct WeightFiles {
    std::filesystem::path file; ///< the weights, or the index of their shards
    WeightFormat format = WeightFormat::Safetensors;
    bool isIndex = false;
};

/// The first that is there, in transformers' order: model.safetensors, its index, pytorch_model.bin, its index. Throws Error
/// saying what the directory holds instead.
WeightFiles findWeights(const std::filesystem::path& directory);

} // namespace attune::core
