#include "core/text/unicode.h"

#include "tests/support/catch.h"

using namespace attune::core;

namespace {

std::u32string folded(char32_t codePoint, bool lowerCase, bool stripAccents)
{
    const Folded result = fold(codePoint, lowerCase, stripAccents);
    return {result.codePoints, result.codePoints + result.size};
}

std::vector<char32_t> decoded(std::string_view text)
{
    std::vector<char32_t> codePoints;
    for (std::size_t position = 0; position < text.size();)
        codePoints.push_back(nextCodePoint(text, position));
    return codePoints;
}

} // namespace

TEST_CASE("Well-formed UTF-8 of every length is decoded and encoded again")
{
    const std::string text = "a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80";
    CHECK(decoded(text) == std::vector<char32_t>{U'a', 0xE9, 0x4E2D, 0x1F600});
    CHECK(isUtf8(text));
    std::string again;
    for (const char32_t codePoint : decoded(text))
        appendUtf8(again, codePoint);
    CHECK(again == text);
}

TEST_CASE("Bytes that are not UTF-8 become U+FFFD one by one and the letters between them stay")
{
    CHECK(decoded("a\xFF"
                  "b")
        == std::vector<char32_t>{U'a', 0xFFFD, U'b'});
    CHECK(decoded("\xC3z") == std::vector<char32_t>{0xFFFD, U'z'}); // a lead byte without its second
    CHECK(decoded("\xC0\xAF") == std::vector<char32_t>{0xFFFD, 0xFFFD}); // overlong
    CHECK(decoded("\xED\xA0\x80") == std::vector<char32_t>{0xFFFD, 0xFFFD, 0xFFFD}); // a surrogate
    CHECK(decoded("\xF0\x9F\x98") == std::vector<char32_t>{0xFFFD, 0xFFFD, 0xFFFD}); // cut off at the end
    CHECK_FALSE(isUtf8("a\xFF"
                       "b"));
}

TEST_CASE("Controls, format characters, private use and unassigned code points are dropped, TAB, LF and CR are not")
{
    for (const char32_t codePoint :
        {0x0, 0x7, 0xB, 0xC, 0x1C, 0x7F, 0x85, 0xAD, 0x180E, 0x200B, 0x200D, 0xFEFF, 0xE000, 0xFFFD, 0xFFFF, 0xFADA})
        CHECK(isDropped(codePoint));
    for (const char32_t codePoint : {U'\t', U'\n', U'\r', U' ', U'a', U'\u00A0', U'\u2028', U'\u0301'})
        CHECK_FALSE(isDropped(codePoint));
}

TEST_CASE("Blanks are TAB, LF, CR and every category Z")
{
    for (const char32_t codePoint : {0x9, 0xA, 0xD, 0x20, 0xA0, 0x1680, 0x2003, 0x2028, 0x2029, 0x202F, 0x3000})
        CHECK(isBlank(codePoint));
    for (const char32_t codePoint : {0xB, 0x85, 0x200B, 0x61})
        CHECK_FALSE(isBlank(codePoint));
}

TEST_CASE("Punctuation is every category P and the ASCII symbols, not the symbols beyond ASCII")
{
    for (const char32_t codePoint :
        {U'$', U'+', U'<', U'=', U'>', U'^', U'`', U'|', U'~', U'!', U'_', U'\u2019', U'\u3002', U'\u00BF', U'\u2014'})
        CHECK(isPunctuation(codePoint));
    for (const char32_t codePoint : {U'a', U'0', U' ', U'\u20AC', U'\u00B1', U'\u00A9', U'\u00B4'})
        CHECK_FALSE(isPunctuation(codePoint));
}

TEST_CASE("Ideographs are the ranges that BERT lists: no kana, no hangul, no CJK punctuation")
{
    for (const char32_t codePoint :
        {0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xF900, 0xFAFF, 0x20000, 0x2A6DF, 0x2A700, 0x2B740, 0x2B820, 0x2CEAF, 0x2F800, 0x2FA1F})
        CHECK(isIdeograph(codePoint));
    for (const char32_t codePoint : {0x33FF, 0x4DC0, 0x3042, 0x30A2, 0xAC00, 0x3002, 0x2CEB0, 0x30000})
        CHECK_FALSE(isIdeograph(codePoint));
}

TEST_CASE("Lower-casing takes the full mapping of each character by itself")
{
    CHECK(folded(U'A', true, false) == U"a");
    CHECK(folded(0xC9, true, false) == U"\u00E9");
    CHECK(folded(0x130, true, false) == U"i\u0307");
    CHECK(folded(0x3A3, true, false) == U"\u03C3");
    CHECK(folded(0x1E9E, true, false) == U"\u00DF");
    CHECK(folded(0x10400, true, false) == U"\U00010428");
    CHECK(folded(U'A', false, false) == U"A");
}

TEST_CASE("Stripping accents decomposes and drops nonspacing marks")
{
    CHECK(folded(0xC9, true, true) == U"e");
    CHECK(folded(0xC9, false, true) == U"E");
    CHECK(folded(0x130, true, true) == U"i");
    CHECK(folded(0x1EA5, true, true) == U"a"); // two marks
    CHECK(folded(0x301, true, true).empty());
    CHECK(folded(0x301, true, false) == U"\u0301");
    CHECK(folded(0xD55C, true, true) == U"\u1112\u1161\u11AB"); // hangul falls into its letters
    CHECK(folded(0x2260, true, true) == U"=");
    CHECK(folded(0x142, true, true) == U"\u0142"); // l with stroke has no decomposition
}
