#include "core/atomic_file.h"

#include "core/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

std::string wayOut(int fault)
{
    switch (fault) {
    case ENOSPC:
    case EDQUOT:
        return "Free some space there, or choose another place.";
    case ENOENT:
    case ENOTDIR:
        return "Make its directory first, or choose another place.";
    default:
        return "Choose a place that you may write to.";
    }
}

// Two writers of the same target, in one process or two, must not share a temporary file.
std::string temporaryName(const fs::path& target)
{
    static std::atomic<unsigned> counter = 0;
    std::string name = ".";
    name.append(target.filename()).append(".").append(std::to_string(getpid())).append("-").append(std::to_string(counter++));
    return (target.parent_path() / name.append(".part")).string();
}

} // namespace

AtomicFile::AtomicFile(fs::path target)
    : m_target(std::move(target))
    , m_temporary(temporaryName(m_target))
    , m_descriptor(open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666))
{
    if (m_descriptor < 0)
        fail(errno);
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
    if (!m_temporary.empty())
        unlink(m_temporary.c_str());
}

void AtomicFile::write(const void* bytes, std::size_t count)
{
    const char* next = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = ::write(m_descriptor, next, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(errno);
        next += written;
        count -= static_cast<std::size_t>(written);
    }
}

void AtomicFile::commit()
{
    if (fsync(m_descriptor) != 0)
        fail(errno);
    const int closed = close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0 || rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail(errno);
    m_temporary.clear();

    // The new name itself survives a power cut only once its directory is synced. Not every file system can do that.
    const fs::path parent = m_target.has_parent_path() ? m_target.parent_path() : fs::path(".");
    const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        fsync(directory);
        close(directory);
    }
}

void AtomicFile::fail(int fault) const
{
    throw Error("Cannot write " + m_target.string() + ": " + std::generic_category().message(fault) + ".", wayOut(fault));
}

void writeFileAtomically(const std::filesystem::path& file, std::string_view bytes)
{
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
}

} // namespace attune::core
