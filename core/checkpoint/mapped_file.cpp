#include "core/checkpoint/mapped_file.h"

#include "core/error.h"
#include "core/small_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace attune::core {

namespace {

struct Descriptor {
    int number;
    ~Descriptor()
    {
        if (number >= 0)
            close(number);
    }
};

[[noreturn]] void cannotRead(const std::filesystem::path& file, int fault)
{
    throw Error(
        "Cannot read " + file.string() + ": " + std::generic_category().message(fault) + ".", "Choose a file that you may read.");
}

void unmap(std::span<const std::byte> bytes)
{
    if (!bytes.empty())
        munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
}

} // namespace

MappedFile::MappedFile(std::filesystem::path file)
    : m_path(std::move(file))
{
    // Not blocking: the name may be that of a pipe, at which a plain open waits for ever.
    const Descriptor descriptor{open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status = {};
    if (descriptor.number < 0 || fstat(descriptor.number, &status) != 0)
        cannotRead(m_path, errno);
    if (!S_ISREG(status.st_mode))
        throw Error(m_path.string() + " is not a file.", "Choose a file with weights.");
    const auto length = static_cast<std::size_t>(status.st_size);
    if (length == 0)
        return;
    void* const address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (address == MAP_FAILED)
        cannotRead(m_path, errno);
    m_bytes = {static_cast<const std::byte*>(address), length};
    if (isGitLfsPointer(text())) {
        unmap(std::exchange(m_bytes, {}));
        throw gitLfsPointer(m_path, "the weights");
    }
}

MappedFile::~MappedFile()
{
    unmap(m_bytes);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_bytes(std::exchange(other.m_bytes, {}))
{
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

} // namespace attune::core
