#include "core/text/wordpiece.h"

#include "tests/support/catch.h"

using namespace attune::core;

namespace {

std::string cut(const std::vector<std::string>& tokens, std::string_view word)
{
    std::vector<std::string> all{"[PAD]", "[UNK]", "[CLS]", "[SEP]"};
    all.insert(all.end(), tokens.begin(), tokens.end());
    const Vocabulary vocabulary(all, "the test's vocabulary");
    const WordPiece pieces(vocabulary, 100);
    std::vector<Piece> found{{1, 2, 3}};
    if (!pieces.cut(word, found))
        return "cannot";
    std::string joined;
    for (const Piece& piece : found)
        joined += vocabulary.token(piece.id) + "(" + std::to_string(piece.begin) + "-" + std::to_string(piece.end) + ")";
    return joined;
}

} // namespace

TEST_CASE("The longest piece wins at each place")
{
    CHECK(cut({"un", "unaff", "##able", "##aff"}, "unaffable") == "unaff(0-5)##able(5-9)");
    CHECK(cut({"a", "ab", "##b", "##c"}, "abc") == "ab(0-2)##c(2-3)");
}

TEST_CASE("A greedy choice is not taken back, even when another would cover the word")
{
    CHECK(cut({"ab", "abc", "##cd"}, "abcd") == "cannot");
}

TEST_CASE("Pieces that begin a word and pieces that continue one are different")
{
    CHECK(cut({"b", "##a"}, "ba") == "b(0-1)##a(1-2)");
    CHECK(cut({"a", "##b"}, "ba") == "cannot");
    CHECK(cut({"a", "b"}, "ab") == "cannot");
}

TEST_CASE("A piece ends only where a character ends")
{
    CHECK(cut({"\xC3\xA9", "##\xC3\xA8"}, "\xC3\xA9\xC3\xA8") == "\xC3\xA9(0-2)##\xC3\xA8(2-4)");
    CHECK(cut({"\xC3\xA9"}, "\xC3\xA8") == "cannot");
}

TEST_CASE("A lone ## in the vocabulary covers nothing")
{
    CHECK(cut({"a", "##"}, "ab") == "cannot");
    CHECK(cut({"a", "##"}, "a") == "a(0-1)");
}
