#include "core/checkpoint/safetensors.h"

#include "core/checkpoint/safetensors_header.h"
#include "core/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <unordered_map>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLengthBytes = 8;

struct Descriptor {
    int number;
    ~Descriptor()
    {
        if (number >= 0)
            close(number);
    }
};

[[noreturn]] void cannotRead(const std::string& name, int fault)
{
    throw Error("Cannot read " + name + ": " + std::generic_category().message(fault) + ".", "Choose a file that you may read.");
}

std::uint64_t littleEndian(const std::byte* bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = kLengthBytes; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

} // namespace

struct SafetensorsFile::Mapping {
    fs::path path;
    void* address = MAP_FAILED;
    std::size_t length = 0;
    std::vector<StoredTensor> tensors;
    std::unordered_map<std::string, const StoredTensor*> byName;
    std::map<std::string, std::string> metadata;

    explicit Mapping(fs::path file)
        : path(std::move(file))
    {
        const std::string name = path.string();
        // Not blocking: the name may be that of a pipe, at which a plain open waits for ever.
        const Descriptor descriptor{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
        struct stat status = {};
        if (descriptor.number < 0 || fstat(descriptor.number, &status) != 0)
            cannotRead(name, errno);
        if (!S_ISREG(status.st_mode))
            throw Error(name + " is not a file.", "Choose a safetensors file.");
        length = static_cast<std::size_t>(status.st_size);
        if (length < kLengthBytes)
            throw Error(name + " is truncated: its size is " + std::to_string(length) + " bytes, less than the length of a header takes.",
                        "Fetch the file again.");
        address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
        if (address == MAP_FAILED)
            cannotRead(name, errno);
    }

    ~Mapping()
    {
        if (address != MAP_FAILED)
            munmap(address, length);
    }

    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    void read()
    {
        const std::string name = path.string();
        const std::byte* const bytes = static_cast<const std::byte*>(address);
        const std::string_view text(static_cast<const char*>(address), length);
        if (text.starts_with("version https://git-lfs"))
            throw Error(name + " is a git-lfs pointer, not the weights.", "Run git lfs pull in the directory that holds it.");

        const std::uint64_t headerLength = littleEndian(bytes);
        const std::uint64_t available = length - kLengthBytes;
        if (headerLength > available)
            throw Error(name + " claims a header of " + std::to_string(headerLength) + " bytes, and its size is " + std::to_string(length)
                            + " bytes: it is truncated or not a safetensors file.",
                        "Fetch the file again.");
        if (headerLength > kLongestSafetensorsHeader)
            throw Error(name + " claims a header of " + std::to_string(headerLength) + " bytes; the format allows "
                            + std::to_string(kLongestSafetensorsHeader) + ".",
                        "Fetch the file again.");

        SafetensorsHeader header = parseSafetensorsHeader(text.substr(kLengthBytes, headerLength), available - headerLength, name);
        const std::byte* const data = bytes + kLengthBytes + headerLength;
        tensors.reserve(header.tensors.size());
        for (auto& tensor : header.tensors)
            tensors.push_back({std::move(tensor.name), std::move(tensor.dtype), std::move(tensor.shape),
                               {data + tensor.begin, static_cast<std::size_t>(tensor.end - tensor.begin)}});
        for (const auto& tensor : tensors)
            byName.emplace(tensor.name, &tensor);
        metadata = std::move(header.metadata);
    }
};

SafetensorsFile::SafetensorsFile(const fs::path& file)
    : m_mapping(std::make_unique<Mapping>(file))
{
    m_mapping->read();
}

SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;

const fs::path& SafetensorsFile::path() const { return m_mapping->path; }

const std::vector<StoredTensor>& SafetensorsFile::tensors() const { return m_mapping->tensors; }

const StoredTensor* SafetensorsFile::find(const std::string& name) const
{
    const auto found = m_mapping->byName.find(name);
    return found == m_mapping->byName.end() ? nullptr : found->second;
}

const std::map<std::string, std::string>& SafetensorsFile::metadata() const { return m_mapping->metadata; }

} // namespace attune::core
