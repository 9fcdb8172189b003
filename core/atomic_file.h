#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace attune::core {

/// A file that appears whole or not at all: written under a temporary name beside its target, synced, renamed. Whoever lets go
/// of it before commit() leaves no trace. Everything throws Error naming the target.
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(const void* bytes, std::size_t count);
    void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }
    void commit();

private:
    [[noreturn]] void fail(int fault) const;

    std::filesystem::path m_target;
    std::string m_temporary;
    int m_descriptor = -1;
};

/// Writes a file so that a crash at any instant leaves the old one or the new one whole: temporary name, fsync, rename.
/// Throws Error naming the file (disk full, no permission).
void writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);

} // namespace attune::core
