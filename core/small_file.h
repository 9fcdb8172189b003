#pragma once

#include "core/error.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// No settings of a BERT come near it: an index of ten thousand tensors takes 1 MB.
inline constexpr std::uintmax_t kLargestSettings = std::uintmax_t{16} << 20;

/// The bytes of a file of at most `mostBytes`; nothing where there is none. Throws Error naming a file that is larger, which is not read
/// then, that is none, that cannot be read, or that is a git-lfs pointer.
std::optional<std::string> readSmallFile(const std::filesystem::path& file, std::uintmax_t mostBytes);

/// Whether a file that begins with `bytes` tells git-lfs what to fetch instead of being what was fetched.
bool isGitLfsPointer(std::string_view bytes);

/// What to throw then; `what` is what the file should be ("the weights").
Error gitLfsPointer(const std::filesystem::path& file, const char* what);

} // namespace attune::core
