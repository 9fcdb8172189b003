#pragma once

#include <filesystem>

namespace attune::core {

/// The right to write a run: held by one program at a time, in a file `lock` of the run's directory, and given back by the kernel however the
/// program ends. Movable; an empty one holds nothing.
class RunLock {
public:
    RunLock() = default;

    /// Throws Error when another program, or another part of this one, holds it.
    explicit RunLock(const std::filesystem::path& run);
    RunLock(RunLock&& other) noexcept;
    RunLock& operator=(RunLock&& other) noexcept;
    ~RunLock();

    explicit operator bool() const { return m_taken; }

    /// Whether somebody holds it. Looks without touching: nobody who wants to train is kept from it.
    static bool isHeld(const std::filesystem::path& run);

private:
    bool m_taken = false;
    int m_file = -1; ///< -1 also where the file system knows no locks
};

} // namespace attune::core
