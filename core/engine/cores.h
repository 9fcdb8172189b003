#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace attune::core {

/// Processor time that the kernel's control groups grant, in cores; absent where nothing limits it. `membership` is the text of
/// /proc/self/cgroup, `root` where the groups are mounted. Reads cpu.max (version 2) and cpu.cfs_quota_us (version 1), of the
/// group itself and of all above it: the smallest counts.
std::optional<double> cpuQuota(std::string_view membership, const std::filesystem::path& root);

} // namespace attune::core
