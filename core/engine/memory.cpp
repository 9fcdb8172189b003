#include "core/engine/memory.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace attune::core {

std::optional<std::uint64_t> kilobytesOf(std::istream& table, std::string_view name)
{
    for (std::string line; std::getline(table, line);) {
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ':')
            continue;
        std::istringstream rest(line.substr(name.size() + 1));
        std::uint64_t kilobytes = 0;
        if (rest >> kilobytes)
            return kilobytes * 1024;
    }
    return std::nullopt;
}

std::uint64_t residentMemory()
{
    std::ifstream status("/proc/self/status");
    return kilobytesOf(status, "VmRSS").value_or(0);
}

namespace {

std::optional<std::uint64_t> numberIn(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::uint64_t number = 0;
    return in >> number ? std::optional(number) : std::nullopt; // "max" is no number
}

/// `name 123` lines of a control group's memory.stat.
std::uint64_t statistic(const std::filesystem::path& file, std::string_view name)
{
    std::ifstream in(file);
    std::string key;
    for (std::uint64_t value = 0; in >> key >> value;)
        if (key == name)
            return value;
    return 0;
}

} // namespace

SystemMemory limitedBy(SystemMemory memory, std::filesystem::path group, const std::filesystem::path& root)
{
    // A group's parents limit it, too.
    for (;; group = group.parent_path()) {
        const bool second = std::filesystem::exists(group / "memory.current"); // version 2
        const auto limit = numberIn(group / (second ? "memory.max" : "memory.limit_in_bytes"));
        const auto used = numberIn(group / (second ? "memory.current" : "memory.usage_in_bytes"));
        if (limit && used) {
            // What is only cached of files is given back when it is needed.
            const std::uint64_t cached = statistic(group / "memory.stat", second ? "inactive_file" : "total_inactive_file");
            const std::uint64_t needed = *used > cached ? *used - cached : 0;
            memory.total = std::min(memory.total, *limit);
            memory.available = std::min(memory.available, *limit > needed ? *limit - needed : 0);
        }
        if (group == root || group == group.parent_path())
            return memory;
    }
}

SystemMemory systemMemory()
{
    std::ifstream total("/proc/meminfo"), available("/proc/meminfo");
    const SystemMemory memory{kilobytesOf(total, "MemTotal").value_or(0), kilobytesOf(available, "MemAvailable").value_or(0)};
    std::ifstream groups("/proc/self/cgroup");
    SystemMemory limited = memory;
    for (std::string line; std::getline(groups, line);) {
        const std::size_t path = line.find(":/");
        if (path == std::string::npos)
            continue;
        if (line.starts_with("0::/")) // version 2
            limited = limitedBy(limited, std::filesystem::path("/sys/fs/cgroup") / line.substr(4), "/sys/fs/cgroup");
        else if (line.find(":memory:") != std::string::npos)
            limited = limitedBy(limited, std::filesystem::path("/sys/fs/cgroup/memory") / line.substr(path + 2), "/sys/fs/cgroup/memory");
    }
    return limited;
}

} // namespace attune::core
