#include "core/checkpoint/spelling.h"

namespace attune::core {

std::string printable(std::string_view name)
{
    constexpr std::size_t kLongest = 120;
    std::size_t length = name.size();
    if (length > kLongest) {
        length = kLongest;
        while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80)
            --length; // not in the middle of a character
    }
    std::string shown(name.substr(0, length));
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = '?';
    return length < name.size() ? shown + "..." : shown;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

} // namespace attune::core
