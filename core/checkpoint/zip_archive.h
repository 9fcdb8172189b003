#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::core {

struct ZipEntry {
    std::string_view name; ///< into the archive
    std::span<const std::byte> bytes;
};

/// A zip archive of entries that are stored as they are, as torch.save writes it; zip64 where it is large. The entries point into
/// the archive's bytes. Source: APPNOTE.TXT 6.3, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
class ZipArchive {
public:
    /// Throws Error naming `file`, and the entry where one is at fault: truncated, an entry compressed, encrypted, on another
    /// disk, outside the file or sharing bytes with another, two of one name.
    ZipArchive(std::span<const std::byte> bytes, const std::string& file);

    const std::vector<ZipEntry>& entries() const { return m_entries; } ///< in order of offset
    const ZipEntry* find(std::string_view name) const; ///< nullptr when absent

private:
    std::vector<ZipEntry> m_entries;
    std::unordered_map<std::string_view, std::size_t> m_byName;
};

} // namespace attune::core
