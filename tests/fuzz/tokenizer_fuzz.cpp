#include "core/text/tokenizer.h"
#include "tests/fuzz/require.h"

#include <cstdint>

// Any bytes as a text, and as a pair of texts, through tokenizers of different settings.

using namespace attune::core;
using attune::test::require;

namespace {

Tokenizer tokenizer(TokenizerOptions options, bool addTokens)
{
    std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a", "aa", "##aaa", "b", "ab", "##ab", "the", "##e", "!", "[",
        "]", "mask", "\u00E9", "##\u00E9", "e", "\u4E2D", "\u1112", "##\u1161", "##\u11AB", "i", "##\u0307", "c++"};
    std::vector<AddedToken> added;
    if (addTokens) {
        const auto first = static_cast<std::int32_t>(tokens.size());
        added = {{"<x>", first, true}, {"solo", first + 1, false, true}, {"<xx>\u00E9", first + 2, false, false, false, false, true},
            {" ", first + 3, false}};
        for (const auto& token : added)
            tokens.push_back(token.content);
        options.neverSplit = {"c++", "a!b", "\u00E9", "the"};
    }
    return Tokenizer(Vocabulary(tokens, "the fuzzer's vocabulary", {}, added.size()), options, added);
}

TokenizerOptions settings(bool lowerCase, std::optional<bool> stripAccents = {}, bool chineseChars = true, std::size_t longestWord = 100)
{
    TokenizerOptions options;
    options.doLowerCase = lowerCase;
    options.stripAccents = stripAccents;
    options.tokenizeChineseChars = chineseChars;
    options.maxInputCharsPerWord = longestWord;
    return options;
}

bool atCharacter(std::string_view text, std::size_t at) { return at == text.size() || (text[at] & 0xC0) != 0x80; }

/// Tokens [begin, end) of `encoding` stand for bytes of `text`, from left to right.
void checkRanges(const Encoding& encoding, std::size_t begin, std::size_t end, std::string_view text)
{
    const bool wellFormed = firstNonUtf8(text) == std::string_view::npos;
    ByteRange before;
    for (std::size_t i = begin; i < end; ++i) {
        const ByteRange range = encoding.ranges[i];
        require(range.begin < range.end && range.end <= text.size(), "a token stands for bytes of its text");
        require(range.begin >= before.end || (range.begin == before.begin && range.end >= before.end), "ranges rise");
        require(!wellFormed || (atCharacter(text, range.begin) && atCharacter(text, range.end)), "ranges end at characters");
        before = range;
    }
}

void checkIds(const Tokenizer& tokenizer, const Encoding& encoding, std::size_t maxLength)
{
    require(encoding.ids.size() == encoding.ranges.size() && encoding.ids.size() <= maxLength, "at most as many tokens as asked for");
    require(encoding.ids.size() == std::min(encoding.fullLength, maxLength), "as many tokens as there is room for");
    for (const std::int32_t id : encoding.ids)
        require(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabulary().size(), "ids are the vocabulary's");
    require(encoding.ids.front() == tokenizer.vocabulary().cls() && encoding.ids.back() == tokenizer.vocabulary().sep(), "[CLS] ... [SEP]");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Tokenizer tokenizers[] = {tokenizer(settings(true), false), tokenizer(settings(false), false),
        tokenizer(settings(true, false, false), true), tokenizer(settings(false, true), true), tokenizer(settings(true, {}, true, 3), true)};
    if (size < 2)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    const std::string_view first = text.substr(0, text.size() * data[0] / 256), second = text.substr(first.size());
    EncodeOptions options;
    options.maxLength = 3 + data[1] % 61;
    options.kept = static_cast<KeptPart>(data[0] % 3);
    for (const Tokenizer& tokenizer : tokenizers) {
        const Encoding single = tokenizer.encode(text, options);
        checkIds(tokenizer, single, options.maxLength);
        checkRanges(single, 1, single.ids.size() - 1, text);
        require(single.tokenTypeIds.empty(), "a single text has no segment ids");

        const Encoding pair = tokenizer.encodePair(first, second, options);
        checkIds(tokenizer, pair, options.maxLength);
        require(pair.tokenTypeIds.size() == pair.ids.size(), "each token of a pair has a segment id");
        std::size_t ofFirst = 0;
        while (ofFirst < pair.ids.size() && pair.tokenTypeIds[ofFirst] == 0)
            ++ofFirst;
        require(ofFirst >= 2 && ofFirst < pair.ids.size(), "both segments are there");
        for (std::size_t i = ofFirst; i < pair.ids.size(); ++i)
            require(pair.tokenTypeIds[i] == 1, "segment ids are 0, then 1");
        checkRanges(pair, 1, ofFirst - 1, first);
        checkRanges(pair, ofFirst, pair.ids.size() - 1, second);
    }
    return 0;
}
