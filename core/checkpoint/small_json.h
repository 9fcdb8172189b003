#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace attune::core {

/// The text of a small file, at most 16 MiB. Throws Error naming it: absent, no plain file, longer, not readable.
std::string readSmallFile(const std::filesystem::path& file);

/// The JSON object in `text`, nested at most 100 deep, so that nothing that walks over it runs out of stack. Throws Error naming
/// `name`: not JSON, not an object, nested deeper.
nlohmann::json parseObject(std::string_view text, const std::string& name);

} // namespace attune::core
