#include "core/checkpoint/torch_file.h"

#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/spelling.h"
#include "core/checkpoint/torch_tensors.h"
#include "core/checkpoint/zip_archive.h"
#include "core/error.h"

#include <unordered_map>

namespace attune::core {

namespace {

using Kind = PickleValue::Kind;

const char* const kFetchAgain = "Fetch the file again, or the checkpoint's model.safetensors where there is one.";

// 0x1950A86A20F9469CFC6C, the first pickle of the legacy format, and the second.
constexpr std::string_view kMagic("\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19", 10);
constexpr std::int64_t kProtocol = 1001;

std::string_view text(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[noreturn]] void bigEndian(const std::string& file)
{
    throw Error(file + " was written on a big-endian computer, and Attune reads little-endian numbers only.",
        "Load it with PyTorch on such a computer and save it as model.safetensors.");
}

// ---- zip: <name>/data.pkl, <name>/data/<key>, <name>/byteorder, <name>/version ----

std::string archiveName(const ZipArchive& archive, const std::string& file)
{
    constexpr std::string_view kPickle = "/data.pkl";
    for (const auto& entry : archive.entries())
        if (entry.name.ends_with(kPickle) && entry.name.find('/') == entry.name.size() - kPickle.size())
            return std::string(entry.name.substr(0, entry.name.size() - kPickle.size()));
    throw Error(file + " is a zip archive, but not one that torch.save wrote: it holds no data.pkl.", kFetchAgain);
}

std::vector<StoredTensor> readZip(std::span<const std::byte> bytes, const std::string& file)
{
    const ZipArchive archive(bytes, file);
    const std::string name = archiveName(archive, file);
    if (const auto* order = archive.find(name + "/byteorder"); order && text(order->bytes) != "little")
        bigEndian(file);

    std::size_t position = 0;
    const Pickle pickle = readPickle(archive.find(name + "/data.pkl")->bytes, position, isTorchGlobal, file);
    const auto find = [&](const StorageReference& storage) {
        const auto* entry = archive.find(name + "/data/" + std::string(storage.key));
        if (!entry)
            throw Error(
                file + " refers to the numbers \"" + printable(storage.key) + "\", and holds none of that name.", kFetchAgain);
        if (entry->bytes.size() != storage.bytes())
            throw Error("The entry \"" + printable(entry->name) + "\" of " + file + " has " + std::to_string(entry->bytes.size())
                    + " bytes, and its tensors need " + std::to_string(storage.bytes()) + ".",
                kFetchAgain);
        return entry->bytes;
    };
    return torchTensors(pickle, find, file);
}

// ---- legacy: magic, protocol, the computer's properties, state dict, keys of the storages, then count and numbers of each ----

class LegacyReader {
public:
    LegacyReader(std::span<const std::byte> bytes, const std::string& file)
        : m_bytes(bytes)
        , m_file(file)
    {
    }

    std::vector<StoredTensor> tensors()
    {
        const Pickle magic = next();
        if (magic[magic.root].kind != Kind::LongInteger || magic[magic.root].text != kMagic)
            throw Error(m_file + " is a pickle, but not one that torch.save wrote.",
                "Save it again with torch.save, or as model.safetensors.");
        const Pickle protocol = next();
        if (protocol[protocol.root].kind != Kind::Integer || protocol[protocol.root].integer != kProtocol)
            throw Error(
                m_file + " has another protocol than " + std::to_string(kProtocol) + ", the only one that torch.save wrote.",
                kFetchAgain);
        checkComputer(next());
        const Pickle state = next();
        readStorages(state, next());
        return torchTensors(
            state, [this](const StorageReference& storage) { return find(storage); }, m_file);
    }

private:
    Pickle next() { return readPickle(m_bytes, m_position, isTorchGlobal, m_file); }

    void checkComputer(const Pickle& properties) const
    {
        if (properties[properties.root].kind != Kind::Dict)
            throw Error(m_file + " does not tell the order of its bytes.", kFetchAgain);
        const auto order = properties.find(properties.root, "little_endian");
        if (order && properties[*order].kind == Kind::Bool && properties[*order].integer == 0)
            bigEndian(m_file);
    }

    void readStorages(const Pickle& state, const Pickle& keys)
    {
        std::unordered_map<std::string_view, StorageReference> wanted;
        for (const auto& [place, reference] : torchStorages(state, m_file))
            wanted.emplace(reference.key, reference);
        if (keys[keys.root].kind != Kind::List)
            throw Error(m_file + " does not list its storages.", kFetchAgain);
        for (const PickleId id : keys[keys.root].items) {
            const PickleValue& key = keys[id];
            const auto known = key.kind == Kind::Text ? wanted.find(key.text) : wanted.end();
            if (known == wanted.end())
                throw Error(m_file + " lists a storage that no tensor uses.", kFetchAgain);
            readStorage(known->second);
        }
    }

    void readStorage(const StorageReference& storage)
    {
        const std::string where = "The storage \"" + printable(storage.key) + "\" of " + m_file;
        std::size_t left = m_bytes.size() - m_position;
        if (left < sizeof(std::int64_t))
            throw Error(where + " is truncated.", kFetchAgain);
        const auto count = littleEndian<std::uint64_t>(m_bytes.subspan(m_position));
        m_position += sizeof count;
        left -= sizeof count;
        if (count != storage.count)
            throw Error(where + " holds " + std::to_string(count) + " numbers, and its tensors count "
                    + std::to_string(storage.count) + ".",
                kFetchAgain);
        if (storage.bytes() > left)
            throw Error(where + " is truncated: it takes " + std::to_string(storage.bytes()) + " bytes, and "
                    + std::to_string(left) + " are left.",
                kFetchAgain);
        if (!m_storages.emplace(storage.key, m_bytes.subspan(m_position, static_cast<std::size_t>(storage.bytes()))).second)
            throw Error(where + " stands there twice.", kFetchAgain);
        m_position += static_cast<std::size_t>(storage.bytes());
    }

    std::span<const std::byte> find(const StorageReference& storage) const
    {
        const auto found = m_storages.find(storage.key);
        if (found == m_storages.end())
            throw Error(
                m_file + " refers to the storage \"" + printable(storage.key) + "\", and holds none of that name.", kFetchAgain);
        return found->second;
    }

    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
    const std::string& m_file;
    std::unordered_map<std::string_view, std::span<const std::byte>> m_storages;
};

} // namespace

TorchContent readTorch(std::span<const std::byte> bytes, const std::string& file)
{
    if (text(bytes).starts_with("PK\x03\x04"))
        return {readZip(bytes, file), "PyTorch zip"};
    if (text(bytes).starts_with('\x80'))
        return {LegacyReader(bytes, file).tensors(), "PyTorch legacy pickle"};
    throw Error(
        file + (bytes.empty() ? " is empty" : " is neither a zip archive nor a pickle") + ": torch.save wrote no such file.",
        kFetchAgain);
}

} // namespace attune::core
