#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <iostream>
#include <random>

using namespace attune::core;
using namespace attune::test;

namespace {

/// The bytes of each token between [CLS] and [SEP], separated by bars.
std::string bytesOf(const Tokenizer& tokenizer, const std::string& text)
{
    const Encoding encoding = tokenizer.encode(text, 4096);
    std::string joined;
    for (std::size_t i = 1; i + 1 < encoding.ranges.size(); ++i) {
        joined += i > 1 ? "|" : "";
        joined += text.substr(encoding.ranges[i].begin, encoding.ranges[i].end - encoding.ranges[i].begin);
    }
    return joined;
}

/// Behind the one before, or beside it: pieces of one character that folding made several of share its bytes.
bool rises(ByteRange before, ByteRange range)
{
    return range.begin >= before.end || (range.begin == before.begin && range.end >= before.end);
}

} // namespace

TEST_CASE("A token made from a precomposed letter covers that letter's bytes")
{
    const Tokenizer tokenizer = smallTokenizer({"cafe", "##s", "##e", "caf", "a"});
    CHECK(bytesOf(tokenizer, "Caf\u00C9s") == "Caf\u00C9|s");
    CHECK(tokenizer.encode("Caf\u00C9s", 8).ranges[1] == ByteRange{0, 5});
}

TEST_CASE("A stripped combining mark belongs to the token of the character before it")
{
    CHECK(bytesOf(smallTokenizer({"caf", "##e", "##s"}), "cafe\u0301\u0323s") == "caf|e\u0301\u0323|s");
    CHECK(bytesOf(smallTokenizer({"!", "a"}), "!\u0301a") == "!\u0301|a");
    CHECK(bytesOf(smallTokenizer({"\u4E2D"}), "\u4E2D\u0301\u4E2D") == "\u4E2D\u0301|\u4E2D");
    CHECK(bytesOf(smallTokenizer({"a"}), "\u0301a \u0301a") == "a|a"); // no character before it
    CHECK(bytesOf(smallTokenizer({"a"}), "[MASK]\u0301a") == "[MASK]|a");
}

TEST_CASE("A dropped character inside a token is among its bytes, one at its edge is not")
{
    CHECK(bytesOf(smallTokenizer({"ab", "##c"}), "\u200Ba\u200Bb\u200Bc\u200B") == "a\u200Bb|c");
}

TEST_CASE("The letters of one hangul syllable all cover that syllable")
{
    const std::string syllable = "\uD55C";
    const Tokenizer tokenizer = smallTokenizer({"\u1112", "##\u1161", "##\u11AB"});
    CHECK(tokensOf(tokenizer, syllable) == "\u1112 ##\u1161 ##\u11AB");
    CHECK(bytesOf(tokenizer, syllable) == syllable + "|" + syllable + "|" + syllable);
}

TEST_CASE("A capital I with dot gives two characters that cover its two bytes")
{
    TokenizerOptions options;
    options.stripAccents = false;
    CHECK(bytesOf(smallTokenizer({"i", "##\u0307", "##x"}, options), "\u0130x") == "\u0130|\u0130|x");
}

TEST_CASE("Ranges of any text rise and lie within it, and those of plain cased text spell its tokens")
{
    std::vector<std::string> tokens{"\u4E2D", "\u00E9", "##\u00E9", "\u1112", "##\u1161", "!", "[", "]", "=", "-"};
    for (char letter = '0'; letter <= 'z'; ++letter)
        if (std::isalnum(static_cast<unsigned char>(letter)))
            for (const char* prefix : {"", "##"})
                tokens.push_back(std::string(prefix) + letter);
    const Tokenizer uncased = smallTokenizer(tokens);
    const Tokenizer cased = smallTokenizer(tokens, casedOptions());
    const std::vector<std::string> parts{"a", "B", "7", " ", "!", "-", "[MASK]", "[", "\n", "\u00C9", "\u0301", "\u4E2D",
        "\uD558", "\u0130", "\u2260", "\u200B", "\xC3", "\xFF", "\U0001F600", "\u3042", "\uF900", "\u2028", "\x01", "ab"};
    const std::size_t asciiParts = 9;

    std::mt19937 random(20);
    std::size_t compared = 0;
    for (int round = 0; round < 3000; ++round) {
        const bool plain = round % 3 == 0;
        std::string text;
        for (auto count = random() % 40; count > 0; --count)
            text += parts[random() % (plain ? asciiParts : parts.size())];
        for (const Tokenizer* tokenizer : {&uncased, &cased}) {
            const Encoding encoding = tokenizer->encode(text, 3 + random() % 60);
            REQUIRE(encoding.ids.size() == encoding.ranges.size());
            REQUIRE(encoding.ranges.front() == ByteRange{});
            REQUIRE(encoding.ranges.back() == ByteRange{});
            ByteRange before;
            for (std::size_t i = 1; i + 1 < encoding.ids.size(); ++i, ++compared) {
                const ByteRange range = encoding.ranges[i];
                REQUIRE(range.begin < range.end);
                REQUIRE(range.end <= text.size());
                REQUIRE(rises(before, range));
                before = range;
                if (!plain || tokenizer != &cased)
                    continue;
                std::string token = cased.vocabulary().token(encoding.ids[i]);
                if (token.starts_with("##"))
                    token.erase(0, 2);
                REQUIRE(text.substr(range.begin, range.end - range.begin) == token);
            }
        }
    }
    CHECK(compared > 50000);
}

TEST_CASE("Ranges of the reference texts rise, lie within the text and begin and end at characters")
{
    const auto pack = referencePack("byte ranges of the reference texts");
    if (!pack)
        return;
    std::size_t compared = 0;
    for (const auto& directory : subdirectories(*pack / "vocab")) {
        const Tokenizer tokenizer = Tokenizer::fromDirectory(directory);
        const std::string lines = readFile(*pack / "tokenizer" / (directory.filename().string() + ".txt"));
        const auto atCharacter = [](const std::string& text, std::size_t at) {
            return at == text.size() || (text[at] & 0xC0) != 0x80;
        };
        for (std::size_t begin = 0, end; (end = lines.find('\n', begin)) != std::string::npos; begin = end + 1) {
            const std::string text = lines.substr(begin, end - begin);
            const Encoding encoding = tokenizer.encode(text, 512);
            ByteRange before;
            for (std::size_t i = 1; i + 1 < encoding.ranges.size(); ++i, ++compared) {
                const ByteRange range = encoding.ranges[i];
                if (!rises(before, range) || range.begin >= range.end || range.end > text.size()
                    || !atCharacter(text, range.begin) || !atCharacter(text, range.end))
                    FAIL("range " << range.begin << "-" << range.end << " of " << text);
                before = range;
            }
        }
    }
    std::cout << "byte ranges: " << compared << " tokens looked at" << std::endl;
    CHECK(compared > 0);
}
