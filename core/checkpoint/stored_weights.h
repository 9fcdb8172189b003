#pragma once

#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/stored_tensor.h"

namespace attune::core {

/// Everything that a checkpoint directory's weight files hold, memory-mapped, in whichever format they are.
class StoredWeights {
public:
    /// Looks, as transformers does, for model.safetensors, its index, pytorch_model.bin, its index, and takes the first. Throws
    /// Error naming the file at fault: none there, damaged, a pickle that asks for more than tensors, a shard missing or without
    /// a tensor that the index promises, a tensor in two shards.
    static StoredWeights open(const std::filesystem::path& directory);

    const std::vector<StoredTensor>& tensors() const { return m_tensors; }
    const std::vector<std::filesystem::path>& files() const { return m_files; } ///< an index first
    const std::filesystem::path& fileOf(const StoredTensor& tensor) const;      ///< `tensor` is one of tensors()

    /// "safetensors", "PyTorch zip", "PyTorch legacy pickle"; of shards "sharded safetensors", ...
    const std::string& format() const { return m_format; }
    std::uint64_t fileBytes() const { return m_fileBytes; } ///< of all files together

    std::string dtypes() const; ///< of the floating-point tensors: "F32", or "F16, F32" when mixed

private:
    void addSafetensors(const std::filesystem::path& file);
    void take(std::vector<StoredTensor> tensors);

    std::vector<MappedFile> m_mapped;
    std::vector<StoredTensor> m_tensors;
    std::vector<std::size_t> m_fileOf; ///< of each tensor: an index into m_files
    std::vector<std::filesystem::path> m_files;
    std::string m_format;
    std::uint64_t m_fileBytes = 0;
};

} // namespace attune::core
