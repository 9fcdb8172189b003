#include "core/runs/run_lock.h"

#include "core/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace attune::core {

namespace {

std::filesystem::path fileOf(const std::filesystem::path& run) { return run / "lock"; }

/// The whole file, for writing. Of the open file and not of the process: two sessions of one window exclude one another, too.
struct flock wholeFile()
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return whole;
}

} // namespace

RunLock::RunLock(const std::filesystem::path& run)
    : m_taken(true)
    , m_file(open(fileOf(run).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666))
{
    if (m_file < 0)
        throw Error("Cannot write " + fileOf(run).string() + ": " + std::generic_category().message(errno) + ".", "Check the folder's permissions.");
    struct flock whole = wholeFile();
    if (fcntl(m_file, F_OFD_SETLK, &whole) == 0)
        return;
    const int fault = errno;
    close(std::exchange(m_file, -1));
    if (fault == EAGAIN || fault == EACCES)
        throw Error("The run " + run.string() + " is being trained by another window or program.", "Wait for it, or pause it there.");
    // A file system that knows no locks keeps nobody from training.
    if (fault != ENOLCK && fault != EOPNOTSUPP && fault != ENOSYS && fault != EINVAL)
        throw Error("Cannot lock " + fileOf(run).string() + ": " + std::generic_category().message(fault) + ".", "Check the disk.");
}

RunLock::RunLock(RunLock&& other) noexcept : m_taken(std::exchange(other.m_taken, false)), m_file(std::exchange(other.m_file, -1)) {}

RunLock& RunLock::operator=(RunLock&& other) noexcept
{
    std::swap(m_taken, other.m_taken);
    std::swap(m_file, other.m_file);
    return *this;
}

RunLock::~RunLock()
{
    if (m_file >= 0)
        close(m_file);
}

bool RunLock::isHeld(const std::filesystem::path& run)
{
    const int file = open(fileOf(run).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    struct flock whole = wholeFile();
    const bool held = fcntl(file, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
    close(file);
    return held;
}

} // namespace attune::core
