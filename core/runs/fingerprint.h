#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace attune::core {

/// What tells whether a file is still the one a run was made from.
struct Fingerprint {
    std::uint64_t size = 0;
    std::string hash; ///< "fnv1a64:" and 16 hexadecimal digits: FNV-1a over all bytes, 64 bits wide
};

/// Absent where the file cannot be read.
std::optional<Fingerprint> fingerprint(const std::filesystem::path& file);

} // namespace attune::core
