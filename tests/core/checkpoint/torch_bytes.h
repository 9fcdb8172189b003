#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {

/// `size` bytes of `number`, little-endian.
inline std::string littleEndianBytes(std::uint64_t number, int size)
{
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(number >> (8 * i) & 0xFF);
    return bytes;
}

/// Pieces of pickles, put together byte by byte.
namespace pickle {

inline std::string text(const std::string& value)
{
    return std::string("X") + littleEndianBytes(value.size(), 4) + value;
}
inline std::string integer(std::int64_t value)
{
    return std::string("\x8a\x08") + littleEndianBytes(static_cast<std::uint64_t>(value), 8);
}
inline std::string global(const std::string& module, const std::string& name)
{
    return "c" + module + "\n" + name + "\n";
}
inline std::string tuple(const std::string& items)
{
    return "(" + items + "t";
}
inline std::string list(const std::string& items)
{
    return "](" + items + "e";
}
inline std::string dict(const std::string& items)
{
    return "}(" + items + "u";
}
inline std::string call(const std::string& callable, const std::string& arguments)
{
    return callable + tuple(arguments) + "R";
}
inline std::string program(const std::string& body)
{
    return "\x80\x02" + body + ".";
}

inline std::string sizes(const std::vector<std::int64_t>& values)
{
    std::string items;
    for (const auto value : values)
        items += integer(value);
    return tuple(items);
}

/// `more` is what the legacy format adds: None or a view's description.
inline std::string storage(
    const std::string& key, std::int64_t count, const std::string& type = "FloatStorage", const std::string& more = {})
{
    return tuple(text("storage") + global("torch", type) + text(key) + text("cpu") + integer(count) + more) + "Q";
}

inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& shape,
    const std::vector<std::int64_t>& strides)
{
    return call(global("torch._utils", "_rebuild_tensor_v2"),
        storage + integer(offset) + sizes(shape) + sizes(strides) + "\x89" + call(global("collections", "OrderedDict"), ""));
}

} // namespace pickle

/// A zip archive of stored entries; a test may overwrite the fields.
struct ZipBytes {
    struct Entry {
        std::string name, data;
        std::uint16_t flags = 0, method = 0;
    };
    std::vector<Entry> entries;
    bool zip64 = false;

    std::string bytes() const
    {
        const auto two = [](std::uint64_t number) { return littleEndianBytes(number, 2); };
        const auto four = [](std::uint64_t number) { return littleEndianBytes(number, 4); };
        std::string archive, directory;
        for (const auto& [name, data, flags, method] : entries) {
            const std::size_t header = archive.size();
            const std::string sizes = zip64 ? four(0xFFFFFFFF) + four(0xFFFFFFFF) : four(data.size()) + four(data.size());
            const std::string extra = zip64 ? two(1) + two(24) + littleEndianBytes(data.size(), 8)
                    + littleEndianBytes(data.size(), 8) + littleEndianBytes(header, 8)
                                            : "";
            const std::string common = two(flags) + two(method) + four(0) + four(0) + sizes + two(name.size());
            archive += four(0x04034B50) + two(20) + common + two(0) + name + data;
            directory += four(0x02014B50) + two(20) + two(20) + common + two(extra.size()) + two(0) + two(0) + two(0) + four(0)
                + four(zip64 ? 0xFFFFFFFF : header) + name + extra;
        }
        const std::size_t begin = archive.size(), count = entries.size();
        archive += directory;
        if (zip64) {
            const std::size_t record = archive.size();
            const auto eight = [](std::uint64_t number) { return littleEndianBytes(number, 8); };
            archive += four(0x06064B50) + eight(44) + two(45) + two(45) + four(0) + four(0) + eight(count) + eight(count)
                + eight(directory.size()) + eight(begin);
            archive += four(0x07064B50) + four(0) + eight(record) + four(1);
        }
        archive += four(0x06054B50) + two(0) + two(0) + two(zip64 ? 0xFFFF : count) + two(zip64 ? 0xFFFF : count)
            + four(zip64 ? 0xFFFFFFFF : directory.size()) + four(zip64 ? 0xFFFFFFFF : begin) + two(0);
        return archive;
    }
};

/// torch.save's zip format around a pickle.
inline ZipBytes torchZip(const std::string& program, const std::vector<std::pair<std::string, std::string>>& storages)
{
    ZipBytes zip{{{"archive/data.pkl", program}}};
    for (const auto& [key, data] : storages)
        zip.entries.push_back({"archive/data/" + key, data});
    zip.entries.push_back({"archive/version", "3\n"});
    return zip;
}

/// torch.save's legacy format around a pickle; a storage is its key, its count and its bytes.
struct LegacyStorage {
    std::string key;
    std::uint64_t count;
    std::string data;
};

inline std::string torchLegacy(const std::string& program, const std::vector<LegacyStorage>& storages, bool littleEndian = true)
{
    std::string keys, data;
    for (const auto& storage : storages) {
        keys += pickle::text(storage.key);
        data += littleEndianBytes(storage.count, 8) + storage.data;
    }
    const std::string magic("\x8a\x0a\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19", 12);
    return pickle::program(magic) + pickle::program(pickle::integer(1001))
        + pickle::program(pickle::dict(pickle::text("little_endian") + (littleEndian ? "\x88" : "\x89"))) + program
        + pickle::program(pickle::list(keys)) + data;
}

} // namespace attune::test
