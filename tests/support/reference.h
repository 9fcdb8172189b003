#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::test {

/// tests/data of the checkout: the goldens that are ours.
std::filesystem::path dataDirectory();

/// resources/ of the checkout.
std::filesystem::path resourcesDirectory();

/// The larger reference pack: $ATTUNE_REFERENCE_DIR (read at run time), default ../shared/reference beside the checkout. Absent: prints a
/// line beginning "skipped:" that names `what`, and returns nothing.
std::optional<std::filesystem::path> referencePack(const std::string& what);

/// Sub-directories of `directory`, sorted by name.
std::vector<std::filesystem::path> subdirectories(const std::filesystem::path& directory);

nlohmann::json readJson(const std::filesystem::path& file);
std::string readFile(const std::filesystem::path& file);

} // namespace attune::test
