#include "core/text/unicode.h"

#include <utf8proc.h>

namespace attune::core {

namespace {

// U+0130 is the only code point whose full lower-case mapping is longer than the simple one, which utf8proc has.
constexpr char32_t kCapitalIWithDot = 0x130;
constexpr char32_t kCombiningDotAbove = 0x307;

utf8proc_category_t category(char32_t codePoint)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(codePoint));
}

void append(Folded& folded, char32_t codePoint, bool stripAccents)
{
    if (!stripAccents) {
        folded.codePoints[folded.size++] = codePoint;
        return;
    }
    utf8proc_int32_t parts[Folded::kCapacity];
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(codePoint), parts, std::size(parts), UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && folded.size < Folded::kCapacity; ++i) {
        const auto part = static_cast<char32_t>(parts[i]);
        if (category(part) != UTF8PROC_CATEGORY_MN)
            folded.codePoints[folded.size++] = part;
    }
}

} // namespace

char32_t nextCodePoint(std::string_view text, std::size_t& position)
{
    utf8proc_int32_t codePoint = 0;
    const auto bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + position);
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - position), &codePoint);
    if (length <= 0) {
        ++position;
        return kReplacementCharacter;
    }
    position += static_cast<std::size_t>(length);
    return static_cast<char32_t>(codePoint);
}

std::size_t encodeUtf8(char32_t codePoint, char* bytes)
{
    return static_cast<std::size_t>(
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(codePoint), reinterpret_cast<utf8proc_uint8_t*>(bytes)));
}

void appendUtf8(std::string& text, char32_t codePoint)
{
    char bytes[4];
    text.append(bytes, encodeUtf8(codePoint, bytes));
}

bool isUtf8(std::string_view text)
{
    for (std::size_t position = 0; position < text.size();) {
        utf8proc_int32_t codePoint = 0;
        const auto bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + position);
        const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - position), &codePoint);
        if (length <= 0)
            return false;
        position += static_cast<std::size_t>(length);
    }
    return true;
}

bool isDropped(char32_t codePoint)
{
    if (codePoint == U'\t' || codePoint == U'\n' || codePoint == U'\r')
        return false;
    switch (category(codePoint)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
        return true;
    default:
        return codePoint == kReplacementCharacter;
    }
}

bool isBlank(char32_t codePoint)
{
    if (codePoint == U'\t' || codePoint == U'\n' || codePoint == U'\r')
        return true;
    switch (category(codePoint)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

bool isIdeograph(char32_t codePoint)
{
    const auto within = [codePoint](char32_t first, char32_t last) { return codePoint >= first && codePoint <= last; };
    return within(0x4E00, 0x9FFF) || within(0x3400, 0x4DBF) || within(0xF900, 0xFAFF) || within(0x20000, 0x2A6DF)
        || within(0x2A700, 0x2B73F) || within(0x2B740, 0x2B81F) || within(0x2B820, 0x2CEAF) || within(0x2F800, 0x2FA1F);
}

bool isPunctuation(char32_t codePoint)
{
    const auto within = [codePoint](char32_t first, char32_t last) { return codePoint >= first && codePoint <= last; };
    if (codePoint < 128)
        return within(33, 47) || within(58, 64) || within(91, 96) || within(123, 126);
    switch (category(codePoint)) {
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
        return true;
    default:
        return false;
    }
}

Folded fold(char32_t codePoint, bool lowerCase, bool stripAccents)
{
    Folded folded;
    if (!lowerCase) {
        append(folded, codePoint, stripAccents);
    } else if (codePoint == kCapitalIWithDot) {
        append(folded, U'i', stripAccents);
        append(folded, kCombiningDotAbove, stripAccents);
    } else {
        append(folded, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(codePoint))), stripAccents);
    }
    return folded;
}

} // namespace attune::core
