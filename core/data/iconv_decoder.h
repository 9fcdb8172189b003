#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

struct IconvText {
    std::string text; ///< UTF-8
    std::vector<std::size_t> damaged; ///< where U+FFFD stands for what means nothing
};

bool canDecodeByIconv(const std::string& encoding);

/// Encodings of one byte a character go through a table. Throws Error when `stop` asks for it.
IconvText decodeByIconv(
    std::string_view bytes, const std::string& encoding, const std::stop_token& stop, const std::filesystem::path& name);

} // namespace attune::core
