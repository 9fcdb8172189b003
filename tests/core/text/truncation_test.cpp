#include "core/text/truncation.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"

using namespace attune::core;
using namespace attune::test;

namespace {

using Kept = std::pair<std::size_t, std::size_t>;

/// longest_first as HuggingFace words it: one token after the other.
Kept oneByOne(std::size_t first, std::size_t second, std::size_t room)
{
    while (first + second > room)
        first > second ? --first : --second;
    return {first, second};
}

std::string shown(const Tokenizer& tokenizer, const Encoding& encoding)
{
    std::string joined;
    for (std::size_t i = 0; i < encoding.ids.size(); ++i)
        joined += (i > 0 ? " " : "") + tokenizer.vocabulary().token(encoding.ids[i]);
    return joined;
}

EncodeOptions options(std::size_t maxLength, PairTruncation truncation = PairTruncation::LongestFirst, KeptPart kept = KeptPart::Head)
{
    return {maxLength, kept, truncation};
}

} // namespace

TEST_CASE("A long text keeps its head, its tail, or a quarter and three quarters of the room")
{
    CHECK(keptOfText(1000, 510, KeptPart::Head) == Kept{510, 0});
    CHECK(keptOfText(1000, 510, KeptPart::Tail) == Kept{0, 510});
    CHECK(keptOfText(1000, 510, KeptPart::HeadAndTail) == Kept{128, 382});
    CHECK(keptOfText(1000, 0, KeptPart::HeadAndTail) == Kept{0, 0});
    for (const KeptPart kept : {KeptPart::Head, KeptPart::Tail, KeptPart::HeadAndTail})
        CHECK(keptOfText(510, 510, kept) == Kept{510, 0});
}

TEST_CASE("What is kept of a text keeps its bytes")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "c", "d", "e", "f"});
    const Encoding tail = tokenizer.encode("a b c d e f", options(5, {}, KeptPart::Tail));
    CHECK(shown(tokenizer, tail) == "[CLS] d e f [SEP]");
    CHECK(tail.ranges == std::vector<ByteRange>{{0, 0}, {6, 7}, {8, 9}, {10, 11}, {0, 0}});
    CHECK(tail.fullLength == 8);
    const Encoding both = tokenizer.encode("a b c d e f", options(6, {}, KeptPart::HeadAndTail));
    CHECK(shown(tokenizer, both) == "[CLS] a d e f [SEP]");
    CHECK(both.ranges[1] == ByteRange{0, 1});
    CHECK(both.ranges[2] == ByteRange{6, 7});
    CHECK(both.tokenTypeIds.empty());
}

TEST_CASE("longest_first ends where taking token after token from the longer text ends, on a tie from the second")
{
    for (std::size_t first = 0; first < 14; ++first)
        for (std::size_t second = 0; second < 14; ++second)
            for (std::size_t room = 0; room < 30; ++room) {
                CAPTURE(first, second, room);
                REQUIRE(keptOfPair(first, second, room, PairTruncation::LongestFirst) == oneByOne(first, second, room));
            }
}

TEST_CASE("A pair is two texts with segment ids, each with the bytes of its own")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "c", "d"});
    const Encoding whole = tokenizer.encodePair("a b", " c", options(16));
    CHECK(shown(tokenizer, whole) == "[CLS] a b [SEP] c [SEP]");
    CHECK(whole.tokenTypeIds == std::vector<std::int32_t>{0, 0, 0, 0, 1, 1});
    CHECK(whole.ranges == std::vector<ByteRange>{{0, 0}, {0, 1}, {2, 3}, {0, 0}, {1, 2}, {0, 0}});
    CHECK(whole.fullLength == 6);
    CHECK_FALSE(whole.truncated());
    CHECK(shown(tokenizer, tokenizer.encodePair("", "", options(16))) == "[CLS] [SEP] [SEP]");

    const Encoding cut = tokenizer.encodePair("a b a b a", "c d c d", options(8));
    CHECK(shown(tokenizer, cut) == "[CLS] a b a [SEP] c d [SEP]");
    CHECK(cut.tokenTypeIds == std::vector<std::int32_t>{0, 0, 0, 0, 0, 1, 1, 1});
    CHECK(cut.fullLength == 12);
}

TEST_CASE("A maximum length without room for a pair's [CLS] and two [SEP] is refused")
{
    const Tokenizer tokenizer = smallTokenizer({"a"});
    CHECK(shown(tokenizer, tokenizer.encodePair("a", "a", options(3))) == "[CLS] [SEP] [SEP]");
    for (const std::size_t length : {0u, 1u, 2u})
        CHECK_THROWS_WITH(tokenizer.encodePair("", "", options(length)), ContainsSubstring("at least 3 tokens") && ContainsSubstring("maximum length"));
}

TEST_CASE("only_first and only_second cut that text alone, and say so where the other leaves no room")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "c", "d"});
    CHECK(shown(tokenizer, tokenizer.encodePair("a b a b", "c d", options(6, PairTruncation::OnlyFirst))) == "[CLS] a [SEP] c d [SEP]");
    CHECK(shown(tokenizer, tokenizer.encodePair("a b", "c d c d", options(6, PairTruncation::OnlySecond))) == "[CLS] a b [SEP] c [SEP]");
    CHECK(shown(tokenizer, tokenizer.encodePair("", "c d", options(5, PairTruncation::OnlyFirst))) == "[CLS] [SEP] c d [SEP]");
    CHECK_THROWS_AS(tokenizer.encodePair("a", "c d c d", options(6, PairTruncation::OnlyFirst)), Error);
    CHECK_THROWS_WITH(tokenizer.encodePair("a", "c d c", options(6, PairTruncation::OnlyFirst)),
        ContainsSubstring("only_first") && ContainsSubstring("second text") && ContainsSubstring("3"));
    CHECK_THROWS_WITH(tokenizer.encodePair("a b a b", "c", options(6, PairTruncation::OnlySecond)),
        ContainsSubstring("only_second") && ContainsSubstring("first text"));
}
