#include "core/engine/cores.h"

#include "core/engine/loader.h"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

std::optional<double> readCpuMax(const fs::path& group)
{
    std::ifstream in(group / "cpu.max");
    std::string quota;
    double period = 0;
    if (!(in >> quota >> period) || quota == "max" || period <= 0)
        return std::nullopt;
    std::istringstream number(quota);
    double microseconds = 0;
    if (!(number >> microseconds) || microseconds <= 0)
        return std::nullopt;
    return microseconds / period;
}

std::optional<double> readCfsQuota(const fs::path& group)
{
    double quota = 0, period = 0;
    std::ifstream quotaFile(group / "cpu.cfs_quota_us"), periodFile(group / "cpu.cfs_period_us");
    if (!(quotaFile >> quota) || !(periodFile >> period) || quota <= 0 || period <= 0)
        return std::nullopt; // -1: no limit
    return quota / period;
}

// Inside a container the listed path is often the host's and absent here, while the mount's root is the container's own group:
// walking up finds that as well.
template<typename Read>
void narrow(std::optional<double>& limit, const fs::path& mount, std::string_view group, Read read)
{
    fs::path relative = fs::path(group).relative_path().lexically_normal();
    for (;;) {
        if (const auto here = read(mount / relative); here && (!limit || *here < *limit))
            limit = here;
        if (relative.empty())
            return;
        relative = relative.parent_path();
    }
}

bool lists(std::string_view controllers, std::string_view wanted)
{
    while (!controllers.empty()) {
        const auto comma = std::min(controllers.find(','), controllers.size());
        if (controllers.substr(0, comma) == wanted)
            return true;
        controllers.remove_prefix(std::min(comma + 1, controllers.size()));
    }
    return false;
}

std::string readAll(const fs::path& file)
{
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

int coresOfAffinity()
{
    // The set must be as large as the kernel's, which is known only by trying.
    for (int capacity = 1024; capacity <= 1 << 20; capacity *= 2) {
        const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(static_cast<std::size_t>(capacity)),
                                                                  [](cpu_set_t* s) { CPU_FREE(s); });
        const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(capacity));
        if (set && sched_getaffinity(0, bytes, set.get()) == 0)
            return CPU_COUNT_S(bytes, set.get());
    }
    return static_cast<int>(std::thread::hardware_concurrency());
}

} // namespace

std::optional<double> cpuQuota(std::string_view membership, const fs::path& root)
{
    std::optional<double> limit;
    while (!membership.empty()) {
        const auto end = std::min(membership.find('\n'), membership.size());
        const std::string_view line = membership.substr(0, end);
        membership.remove_prefix(std::min(end + 1, membership.size()));

        // hierarchy:controllers:path
        const auto first = line.find(':');
        const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos)
            continue;
        const std::string_view controllers = line.substr(first + 1, second - first - 1);
        const std::string_view group = line.substr(second + 1);
        if (controllers.empty()) {
            narrow(limit, root, group, readCpuMax);
        } else if (lists(controllers, "cpu")) {
            narrow(limit, root / controllers, group, readCfsQuota);
            narrow(limit, root / "cpu", group, readCfsQuota);
        }
    }
    return limit;
}

int allowedCores()
{
    int cores = coresOfAffinity();
    // Rounded down: a thread more than the quota pays for makes all of them wait at every barrier.
    if (const auto quota = cpuQuota(readAll("/proc/self/cgroup"), "/sys/fs/cgroup"); quota && *quota < cores)
        cores = static_cast<int>(*quota);
    return std::max(cores, 1);
}

} // namespace attune::core
