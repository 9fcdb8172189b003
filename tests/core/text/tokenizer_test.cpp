#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"

#include <atomic>
#include <thread>

using namespace attune::core;
using namespace attune::test;

TEST_CASE("An empty text is [CLS] [SEP]")
{
    const Tokenizer tokenizer = smallTokenizer({});
    for (const char* text : {"", "  \t\r\n", "\xE2\x80\x8B"}) {
        const Encoding encoding = tokenizer.encode(text, 16);
        CHECK(encoding.ids == std::vector<std::int32_t>{2, 3});
        CHECK(encoding.ranges == std::vector<ByteRange>{{0, 0}, {0, 0}});
        CHECK(encoding.fullLength == 2);
        CHECK_FALSE(encoding.truncated());
    }
}

TEST_CASE("Words are lower-cased, cut into pieces and parted from punctuation")
{
    const Tokenizer tokenizer = smallTokenizer({"it", "could", "not", "be", "bet", "##ter", "!", "'"});
    CHECK(tokensOf(tokenizer, "It could NOT be better!") == "it could not be bet ##ter !");
    CHECK(tokensOf(tokenizer, "not!!be'it") == "not ! ! be ' it");
}

TEST_CASE("A cased tokenizer keeps capitals and accents")
{
    const Tokenizer tokenizer = smallTokenizer({"The", "the", "caf\u00E9", "cafe"}, casedOptions());
    CHECK(tokensOf(tokenizer, "The the THE") == "The the [UNK]");
    CHECK(tokensOf(tokenizer, "caf\u00E9 cafe") == "caf\u00E9 cafe");
    CHECK(tokensOf(tokenizer, "cafe\u0301") == "[UNK]"); // decomposed text is not composed
}

TEST_CASE("Accents go with lower-casing, unless strip_accents says otherwise")
{
    const std::vector<std::string> tokens{"cafe", "caf\u00E9", "Cafe", "i", "i\u0307"};
    TokenizerOptions options;
    CHECK(tokensOf(smallTokenizer(tokens, options), "Caf\u00C9 cafe\u0301 \u0130") == "cafe cafe i");
    options.stripAccents = false;
    CHECK(tokensOf(smallTokenizer(tokens, options), "Caf\u00C9 cafe\u0301 \u0130") == "caf\u00E9 [UNK] i\u0307");
    options.doLowerCase = false;
    options.stripAccents = true;
    CHECK(tokensOf(smallTokenizer(tokens, options), "Caf\u00E9") == "Cafe");
}

TEST_CASE("A capital sigma at the end of a word is never the final form")
{
    CHECK(tokensOf(smallTokenizer({"\u03BF\u03C3", "\u03BF\u03C2"}), "\u039F\u03A3 \u03BF\u03C2") == "\u03BF\u03C3 \u03BF\u03C2");
}

TEST_CASE("Controls vanish inside a word, odd blanks part words")
{
    const Tokenizer tokenizer = smallTokenizer({"ab", "a", "b"});
    using namespace std::string_view_literals;
    for (const auto text : {"a\0b"sv,
             "a\xC2\xAD"
             "b"sv,
             "a\u200Bb"sv, "\uFEFFab"sv,
             "a\xC2\x85"
             "b"sv,
             "a\uFFFDb"sv,
             "a\xFF"
             "b"sv,
             "a\x0C"
             "b"sv,
             "a\uE000b"sv})
        CHECK(tokensOf(tokenizer, text) == "ab");
    for (const auto text : {"a b"sv, "a\tb"sv, "a\nb"sv, "a\rb"sv, "a\u00A0b"sv, "a\u3000b"sv, "a\u2028b"sv, "a\u2029b"sv})
        CHECK(tokensOf(tokenizer, text) == "a b");
}

TEST_CASE("Each ideograph is a word, unless tokenize_chinese_chars is off")
{
    const std::vector<std::string> tokens{"\u4E2D", "\u6587", "\u4E2D\u6587", "a", "b", "\u3042\u3044"};
    TokenizerOptions options;
    CHECK(tokensOf(smallTokenizer(tokens, options), "a\u4E2D\u6587b") == "a \u4E2D \u6587 b");
    CHECK(tokensOf(smallTokenizer(tokens, options), "\u3042\u3044") == "\u3042\u3044");
    options.tokenizeChineseChars = false;
    CHECK(tokensOf(smallTokenizer(tokens, options), "\u4E2D\u6587") == "\u4E2D\u6587");
    CHECK(tokensOf(smallTokenizer(tokens, options), "a\u4E2D\u6587b") == "[UNK]");
}

TEST_CASE("A compatibility ideograph is parted before it is decomposed")
{
    CHECK(tokensOf(smallTokenizer({"\u8C48"}), "\uF900\uF900") == "\u8C48 \u8C48");
}

TEST_CASE("What punctuation is decides after folding")
{
    CHECK(tokensOf(smallTokenizer({"a", "b", "=", "`"}), "a\u2260b a\u1FEFb") == "a = b a ` b");
    CHECK(tokensOf(smallTokenizer({"a\u2260b"}, casedOptions()), "a\u2260b") == "a\u2260b");
}

TEST_CASE("Special tokens are found anywhere in the raw text, spelled exactly")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "[", "]", "mask", "[mask]"});
    CHECK(tokensOf(tokenizer, "a[MASK]b") == "a [MASK] b");
    CHECK(tokensOf(tokenizer, "[MASK][SEP] [CLS][PAD]a[UNK]") == "[MASK] [SEP] [CLS] [PAD] a [UNK]");
    CHECK(tokensOf(tokenizer, "[mask]") == "[ mask ]");
    CHECK(tokensOf(tokenizer, "[[MASK]]") == "[ [MASK] ]");
    CHECK(tokensOf(tokenizer, "[MASK") == "[ mask");
    CHECK(tokenizer.encode("a[MASK]b", 9).ranges[2] == ByteRange{1, 7});
}

TEST_CASE("A special token that the vocabulary lacks is ordinary text")
{
    const Vocabulary vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[", "]", "mask"}, "the test's vocabulary");
    CHECK(tokensOf(Tokenizer(vocabulary, {}), "[MASK]") == "[ mask ]");
}

TEST_CASE("A word of a hundred code points is cut, a longer one is [UNK] as a whole")
{
    const Tokenizer tokenizer = smallTokenizer({"\u00E9", "##\u00E9", "!"}, casedOptions());
    std::string word;
    for (int i = 0; i < 100; ++i)
        word += "\u00E9";
    CHECK(tokenizer.encode(word, 4096).ids.size() == 102);
    CHECK(tokensOf(tokenizer, word + "\u00E9!") == "[UNK] !");
    CHECK(tokenizer.encode(" " + word + "\u00E9!", 8).ranges[1] == ByteRange{1, 203});
    CHECK(tokenizer.encode(std::string(100000, 'x'), 8).ranges[1] == ByteRange{0, 100000});
}

TEST_CASE("A word's length counts after folding")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "##a"});
    std::string word;
    for (int i = 0; i < 100; ++i)
        word += "a\u0301";
    CHECK(tokenizer.encode(word, 4096).fullLength == 102);
}

TEST_CASE("A text that is too long loses its end, never its [SEP]")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "##b"});
    const Encoding whole = tokenizer.encode("a b ab", 6);
    CHECK(whole.ids == std::vector<std::int32_t>{2, 5, 6, 5, 7, 3});
    CHECK(whole.fullLength == 6);
    CHECK_FALSE(whole.truncated());
    const Encoding cut = tokenizer.encode("a b ab", 5);
    CHECK(cut.ids == std::vector<std::int32_t>{2, 5, 6, 5, 3});
    CHECK(cut.ranges == std::vector<ByteRange>{{0, 0}, {0, 1}, {2, 3}, {4, 5}, {0, 0}});
    CHECK(cut.fullLength == 6);
    CHECK(cut.truncated());
    CHECK(tokenizer.encode("a b ab", 2).ids == std::vector<std::int32_t>{2, 3});
}

TEST_CASE("One tokenizer serves several threads at once")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "##b", "\u4E2D", "e"});
    const std::string text = "a ab \u4E2D \u00C9 [MASK] abba";
    const std::vector<std::int32_t> expected = tokenizer.encode(text, 32).ids;
    std::atomic<int> equal = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 500; ++round)
                equal += tokenizer.encode(text, 32).ids == expected;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(equal == 2000);
}
