#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// The bytes of a file of at most `mostBytes`; nothing where there is none. Throws Error naming a file that is larger, which is not read
/// then, or that cannot be read.
std::optional<std::string> readSmallFile(const std::filesystem::path& file, std::uintmax_t mostBytes);

/// A JSON object. Throws Error naming `name` for anything else, for nesting deeper than any settings file's, for a key that an object
/// has twice and for more values than a vocabulary needs.
nlohmann::json parseJsonObject(std::string_view text, const std::string& name);

// The entry `key` of `object`; absent or null: nothing. Throw Error naming key and file where it is of another kind.
std::optional<bool> booleanOf(const nlohmann::json& object, const char* key, const std::string& name);
std::optional<std::string> textOf(const nlohmann::json& object, const char* key, const std::string& name);
std::optional<std::uint32_t> countOf(const nlohmann::json& object, const char* key, const std::string& name);

/// A value as it stands in the file, shortened, for messages.
std::string excerptOf(const nlohmann::json& value);

} // namespace attune::core
