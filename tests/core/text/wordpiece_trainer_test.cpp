#include "core/text/wordpiece_trainer.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <fstream>
#include <set>

using namespace attune::core;
using namespace attune::test;

namespace {

using Tokens = std::vector<std::string>;

bool holds(const Tokens& tokens, const std::string& token)
{
    return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

} // namespace

TEST_CASE("A learned vocabulary begins with the special tokens, then characters, then merges by frequency")
{
    // Pairs: a ##b four times, ##b ##c three times (within abc), x ##y twice, p ##q once: too rare.
    CHECK(trainWordPiece({"abc abc abc ab", "xy xy", "pq !"}, 100, {})
        == Tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "!", "a", "b", "c", "p", "q", "x", "y", "##a", "##b", "##c",
            "##p", "##q", "##x", "##y", "ab", "abc", "xy"});
}

TEST_CASE("Pairs of equal frequency merge in the order of their symbols")
{
    const Tokens learned = trainWordPiece({"zy zy ab ab"}, 100, {});
    REQUIRE(learned.size() == 15);
    CHECK(learned[13] == "ab");
    CHECK(learned[14] == "zy");
}

TEST_CASE("A pair that overlaps itself is merged from the left")
{
    const Tokens learned = trainWordPiece({"xaaaaa xaaaaa"}, 100, {});
    const auto firstMerge = std::find(learned.begin(), learned.end(), "##aa");
    REQUIRE(firstMerge != learned.end());
    CHECK(Tokens(firstMerge, learned.end()) == Tokens{"##aa", "xaa", "##aaa", "xaaaaa"});
}

TEST_CASE("Texts are cut by the tokenizer's rules before anything is learned")
{
    const Tokens uncased = trainWordPiece({"Caf\u00C9 CAFE\u0301! [MASK] don't \u4E2D\u6587"}, 200, {});
    CHECK(holds(uncased, "cafe"));
    CHECK_FALSE(holds(uncased, "C"));
    CHECK(std::count(uncased.begin(), uncased.end(), "[MASK]") == 1);
    CHECK_FALSE(holds(uncased, "["));
    CHECK(holds(uncased, "'"));
    CHECK_FALSE(holds(uncased, "##'"));
    CHECK(holds(uncased, "\u4E2D"));
    CHECK_FALSE(holds(uncased, "##\u6587"));
    CHECK(holds(trainWordPiece({"Caf\u00C9 Caf\u00C9"}, 200, casedOptions()), "Caf\u00C9"));
}

TEST_CASE("A small size leaves out rare characters and never is exceeded")
{
    const std::string letters = "abcde";
    std::string text = "q\u00F8 \u00FE";
    for (const char first : letters)
        for (const char second : letters)
            for (const char third : letters)
                for (int times = 0; times < 2; ++times)
                    text += std::string(" ") + first + second + third;
    for (std::size_t size = 6; size < 200; ++size) {
        const Tokens learned = trainWordPiece({text}, size, {});
        CHECK(learned.size() <= size);
        CHECK(std::set<std::string>(learned.begin(), learned.end()).size() == learned.size());
    }
    const Tokens small = trainWordPiece({text}, 26, {});
    CHECK(small.size() == 26);
    CHECK(holds(small, "##e"));
    CHECK_FALSE(holds(small, "q"));
    CHECK(holds(trainWordPiece({text}, 400, {}), "##q"));
}

TEST_CASE("Texts without a word and sizes without room for one are refused")
{
    CHECK_THROWS_AS(trainWordPiece({}, 100, {}), Error);
    CHECK_THROWS_AS(trainWordPiece({"", " \n", "\u200B", "[MASK]"}, 100, {}), Error);
    CHECK_THROWS_AS(trainWordPiece({"word"}, 5, {}), Error);
}

TEST_CASE("A vocabulary learned from the sample covers it, in fewer pieces the larger it is, and is the same every time")
{
    Tokens texts;
    std::ifstream sample(resourcesDirectory() / "sample" / "reviews.csv");
    for (std::string line; std::getline(sample, line);)
        texts.push_back(line);
    REQUIRE(texts.size() > 1000);
    std::size_t before = SIZE_MAX;
    for (const std::size_t size : {400, 800, 1600}) {
        const Tokens learned = trainWordPiece(texts, size, {});
        CHECK(learned.size() == size);
        CHECK(learned == trainWordPiece(texts, size, {}));
        const Tokenizer tokenizer(Vocabulary(learned, "the learned vocabulary"), {});
        std::size_t tokens = 0, unknown = 0;
        for (const auto& text : texts) {
            const auto ids = tokenizer.encode(text, 512).ids;
            tokens += ids.size();
            unknown += static_cast<std::size_t>(std::count(ids.begin(), ids.end(), tokenizer.vocabulary().unknown()));
        }
        CHECK(unknown == 0);
        CHECK(tokens < before);
        before = tokens;
    }
}
