#include "core/data/file_bytes.h"

#include "core/data/values.h"
#include "core/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace attune::core {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20; ///< bytes between two looks at the stop token

struct Descriptor {
    int number;
    ~Descriptor()
    {
        if (number >= 0)
            close(number);
    }
};

SharedBytes mapped(const Descriptor& file, std::size_t size)
{
    void* const address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
    if (address == MAP_FAILED)
        return {};
    madvise(address, size, MADV_SEQUENTIAL);
    return {{static_cast<const char*>(address), size},
        std::shared_ptr<const void>(address, [size](const void* place) { munmap(const_cast<void*>(place), size); })};
}

} // namespace

SharedBytes ownBytes(std::string bytes)
{
    auto own = std::make_shared<const std::string>(std::move(bytes));
    const std::string_view view = *own;
    return {view, std::move(own)};
}

void throwIfStopped(const std::stop_token& stop, const std::filesystem::path& file)
{
    if (stop.stop_requested())
        throw Error("Reading " + inQuotes(file.filename().string()) + " was cancelled.");
}

SharedBytes readFileBytes(const std::filesystem::path& path, std::stop_token stop, std::size_t mapFrom)
{
    const std::string name = inQuotes(path.string());
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status = {};
    if (file.number < 0 && errno == ENOENT)
        throw Error("There is no file " + name + ".", "Check the path, or choose another file.");
    if (file.number < 0 || fstat(file.number, &status) != 0)
        throw Error("The file " + name + " cannot be opened: " + std::strerror(errno) + ".", "Check that you may read it.");
    if (S_ISDIR(status.st_mode))
        throw Error(name + " is a folder, not a file.", "Choose the CSV file inside it.");

    const auto size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    if (size > mapFrom)
        if (SharedBytes bytes = mapped(file, size); bytes.owner)
            return bytes;

    std::string bytes;
    bytes.resize(size + 1); // the byte more finds the end without growing
    std::size_t filled = 0;
    for (;;) {
        throwIfStopped(stop, path);
        if (filled == bytes.size())
            bytes.resize(std::max(2 * filled, kBlock));
        const ssize_t got = read(file.number, bytes.data() + filled, std::min(bytes.size() - filled, kBlock));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw Error("Reading " + name + " failed: " + std::strerror(errno) + ".", "Copy it to another disk and try again.");
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return ownBytes(std::move(bytes));
}

} // namespace attune::core
