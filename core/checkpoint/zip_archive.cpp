#include "core/checkpoint/zip_archive.h"

#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <algorithm>
#include <cstdint>

namespace attune::core {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kDirectoryHeader = 0x02014B50;
constexpr std::uint32_t kEnd = 0x06054B50;
constexpr std::uint32_t kEnd64 = 0x06064B50;
constexpr std::uint32_t kEnd64Locator = 0x07064B50;
constexpr std::size_t kLocalSize = 30, kDirectorySize = 46, kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF; ///< a field whose value stands in the zip64 one instead
constexpr std::uint16_t kIn64Short = 0xFFFF;
constexpr std::uint16_t kExtra64 = 1;
constexpr std::uint16_t kEncrypted = 0x2041; ///< flag bits 0, 6 and 13

const char* const kFetchAgain = "Fetch the file again.";
const char* const kSaveAgain = "Save it again with torch.save, or as model.safetensors.";

struct Directory {
    std::uint64_t entries = 0, offset = 0, size = 0;
};

/// One line of the directory.
struct Listed {
    std::string_view name;
    std::uint64_t size = 0, header = 0;
};

struct Placed {
    ZipEntry entry;
    std::uint64_t begin = 0, end = 0; ///< the local header included
};

class Reader {
public:
    Reader(std::span<const std::byte> bytes, const std::string& file)
        : m_bytes(bytes)
        , m_file(file)
    {
    }

    std::vector<Placed> entries()
    {
        const Directory directory = findDirectory();
        std::vector<Placed> placed;
        std::uint64_t at = directory.offset;
        const std::uint64_t end = directory.offset + directory.size;
        for (std::uint64_t i = 0; i < directory.entries; ++i) {
            const Listed listed = readListed(at, end);
            placed.push_back(place(listed, directory.offset));
        }
        if (at != end)
            damaged("its directory is longer than its entries");
        std::ranges::sort(placed, {}, &Placed::begin);
        for (std::size_t i = 1; i < placed.size(); ++i)
            if (placed[i].begin < placed[i - 1].end)
                damaged("the entry \"" + printable(placed[i].entry.name) + "\" shares bytes with \"" + printable(placed[i - 1].entry.name)
                    + "\"");
        return placed;
    }

    [[noreturn]] void damaged(const std::string& what, const char* wayOut = kFetchAgain) const
    {
        throw Error("The zip archive " + m_file + " is damaged: " + what + ".", wayOut);
    }

private:
    template <typename Number> Number at(std::uint64_t position) const // inside the file, as the caller knows
    {
        return littleEndian<Number>(m_bytes.subspan(static_cast<std::size_t>(position)));
    }

    std::string_view text(std::uint64_t position, std::size_t length) const
    {
        return {reinterpret_cast<const char*>(m_bytes.data()) + position, length};
    }

    /// Where the end record begins: at the very end but for a comment.
    std::uint64_t findEnd() const
    {
        const std::size_t longest = std::min<std::size_t>(m_bytes.size(), kEndSize + 0xFFFF);
        for (std::size_t length = kEndSize; length <= longest; ++length) {
            const std::size_t begin = m_bytes.size() - length;
            if (at<std::uint32_t>(begin) == kEnd && at<std::uint16_t>(begin + 20) == length - kEndSize)
                return begin;
        }
        throw Error(m_file + " is a zip archive without its end: it is truncated.", kFetchAgain);
    }

    Directory findDirectory() const
    {
        const std::uint64_t end = findEnd();
        Directory directory{at<std::uint16_t>(end + 10), at<std::uint32_t>(end + 16), at<std::uint32_t>(end + 12)};
        std::uint64_t limit = end;
        if (at<std::uint16_t>(end + 4) != 0 || at<std::uint16_t>(end + 6) != 0 || at<std::uint16_t>(end + 8) != directory.entries)
            damaged("it is split over several disks", kSaveAgain);
        const bool needs64 = directory.entries == kIn64Short || directory.offset == kIn64 || directory.size == kIn64;
        if (end >= kLocatorSize && at<std::uint32_t>(end - kLocatorSize) == kEnd64Locator)
            limit = readDirectory64(end - kLocatorSize, directory);
        else if (needs64)
            damaged("its zip64 end record is absent");
        if (directory.offset > limit || directory.size > limit - directory.offset)
            damaged("its directory lies outside the file");
        if (directory.entries > directory.size / kDirectorySize)
            damaged("its directory is too short for " + std::to_string(directory.entries) + " entries");
        return directory;
    }

    /// Returns where the record begins that `locator` points to.
    std::uint64_t readDirectory64(std::uint64_t locator, Directory& directory) const
    {
        const auto record = at<std::uint64_t>(locator + 8);
        if (at<std::uint32_t>(locator + 4) != 0 || at<std::uint32_t>(locator + 16) != 1)
            damaged("it is split over several disks", kSaveAgain);
        if (record > locator || locator - record < kEnd64Size || at<std::uint32_t>(record) != kEnd64)
            damaged("its zip64 end record is absent");
        directory = {at<std::uint64_t>(record + 32), at<std::uint64_t>(record + 48), at<std::uint64_t>(record + 40)};
        if (at<std::uint32_t>(record + 16) != 0 || at<std::uint32_t>(record + 20) != 0
            || at<std::uint64_t>(record + 24) != directory.entries)
            damaged("it is split over several disks", kSaveAgain);
        return record;
    }

    Listed readListed(std::uint64_t& position, std::uint64_t end) const
    {
        if (end - position < kDirectorySize || at<std::uint32_t>(position) != kDirectoryHeader)
            damaged("its directory breaks off");
        const auto nameLength = at<std::uint16_t>(position + 28), extraLength = at<std::uint16_t>(position + 30);
        const std::uint64_t length = kDirectorySize + nameLength + extraLength + at<std::uint16_t>(position + 32);
        if (end - position < length)
            damaged("its directory breaks off");

        Listed listed{
            text(position + kDirectorySize, nameLength), at<std::uint32_t>(position + 24), at<std::uint32_t>(position + 42)};
        const std::string entry = "the entry \"" + printable(listed.name) + "\" ";
        if (at<std::uint16_t>(position + 8) & kEncrypted)
            damaged(entry + "is encrypted", kSaveAgain);
        if (at<std::uint16_t>(position + 10) != 0)
            damaged(entry + "is compressed, and torch.save stores its entries as they are", kSaveAgain);
        if (at<std::uint16_t>(position + 34) != 0)
            damaged(entry + "lies on another disk", kSaveAgain);
        std::uint64_t packed = at<std::uint32_t>(position + 20);
        readExtra64(position + kDirectorySize + nameLength, extraLength, {&listed.size, &packed, &listed.header});
        if (packed != listed.size)
            damaged(entry + "is stored in " + std::to_string(packed) + " bytes and claims " + std::to_string(listed.size));
        position += length;
        return listed;
    }

    /// The values too large for the fields proper, in the order of `fields`; only those are there.
    void readExtra64(std::uint64_t position, std::size_t length, std::initializer_list<std::uint64_t*> fields) const
    {
        const std::uint64_t end = position + length;
        while (end - position >= 4) {
            const auto id = at<std::uint16_t>(position), size = at<std::uint16_t>(position + 2);
            position += 4;
            if (size > end - position)
                damaged("a field of its directory breaks off");
            if (id == kExtra64) {
                std::uint64_t value = position;
                for (std::uint64_t* field : fields)
                    if (*field == kIn64 && value + 8 <= position + size) {
                        *field = at<std::uint64_t>(value);
                        value += 8;
                    }
                return;
            }
            position += size;
        }
    }

    /// `limit` is where the directory begins: all entries lie before it.
    Placed place(const Listed& listed, std::uint64_t limit) const
    {
        const std::string entry = "the entry \"" + printable(listed.name) + "\" ";
        if (listed.header > limit || limit - listed.header < kLocalSize)
            damaged(entry + "lies outside the file");
        if (at<std::uint32_t>(listed.header) != kLocalHeader)
            damaged(entry + "does not begin where the directory says");
        const auto nameLength = at<std::uint16_t>(listed.header + 26);
        const std::uint64_t data = listed.header + kLocalSize + nameLength + at<std::uint16_t>(listed.header + 28);
        if (data > limit || listed.size > limit - data)
            damaged(entry + "lies outside the file");
        if (text(listed.header + kLocalSize, nameLength) != listed.name)
            damaged(entry + "has another name where it lies");
        return {{listed.name, m_bytes.subspan(static_cast<std::size_t>(data), static_cast<std::size_t>(listed.size))},
            listed.header, data + listed.size};
    }

    std::span<const std::byte> m_bytes;
    const std::string& m_file;
};

} // namespace

ZipArchive::ZipArchive(std::span<const std::byte> bytes, const std::string& file)
{
    Reader reader(bytes, file);
    for (const Placed& placed : reader.entries()) {
        if (!m_byName.emplace(placed.entry.name, m_entries.size()).second)
            reader.damaged("two entries are called \"" + printable(placed.entry.name) + "\"");
        m_entries.push_back(placed.entry);
    }
}

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_entries[found->second];
}

} // namespace attune::core
