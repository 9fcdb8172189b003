#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What BERT's tokenizer asks about code points. Categories, case and decompositions are utf8proc's.
namespace attune::core {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// The code point at `position`, which moves behind it. A byte that does not belong to well-formed UTF-8 is U+FFFD, one byte
/// long.
char32_t nextCodePoint(std::string_view text, std::size_t& position);

/// Writes the one to four bytes of `codePoint`; returns how many.
std::size_t encodeUtf8(char32_t codePoint, char* bytes);

void appendUtf8(std::string& text, char32_t codePoint);

bool isUtf8(std::string_view text);

/// Categories C*, U+FFFD included: what cleaning drops. TAB, LF and CR belong to isBlank.
bool isDropped(char32_t codePoint);

/// TAB, LF, CR and categories Z*.
bool isBlank(char32_t codePoint);

/// The ranges that BERT calls CJK characters: ideographs, neither kana nor hangul.
bool isIdeograph(char32_t codePoint);

/// Categories P* and the ASCII symbols that BERT counts among them ($ + < = > ^ ` | ~).
bool isPunctuation(char32_t codePoint);

/// One code point after lower-casing and accent stripping; empty for a stripped combining mark.
struct Folded {
    static constexpr std::size_t kCapacity = 8;
    char32_t codePoints[kCapacity];
    std::size_t size = 0;
};

/// `codePoint` by itself: first the full lower-case mapping, then NFD without category Mn. Taken character by character, two
/// spacing marks that canonical ordering would swap keep their order; only musical notation and mixed scripts have such.
Folded fold(char32_t codePoint, bool lowerCase, bool stripAccents);

} // namespace attune::core
