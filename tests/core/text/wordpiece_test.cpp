#include "core/text/wordpiece.h"

#include "core/error.h"
#include "tests/support/catch.h"

#include <random>

using namespace attune::core;

namespace {

Vocabulary vocabularyOf(const std::vector<std::string>& tokens)
{
    std::vector<std::string> all{"[PAD]", "[UNK]", "[CLS]", "[SEP]"};
    all.insert(all.end(), tokens.begin(), tokens.end());
    return Vocabulary(all, "the test's vocabulary");
}

/// Greedily, as HuggingFace's WordpieceTokenizer is written; empty where the word cannot be covered.
std::vector<std::int32_t> cutGreedily(const Vocabulary& vocabulary, const std::string& word)
{
    std::vector<std::int32_t> ids;
    for (std::size_t begin = 0; begin < word.size();) {
        std::size_t end = word.size();
        std::optional<std::int32_t> id;
        for (; end > begin && !id; end -= !id)
            id = vocabulary.id((begin > 0 ? "##" : "") + word.substr(begin, end - begin));
        if (!id)
            return {};
        ids.push_back(*id);
        begin = end;
    }
    return ids;
}

std::string cut(const std::vector<std::string>& tokens, std::string_view word)
{
    const Vocabulary vocabulary = vocabularyOf(tokens);
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

TEST_CASE("Random words over random vocabularies are cut as the greedy loop cuts them, in at most two steps a byte")
{
    std::mt19937 random(7);
    const auto randomWord = [&](std::size_t longest) {
        std::string word;
        for (auto length = 1 + random() % longest; length > 0; --length)
            word += static_cast<char>('a' + random() % 3);
        return word;
    };
    std::size_t covered = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> tokens;
        for (auto count = random() % 40; count > 0; --count)
            tokens.push_back((random() % 3 ? "##" : "") + randomWord(1 + random() % 7));
        const Vocabulary vocabulary = vocabularyOf(tokens);
        const WordPiece pieces(vocabulary, 100);
        std::vector<Piece> found;
        for (int i = 0; i < 100; ++i) {
            const std::string word = randomWord(24);
            CAPTURE(word, tokens);
            const auto expected = cutGreedily(vocabulary, word);
            std::vector<std::int32_t> ids;
            std::size_t end = 0;
            if (pieces.cut(word, found))
                for (const Piece& piece : found) {
                    REQUIRE(piece.begin == end);
                    end = piece.end;
                    ids.push_back(piece.id);
                }
            REQUIRE(ids == expected);
            REQUIRE(pieces.steps(word) <= 2 * word.size() + 1);
            covered += !ids.empty();
        }
    }
    CHECK(covered > 1000);
}

TEST_CASE("Words made to mislead a greedy search take a number of steps in proportion to their length")
{
    std::vector<std::string> tokens{"a", "##a"};
    std::string run = "a";
    for (int length = 2; length <= 200; ++length) {
        run += 'a';
        tokens.push_back(run);
        tokens.push_back("##" + run);
    }
    tokens.push_back(run + run + "b");
    tokens.push_back("##" + run + run + "b");
    const WordPiece pieces(vocabularyOf(tokens), 1000);
    for (const std::size_t length : {1u, 100u, 1000u, 100000u})
        for (const char* end : {"", "b", "c"}) {
            const std::string word = std::string(length, 'a') + end;
            CHECK(pieces.steps(word) <= 2 * word.size() + 1);
        }
    std::vector<Piece> found;
    CHECK(pieces.cut(std::string(1000, 'a'), found));
    CHECK(found.size() == 5);
    CHECK_FALSE(pieces.cut(std::string(1000, 'a') + "c", found));
}

TEST_CASE("Of a token on two lines the last one's id counts")
{
    CHECK(cut({"ab", "x", "ab"}, "ab") == "ab(0-2)");
    const WordPiece pieces(vocabularyOf({"ab", "x", "ab"}), 100);
    std::vector<Piece> found;
    REQUIRE(pieces.cut("ab", found));
    CHECK(found.front().id == 6);
}

TEST_CASE("Tokens longer than any word cost nothing, and a vocabulary beyond all measure is refused")
{
    CHECK(cut({"a", std::string(1 << 20, 'a'), "##a"}, "aa") == "a(0-1)##a(1-2)");
    CHECK_THROWS_AS(WordPiece(vocabularyOf({std::string(1 << 24, 'a')}), 100), Error);
    // A chain of which each state would pop one piece more than the one before.
    CHECK_THROWS_AS(WordPiece(vocabularyOf({"a", "##a", std::string(100000, 'a')}), 1000000), Error);
}
