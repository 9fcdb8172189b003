#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>

namespace attune::core {

/// Bytes of this process that lie in memory now.
std::uint64_t residentMemory();

/// Bytes of this computer's memory: all of it, and what programs may still take. A control group's limit is not looked at.
struct SystemMemory {
    std::uint64_t total = 0, available = 0;
};
SystemMemory systemMemory();

/// The value in bytes of a line "name:   123 kB", as /proc/meminfo and /proc/self/status write it.
std::optional<std::uint64_t> kilobytesOf(std::istream& table, std::string_view name);

} // namespace attune::core
