#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
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

/// Decodes a text that comes in blocks, wherever they cut it. Encodings of one byte a character go through a table.
class IconvDecoder {
public:
    /// Throws Error naming an encoding that there is none of.
    explicit IconvDecoder(const std::string& encoding);
    ~IconvDecoder();
    IconvDecoder(const IconvDecoder&) = delete;
    IconvDecoder& operator=(const IconvDecoder&) = delete;

    /// Appends what the block says to `result`. A character that goes on in the next block waits for it, unless this is the last.
    void decode(std::string_view block, bool last, IconvText& result);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// The same at once. Throws Error when `stop` asks for it.
IconvText decodeByIconv(
    std::string_view bytes, const std::string& encoding, const std::stop_token& stop, const std::filesystem::path& name);

} // namespace attune::core
