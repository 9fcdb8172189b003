#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// A JSON object, with which nobody can hide or exhaust anything. Throws Error naming `name`: not JSON, another value, a NUL byte anywhere
/// (parsers take it for the end), values nested more than 100 deep, a key that an object has twice, more values than a vocabulary needs.
nlohmann::json parseJsonObject(std::string_view text, const std::string& name);

/// The entry `key` of `object`; nullptr where it is absent or null, which means the same to transformers.
const nlohmann::json* entryOf(const nlohmann::json& object, const char* key);

// The entry `key` of `object`; absent or null: nothing. Throw Error naming key and file where it is of another kind.
std::optional<bool> booleanOf(const nlohmann::json& object, const char* key, const std::string& name);
std::optional<std::string> textOf(const nlohmann::json& object, const char* key, const std::string& name);
std::optional<std::uint32_t> countOf(const nlohmann::json& object, const char* key, const std::string& name);

/// A value as it stands in the file, shortened, for messages.
std::string excerptOf(const nlohmann::json& value);

} // namespace attune::core
