#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace attune::core {

/// A file mapped into memory for reading; what its bytes hold is read from disk when it is looked at.
class MappedFile {
public:
    /// Throws Error naming the file: absent, no plain file (never waits for a pipe), or a git-lfs pointer in a file's place.
    explicit MappedFile(std::filesystem::path file);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    const std::filesystem::path& path() const { return m_path; }
    std::span<const std::byte> bytes() const { return m_bytes; } ///< stays in place when the MappedFile moves
    std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()}; }

private:
    std::filesystem::path m_path;
    std::span<const std::byte> m_bytes;
};

} // namespace attune::core
