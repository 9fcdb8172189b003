#pragma once

#include "core/checkpoint/safetensors.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <cstdint>
#include <fstream>
#include <string>

namespace attune::test {

inline void writeBytes(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

/// A safetensors file put together by hand: the header's length, the header, the data.
inline std::string safetensorsBytes(const std::string& header, const std::string& data = {})
{
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += static_cast<char>(static_cast<std::uint64_t>(header.size()) >> (8 * i) & 0xFF);
    return bytes + header + data;
}

/// A copy of one of tests/data's checkpoints that a test may damage.
class CheckpointCopy {
public:
    explicit CheckpointCopy(const std::string& name)
    {
        std::filesystem::copy(dataDirectory() / name, m_directory.path(), std::filesystem::copy_options::recursive);
        for (const auto& entry : std::filesystem::directory_iterator(m_directory.path()))
            std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    }

    const std::filesystem::path& path() const { return m_directory.path(); }

    nlohmann::json config() const { return readJson(path() / "config.json"); }
    void setConfig(const nlohmann::json& config) { writeBytes(path() / "config.json", config.dump()); }

    /// Rewrites the weights; `change` may rename, drop and add tensors.
    template<typename Change>
    void changeTensors(Change change)
    {
        const core::SafetensorsFile old(path() / "model.safetensors");
        std::vector<core::StoredTensor> tensors = old.tensors();
        change(tensors);
        core::writeSafetensors(path() / "model.safetensors", tensors, old.metadata());
    }

private:
    TemporaryDirectory m_directory;
};

} // namespace attune::test
