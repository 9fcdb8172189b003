#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string_view>

namespace attune::core {

/// Bytes of this process that lie in memory now.
std::uint64_t residentMemory();

/// Bytes of memory: all that this process may have, and what it may still take. A control group's limit (a container's, a service's) counts.
struct SystemMemory {
    std::uint64_t total = 0, available = 0;
};
SystemMemory systemMemory();

/// `memory` within the limits of a control group (of either version) whose files lie in `group`, and of its parents up to `root`.
SystemMemory limitedBy(SystemMemory memory, std::filesystem::path group, const std::filesystem::path& root);

/// The value in bytes of a line "name:   123 kB", as /proc/meminfo and /proc/self/status write it.
std::optional<std::uint64_t> kilobytesOf(std::istream& table, std::string_view name);

} // namespace attune::core
