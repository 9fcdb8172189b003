#include "core/utf8.h"

#include <cstdint>
#include <cstring>

namespace attune::core {

namespace {

/// Length of the well-formed character at the start of `bytes` (not empty), or 0.
std::size_t characterLength(std::string_view bytes)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length)
        return 0;
    // The second byte's range excludes overlong forms, surrogates and everything above U+10FFFF.
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at(1) < low || at(1) > high)
        return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((at(i) & 0xC0) != 0x80)
            return 0;
    return length;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Of a well-formed character: C0, DEL, C1; U+202A to U+202E and U+2066 to U+2069, which embed, override and isolate directions; the line
/// and paragraph separators U+2028 and U+2029, which end a line for some.
bool commandsTerminals(std::string_view character)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1)
        return at(0) < 0x20 || at(0) == 0x7F;
    if (character.size() == 2)
        return at(0) == 0xC2 && at(1) < 0xA0;
    if (character.size() != 3 || at(0) != 0xE2)
        return false;
    return (at(1) == 0x80 && at(2) >= 0xA8 && at(2) <= 0xAE) || (at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9);
}

} // namespace

std::size_t firstNonUtf8(std::string_view bytes)
{
    std::size_t i = 0;
    while (i < bytes.size()) {
        std::uint64_t eight = 0;
        if (i + sizeof eight <= bytes.size()) {
            std::memcpy(&eight, bytes.data() + i, sizeof eight);
            if ((eight & 0x8080808080808080u) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        const std::size_t length = characterLength(bytes.substr(i));
        if (length == 0)
            return i;
        i += length;
    }
    return std::string_view::npos;
}

std::string readableExcerpt(std::string_view bytes, std::size_t limit)
{
    std::string excerpt;
    while (!bytes.empty()) {
        const std::size_t length = bytes.front() == '\0' ? 0 : characterLength(bytes);
        const std::string_view character = length == 0 ? kReplacement : bytes.substr(0, length);
        if (excerpt.size() + character.size() > limit)
            break;
        excerpt += character;
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return excerpt;
}

std::string printable(std::string_view text)
{
    constexpr std::size_t kLongest = 120;
    std::string shown;
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        std::string_view character = length == 0 ? kReplacement : text.substr(0, length);
        if (length > 0 && commandsTerminals(character))
            character = "?";
        if (shown.size() + character.size() > kLongest)
            return shown + "...";
        shown += character;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

} // namespace attune::core
