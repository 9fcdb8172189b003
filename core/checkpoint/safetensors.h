#pragma once

#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/stored_tensor.h"

#include <map>

namespace attune::core {

/// What a safetensors file holds.
struct SafetensorsContent {
    std::vector<StoredTensor> tensors; ///< in order of offset
    std::map<std::string, std::string> metadata;
};

/// Reads the bytes of a safetensors file, to which the tensors then point. Throws Error naming `name`, and the tensor where one is
/// at fault. Allocates no more than the header's real size.
SafetensorsContent readSafetensors(std::span<const std::byte> bytes, const std::string& name);

/// A safetensors file, memory-mapped and checked: header inside the file, known dtypes, sizes equal shapes, ranges inside the
/// file and without overlap. Source: https://github.com/huggingface/safetensors, the format section of its README.
class SafetensorsFile {
public:
    /// Throws as MappedFile and readSafetensors do.
    explicit SafetensorsFile(const std::filesystem::path& file);

    const std::filesystem::path& path() const { return m_file.path(); }
    const std::vector<StoredTensor>& tensors() const { return m_content.tensors; }
    const StoredTensor* find(const std::string& name) const; ///< nullptr when absent
    const std::map<std::string, std::string>& metadata() const { return m_content.metadata; }

private:
    MappedFile m_file;
    SafetensorsContent m_content;
};

/// Writes tensors in the given order with `metadata` ({"format": "pt"} is what transformers wants); written beside, synced
/// and renamed, so that the target is either the old file or the whole new one. Throws Error naming the file (disk full, ...).
void writeSafetensors(const std::filesystem::path& file, const std::vector<StoredTensor>& tensors,
                      const std::map<std::string, std::string>& metadata);

} // namespace attune::core
