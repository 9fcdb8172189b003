#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace attune::core {

/// A tensor's place in a safetensors file.
struct StoredTensor {
    std::string name;
    std::string dtype;                ///< F32, F16, BF16, F64, I64, ... as the file spells it
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes; ///< into the mapped file; valid as long as the SafetensorsFile
};

/// A safetensors file, memory-mapped and checked: header inside the file, known dtypes, sizes equal shapes, ranges inside the
/// file and without overlap. Source: https://github.com/huggingface/safetensors, the format section of its README.
class SafetensorsFile {
public:
    /// Throws Error naming the file, and the tensor where one is at fault. Allocates no more than the header's real size.
    explicit SafetensorsFile(const std::filesystem::path& file);
    ~SafetensorsFile();
    SafetensorsFile(SafetensorsFile&&) noexcept;
    SafetensorsFile& operator=(SafetensorsFile&&) noexcept;

    const std::filesystem::path& path() const;
    const std::vector<StoredTensor>& tensors() const;              ///< in order of offset
    const StoredTensor* find(const std::string& name) const;       ///< nullptr when absent
    const std::map<std::string, std::string>& metadata() const;

private:
    struct Mapping;
    std::unique_ptr<Mapping> m_mapping;
};

/// Writes tensors in the given order with `metadata` ({"format": "pt"} is what transformers wants); written beside, synced
/// and renamed, so that the target is either the old file or the whole new one. Throws Error naming the file (disk full, ...).
void writeSafetensors(const std::filesystem::path& file, const std::vector<StoredTensor>& tensors,
                      const std::map<std::string, std::string>& metadata);

} // namespace attune::core
