#include "core/text/tokenizer_files.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune::core;
using namespace attune::test;

namespace {

const std::string kVocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n##b\n<s>\n</s>\n";

TokenizerFiles files(const std::string& config = "{}")
{
    TokenizerFiles all;
    all.directory = "some";
    all.vocabulary = kVocabulary;
    all.tokenizerConfig = config;
    return all;
}

std::string fault(const TokenizerFiles& all)
{
    try {
        makeTokenizer(all);
    } catch (const Error& error) {
        return error.cause();
    }
    return "accepted";
}

} // namespace

TEST_CASE("Special tokens are texts or objects, and special_tokens_map.json has the last word")
{
    TokenizerFiles all = files(R"({"cls_token": {"content": "<s>", "lstrip": false}, "sep_token": "[SEP]", "mask_token": null})");
    CHECK(makeTokenizer(all).vocabulary().cls() == 8);
    all.specialTokensMap = R"({"sep_token": {"content": "</s>"}, "additional_special_tokens": ["<usr>", {"content": "a"}], "bos_token": "<b>"})";
    const Tokenizer tokenizer = makeTokenizer(all);
    CHECK(tokenizer.vocabulary().cls() == 8);
    CHECK(tokenizer.vocabulary().sep() == 9);
    CHECK(tokenizer.vocabulary().size() == 12); // <b> and <usr> are new
    CHECK(tokensOf(tokenizer, "b<usr>ab<b>") == "b <usr> a b <b>");
}

TEST_CASE("With added_tokens_decoder, special_tokens_map.json and added_tokens.json are not read, as transformers does")
{
    TokenizerFiles all = files(R"({"added_tokens_decoder": {"10": {"content": "xy", "special": false, "normalized": true}}})");
    all.specialTokensMap = R"({"cls_token": "<s>"})";
    all.addedTokens = R"({"zz": 10})";
    const Tokenizer tokenizer = makeTokenizer(all);
    CHECK(tokenizer.vocabulary().cls() == 2);
    CHECK(tokenizer.vocabulary().id("xy") == 10);
    CHECK_FALSE(tokenizer.vocabulary().id("zz"));
}

TEST_CASE("added_tokens.json extends the vocabulary without a gap")
{
    TokenizerFiles all = files();
    all.addedTokens = R"({"yy": 11, "xx": 10, "[MASK]": 4})";
    const Tokenizer tokenizer = makeTokenizer(all);
    CHECK(tokenizer.vocabulary().size() == 12);
    CHECK(tokenizer.vocabulary().pieces() == 10);
    CHECK(tokensOf(tokenizer, "axxb[MASK]YY") == "a xx b [MASK] yy");
    for (const auto& [json, named] : std::vector<std::pair<std::string, std::string>>{
             {R"({"xx": 11})", "next id is 10"}, {R"({"xx": 5})", "that is the id of \"a\""}, {R"({"a": 6})", "its id is 5"},
             {R"({"xx": 2147483646})", "next id is 10"}, {R"({"xx": 99999999999})", "xx"}, {R"({"xx": -1})", "xx"}, {R"({"xx": "10"})", "xx"},
             {R"({"xx": 10, "xx": 10})", "twice"}, {R"({"xx": 10, "yy": 10})", "yy"}, {"[]", "added_tokens.json"}}) {
        all.addedTokens = json;
        CAPTURE(json);
        CHECK_THAT(fault(all), ContainsSubstring(named));
    }
}

TEST_CASE("A role that the vocabulary does not fill is refused by file and token")
{
    TokenizerFiles all = files(R"({"unk_token": "<none>"})");
    CHECK_THAT(fault(all), ContainsSubstring("vocab.txt") && ContainsSubstring("<none>") && ContainsSubstring("[UNK]"));
    all = files();
    all.vocabulary = "[PAD]\n[CLS]\n[SEP]\n";
    CHECK_THAT(fault(all), ContainsSubstring("vocab.txt") && ContainsSubstring("[UNK]"));
    all.vocabulary = "";
    all.addedTokens = R"({"[UNK]": 0, "[PAD]": 1, "[CLS]": 2, "[SEP]": 3})";
    CHECK_THAT(fault(all), ContainsSubstring("vocab.txt") && ContainsSubstring("empty"));
}

TEST_CASE("Settings under which texts are cut by other rules are refused, and so is what is of another kind")
{
    for (const auto& [json, named] : std::vector<std::pair<std::string, std::string>>{
             {R"({"do_basic_tokenize": false})", "do_basic_tokenize"}, {R"({"split_special_tokens": true})", "split_special_tokens"},
             {R"({"tokenizer_class": "BertJapaneseTokenizer"})", "BertJapaneseTokenizer"}, {R"({"never_split": "word"})", "never_split"},
             {R"({"never_split": [1]})", "never_split"}, {R"({"cls_token": 7})", "cls_token"}, {R"({"cls_token": {"lstrip": true}})", "content"},
             {R"({"additional_special_tokens": "<s>"})", "additional_special_tokens"}, {R"({"added_tokens_decoder": {"x": {"content": "y"}}})", "\"x\""},
             {R"({"added_tokens_decoder": {"-1": {"content": "y"}}})", "-1"}, {R"({"added_tokens_decoder": {"10": "y"}})", "content"},
             {R"({"a": 1, "a": 2})", "twice"}, {"{\"a\": " + std::string(100000, '['), "deep"}, {std::string("{}\0{}", 5), "JSON"}}) {
        CAPTURE(json.substr(0, 100));
        CHECK_THAT(fault(files(json)), ContainsSubstring(named) && ContainsSubstring("tokenizer_config.json"));
    }
}

TEST_CASE("A file larger than any tokenizer's is refused by its size")
{
    const TemporaryDirectory place;
    std::ofstream(place / "vocab.txt") << kVocabulary;
    std::filesystem::resize_file(place / "vocab.txt", std::uintmax_t{1} << 40); // sparse
    CHECK_THROWS_WITH(Tokenizer::fromDirectory(place.path()), ContainsSubstring("vocab.txt") && ContainsSubstring("1099511627776"));
    std::filesystem::remove(place / "vocab.txt");
    std::filesystem::create_directory(place / "vocab.txt");
    CHECK_THROWS_WITH(Tokenizer::fromDirectory(place.path()), ContainsSubstring("vocab.txt is not a file"));
}

TEST_CASE("What was read is saved so that it reads back as the same tokenizer")
{
    TokenizerFiles all = files(R"({"do_lower_case": false, "never_split": ["a-b", "c++"], "cls_token": "<s>", "sep_token": "</s>",
        "additional_special_tokens": ["<usr>"], "eos_token": "<e>"})");
    all.addedTokens = R"({"xx": 10, "<usr>": 11})";
    const Tokenizer tokenizer = makeTokenizer(all);
    const TemporaryDirectory place;
    tokenizer.save(place.path(), 64);
    const Tokenizer again = Tokenizer::fromDirectory(place.path());
    CHECK(again.vocabulary().tokens() == tokenizer.vocabulary().tokens());
    CHECK(again.vocabulary().pieces() == tokenizer.vocabulary().pieces());
    CHECK(again.vocabulary().special() == tokenizer.vocabulary().special());
    CHECK(again.addedTokens() == tokenizer.addedTokens());
    CHECK(again.options().neverSplit == tokenizer.options().neverSplit);
    CHECK(readJson(place / "added_tokens.json") == nlohmann::json({{"xx", 10}, {"<usr>", 11}, {"<e>", 12}}));
}
