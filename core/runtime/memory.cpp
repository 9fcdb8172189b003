#include "core/runtime/memory.h"

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

SystemMemory systemMemory()
{
    std::ifstream total("/proc/meminfo"), available("/proc/meminfo");
    return {kilobytesOf(total, "MemTotal").value_or(0), kilobytesOf(available, "MemAvailable").value_or(0)};
}

} // namespace attune::core
