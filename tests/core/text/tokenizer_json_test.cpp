#include "core/text/tokenizer_files.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

using namespace attune::core;
using namespace attune::test;
using nlohmann::json;

namespace {

json bertTemplate()
{
    return json::parse(R"({"type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
            {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}})");
}

json usual()
{
    return {{"model", {{"type", "WordPiece"}, {"unk_token", "[UNK]"}, {"continuing_subword_prefix", "##"}, {"max_input_chars_per_word", 100},
                          {"vocab", {{"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}, {"a", 5}, {"##b", 4}, {"\u00e9", 6}}}}},
        {"normalizer", {{"type", "BertNormalizer"}, {"lowercase", true}, {"strip_accents", nullptr}, {"handle_chinese_chars", true}, {"clean_text", true}}},
        {"pre_tokenizer", {{"type", "BertPreTokenizer"}}}, {"post_processor", bertTemplate()}, {"added_tokens", json::array()}};
}

TokenizerFiles files(const std::string& text)
{
    TokenizerFiles all;
    all.directory = "some";
    all.tokenizerJson = text;
    return all;
}

std::string fault(const std::string& text)
{
    try {
        makeTokenizer(files(text));
    } catch (const Error& error) {
        return error.cause();
    }
    return "accepted";
}

/// The fault once `change` was merged into the usual file.
std::string faultWith(const json& change)
{
    json tokenizer = usual();
    tokenizer.merge_patch(change);
    return fault(tokenizer.dump());
}

} // namespace

TEST_CASE("Where only tokenizer.json exists, it gives vocabulary, normalizer, longest word and added tokens")
{
    json tokenizer = usual();
    const Tokenizer plain = makeTokenizer(files(tokenizer.dump()));
    CHECK(plain.vocabulary().token(4) == "##b");
    CHECK(plain.options().doLowerCase);
    CHECK(tokensOf(plain, "AB \u00C9") == "a ##b [UNK]");

    tokenizer["normalizer"]["strip_accents"] = false;
    tokenizer["normalizer"]["handle_chinese_chars"] = false;
    tokenizer["model"]["max_input_chars_per_word"] = 3;
    tokenizer["added_tokens"].push_back({{"id", 7}, {"content", "<x>"}, {"special", true}});
    const Tokenizer other = makeTokenizer(files(tokenizer.dump()));
    CHECK(tokensOf(other, "\u00C9 abb abbb a<x>") == "\u00e9 a ##b ##b [UNK] a <x>");
    CHECK_FALSE(other.options().tokenizeChineseChars);
}

TEST_CASE("tokenizer.json's own unk_token counts where no other file names one")
{
    json tokenizer = usual();
    tokenizer["model"]["unk_token"] = "a";
    CHECK(makeTokenizer(files(tokenizer.dump())).vocabulary().unknown() == 5);
    TokenizerFiles all = files(tokenizer.dump());
    all.tokenizerConfig = R"({"unk_token": "[UNK]"})";
    CHECK(makeTokenizer(all).vocabulary().unknown() == 1);
}

TEST_CASE("A tokenizer.json of another kind is refused by what it is")
{
    CHECK_THAT(faultWith({{"model", {{"type", "Unigram"}}}}), ContainsSubstring("tokenizer.json") && ContainsSubstring("Unigram"));
    CHECK_THAT(faultWith({{"model", {{"type", "BPE"}}}}), ContainsSubstring("BPE"));
    CHECK_THAT(faultWith({{"model", nullptr}}), ContainsSubstring("not stated"));
    CHECK_THAT(faultWith({{"model", {{"continuing_subword_prefix", "@@"}}}}), ContainsSubstring("@@"));
    CHECK_THAT(faultWith({{"normalizer", {{"type", "Sequence"}}}}), ContainsSubstring("Sequence"));
    CHECK_THAT(faultWith({{"normalizer", {{"clean_text", false}}}}), ContainsSubstring("clean_text"));
    CHECK_THAT(faultWith({{"pre_tokenizer", {{"type", "Metaspace"}}}}), ContainsSubstring("Metaspace"));
    CHECK_THAT(faultWith({{"post_processor", {{"type", "RobertaProcessing"}}}}), ContainsSubstring("RobertaProcessing"));
    CHECK_THAT(faultWith({{"model", {{"max_input_chars_per_word", -1}}}}), ContainsSubstring("max_input_chars_per_word"));
}

TEST_CASE("A post_processor that puts anything but BERT's tokens around texts is refused")
{
    const auto refused = [](const json& processor, const std::string& said) {
        json tokenizer = usual();
        tokenizer["post_processor"] = processor;
        CAPTURE(processor);
        CHECK_THAT(fault(tokenizer.dump()), ContainsSubstring("tokenizer.json") && ContainsSubstring(said));
    };
    const auto with = [](const char* pointer, const json& value) {
        json processor = bertTemplate();
        processor[json::json_pointer(pointer)] = value;
        return processor;
    };
    json tokenizer = usual();
    tokenizer["post_processor"] = {{"type", "BertProcessing"}, {"sep", {"[SEP]", 3}}, {"cls", {"[CLS]", 2}}};
    CHECK(fault(tokenizer.dump()) == "accepted");
    refused({{"type", "BertProcessing"}, {"sep", {"[SEP]", 2}}, {"cls", {"[CLS]", 2}}}, "with the id 2");
    refused({{"type", "BertProcessing"}, {"sep", {"[SEP]", 3}}}, "\"cls\"");
    refused(nullptr, "not stated");
    refused({{"type", "TemplateProcessing"}}, "another template for a text");
    refused(with("/single", json::array({{{"Sequence", {{"id", "A"}, {"type_id", 0}}}}})), "[CLS] A [SEP]"); // none around
    refused(with("/pair/3/Sequence/type_id", 0), "another template for a pair");
    json roberta = bertTemplate(); // <s> A </s> </s> B </s>
    roberta["pair"].insert(roberta["pair"].begin() + 2, roberta["pair"][2]);
    refused(roberta, "another template for a pair");
    refused(with("/special_tokens/[CLS]/ids", json::array()), "no id of its own");
    refused(with("/special_tokens/[CLS]/ids/0", 4), "with the id 4");
}

TEST_CASE("The ids of tokenizer.json run from 0 and each occurs once")
{
    for (const json& id : {json(7), json(3), json(-1), json(1.5), json("4"), json(18446744073709551615u), json(nullptr)}) {
        json tokenizer = usual();
        tokenizer["model"]["vocab"]["a"] = id;
        CAPTURE(id);
        CHECK_THAT(fault(tokenizer.dump()), ContainsSubstring("tokenizer.json") && ContainsSubstring("id"));
    }
    CHECK_THAT(faultWith({{"model", {{"vocab", {{"x\n", 7}}}}}}), ContainsSubstring("line break"));
    CHECK_THAT(faultWith({{"model", {{"vocab", {{"[UNK]", nullptr}, {"x", 1}}}}}}), ContainsSubstring("lacks [UNK]"));
    json empty = usual();
    empty["model"]["vocab"] = json::object();
    CHECK_THAT(fault(empty.dump()), ContainsSubstring("empty"));
    empty["model"]["vocab"] = json::array();
    CHECK_THAT(fault(empty.dump()), ContainsSubstring("vocab"));
}

TEST_CASE("A tokenizer.json that was made to harm is refused")
{
    CHECK_THAT(fault("{\"a\": " + std::string(1000000, '[')), ContainsSubstring("deep"));
    std::string nested;
    for (int i = 0; i < 100000; ++i)
        nested += "{\"a\":";
    CHECK_THAT(fault(nested), ContainsSubstring("deep"));
    CHECK_THAT(fault("{\"model\": {\"vocab\": {\"a\": 0, \"a\": 1}}}"), ContainsSubstring("twice"));
    std::string many = "{\"a\": [0";
    for (int i = 0; i < 3000000; ++i)
        many += ",0";
    CHECK_THAT(fault(many + "]}"), ContainsSubstring("more values"));
    CHECK_THAT(fault("{\"\xFF\": 1}"), ContainsSubstring("JSON"));
    CHECK_THAT(fault(""), ContainsSubstring("JSON"));
    CHECK_THAT(fault("[]"), ContainsSubstring("JSON"));
}
