#include "core/text/added_tokens.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"

using namespace attune::core;
using namespace attune::test;

// What is expected here is what transformers 4.40's BertTokenizer gives.

namespace {

/// The usual five, `tokens`, and behind them the tokens of `added`.
Tokenizer tokenizerWith(std::vector<std::string> tokens, std::vector<AddedToken> added, TokenizerOptions options = {}, SpecialTokens special = {})
{
    std::vector<std::string> all{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    all.insert(all.end(), tokens.begin(), tokens.end());
    for (AddedToken& token : added) {
        token.id = static_cast<std::int32_t>(all.size());
        all.push_back(token.content);
    }
    return Tokenizer(Vocabulary(all, "the test's vocabulary", special, added.size()), std::move(options), added);
}

AddedToken ordinary(const std::string& content)
{
    AddedToken token;
    token.content = content;
    token.normalized = true;
    return token;
}

} // namespace

TEST_CASE("Added tokens are found inside words, the longest first, and are no pieces of other words")
{
    const Tokenizer tokenizer = tokenizerWith({"a", "b", "##b", "<", ">", "e"}, {ordinary("<e>"), ordinary("<ee>"), ordinary("##a")}, casedOptions());
    CHECK(tokensOf(tokenizer, "a<e>b<ee>") == "a <e> b <ee>");
    CHECK(tokensOf(tokenizer, "ab ba b##a") == "a ##b [UNK] b ##a");
    CHECK(tokenizer.encode("a <e>", 8).ranges[2] == ByteRange{2, 5});
}

TEST_CASE("In lower-cased text an added token with capitals is found as it is spelled, one without in any case")
{
    AddedToken raw = ordinary("rawx");
    raw.normalized = false;
    AddedToken capital = ordinary("Raw2");
    capital.normalized = false;
    AddedToken roleless = ordinary("<SP2>");
    roleless.special = true;
    const Tokenizer tokenizer
        = tokenizerWith({"word", "raw", "##2", "<", "sp", ">", "\u00E9"}, {ordinary("Word"), raw, capital, roleless});
    CHECK(tokensOf(tokenizer, "Word word WORD") == "Word word word");
    CHECK(tokensOf(tokenizer, "rawx RAWX RawX\u00C9") == "rawx rawx rawx [UNK]");
    CHECK(tokensOf(tokenizer, "Raw2") == "raw ##2"); // transformers lower-cases the text before it looks
    CHECK(tokensOf(tokenizer, "<SP2>") == "< sp ##2 >"); // likewise: special, but in no role
    CHECK(tokenizer.encode("\u0130RAWX", 8).ranges[2] == ByteRange{2, 6});
}

TEST_CASE("A single-word token counts only between blanks and joins the word before it otherwise")
{
    AddedToken solo = ordinary("solo");
    solo.singleWord = true;
    const Tokenizer tokenizer = tokenizerWith({"x", "##solo", "s", "##olo", "##x", "."}, {solo, ordinary("@")}, casedOptions());
    CHECK(tokensOf(tokenizer, "solo x solo") == "solo x solo");
    CHECK(tokensOf(tokenizer, "xsolo") == "x ##solo");
    CHECK(tokensOf(tokenizer, "xsolox") == "x ##solo x");
    CHECK(tokensOf(tokenizer, "solox") == "s ##olo ##x");
    CHECK(tokensOf(tokenizer, "solo.") == "s ##olo .");
}

TEST_CASE("Special tokens of any spelling play the usual roles")
{
    SpecialTokens special{"<unk>", "</s>", "<pad>", "<s>", "<mask>", {}, {}, {"<usr>"}};
    const Vocabulary vocabulary({"<pad>", "<unk>", "<s>", "</s>", "<mask>", "<usr>", "a", "[", "]", "mask"}, "the test's vocabulary", special);
    CHECK(vocabulary.cls() == 2);
    const Tokenizer uncased(vocabulary, {});
    CHECK(uncased.encode("a b<usr>", 16).ids == std::vector<std::int32_t>{2, 6, 1, 5, 3});
    CHECK(tokensOf(uncased, "a<MASK>[MASK]") == "a <mask> [ mask ]");
    CHECK(tokensOf(Tokenizer(vocabulary, casedOptions()), "a<mask><MASK>") == "a <mask> <unk> <unk> <unk>");
    special.unknown = "<none>";
    CHECK_THROWS_WITH(Vocabulary({"<pad>", "<s>", "</s>", "a"}, "some/vocab.txt", special), ContainsSubstring("some/vocab.txt") && ContainsSubstring("<none>"));
}

TEST_CASE("A special token that cleaning puts together is kept in cased text, not in lower-cased")
{
    CHECK(tokensOf(smallTokenizer({"[", "]", "MA", "##SK"}, casedOptions()), "[MA\u200BSK] x[MA\u200BSK]") == "[MASK] [UNK] [ MA ##SK ]");
    CHECK(tokensOf(smallTokenizer({"[", "]", "mask"}), "[MA\u200BSK]") == "[ mask ]");
}

TEST_CASE("Words of never_split are looked up whole, and only as white space and ideographs part them")
{
    TokenizerOptions options;
    options.neverSplit = {"c++", "don't", "na\u00EFve", "ing", "##ing", "\u00DCnit", "unit", "zz"};
    const std::vector<std::string> tokens{"c++", "c", "+", "don", "'", "t", "na\u00EFve", "naive", "##ing", "go", "unit", "z", "##z", "#", "\u4E2D", "\u00DCnit"};
    const Tokenizer uncased = smallTokenizer(tokens, options);
    CHECK(tokensOf(uncased, "C++ (c++ don't DON'T,") == "c++ [UNK] c + + [UNK] don ' t [UNK]");
    CHECK(tokensOf(uncased, "na\u00EFve NA\u00CFVE na\u00EFve!") == "na\u00EFve na\u00EFve naive [UNK]");
    CHECK(tokensOf(uncased, "going go.ing ##ing") == "go ##ing go [UNK] [UNK] ##ing");
    CHECK(tokensOf(uncased, "\u00DCnit zz \u4E2Dc++\u4E2D") == "unit [UNK] \u4E2D c++ \u4E2D");
    options.doLowerCase = false;
    const Tokenizer cased = smallTokenizer(tokens, options);
    CHECK(tokensOf(cased, "C++ c++ \u4E2D\u00DCnit \u00DCnit.") == "[UNK] + + c++ \u4E2D \u00DCnit \u00DCnit [UNK]");
    CHECK(cased.encode(" c\u200B++ ", 8).ranges[1] == ByteRange{1, 7});
}

TEST_CASE("An added token whose id is another token's is refused by both")
{
    const Vocabulary vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"}, "the test's vocabulary");
    for (const std::int32_t id : {-1, 4, 5, 2000000000})
        CHECK_THROWS_AS(Tokenizer(vocabulary, {}, {{"<x>", id, true}}), Error);
}
