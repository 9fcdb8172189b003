#include "core/text/vocabulary.h"

#include "tests/support/catch.h"

using namespace attune::core;

namespace {

Vocabulary read(const std::string& bytes)
{
    return Vocabulary(vocabularyLines(bytes, "some/vocab.txt"), "some/vocab.txt");
}

const std::string kSpecials = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n";

} // namespace

TEST_CASE("A line's number is its token's id, and a final line end adds no token")
{
    const Vocabulary vocabulary = read(kSpecials + "the\n##ing\n");
    CHECK(vocabulary.size() == 6);
    CHECK(vocabulary.id("the") == 4);
    CHECK(vocabulary.token(5) == "##ing");
    CHECK_FALSE(vocabulary.id("absent"));
    CHECK(vocabulary.pad() == 0);
    CHECK(vocabulary.unknown() == 1);
    CHECK(vocabulary.cls() == 2);
    CHECK(vocabulary.sep() == 3);
    CHECK(read(kSpecials + "the\n##ing").size() == 6);
}

TEST_CASE("CRLF line ends are read like LF")
{
    const Vocabulary vocabulary = read("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nthe\r\n");
    CHECK(vocabulary.size() == 5);
    CHECK(vocabulary.id("the") == 4);
}

TEST_CASE("A token on two lines has the id of the last, and both lines count")
{
    const Vocabulary vocabulary = read(kSpecials + "twice\nonce\ntwice\n\n");
    CHECK(vocabulary.size() == 8);
    CHECK(vocabulary.id("twice") == 6);
    CHECK(vocabulary.token(4) == "twice");
    CHECK(vocabulary.token(7).empty());
}

TEST_CASE("An empty vocabulary is refused by name")
{
    CHECK_THROWS_WITH(read(""), ContainsSubstring("some/vocab.txt is empty"));
}

TEST_CASE("A vocabulary that lacks a special token is refused by file and token")
{
    for (const std::string missing : {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}) {
        std::string bytes = kSpecials;
        bytes.replace(bytes.find(missing), missing.size(), "word");
        CHECK_THROWS_WITH(read(bytes), ContainsSubstring("some/vocab.txt") && ContainsSubstring(missing));
    }
}

TEST_CASE("A vocabulary that is not UTF-8 is refused by line")
{
    CHECK_THROWS_WITH(read(kSpecials + "caf\xE9\n"), ContainsSubstring("Line 5") && ContainsSubstring("some/vocab.txt"));
}

TEST_CASE("A vocabulary of more tokens or bytes than any BERT's is refused by its file, before anything is made of it")
{
    CHECK(read(kSpecials + std::string(kMostTokens - 4, '\n')).size() == kMostTokens);
    CHECK_THROWS_WITH(
        read(kSpecials + std::string(kMostTokens - 3, '\n')), ContainsSubstring("some/vocab.txt has more than 1000000 tokens"));
    CHECK_THROWS_WITH(read(kSpecials + std::string(kMostTokenBytes, 'a')),
        ContainsSubstring("some/vocab.txt") && ContainsSubstring("16777216 bytes"));
}
