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

void write(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

/// A directory with a small vocab.txt and, where not empty, the two settings files.
TokenizerOptions optionsFrom(const std::string& config, const std::string& tokenizerJson = {})
{
    const TemporaryDirectory directory;
    write(directory / "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
    if (!config.empty())
        write(directory / "tokenizer_config.json", config);
    if (!tokenizerJson.empty())
        write(directory / "tokenizer.json", tokenizerJson);
    return Tokenizer::fromDirectory(directory.path()).options();
}

} // namespace

TEST_CASE("Without tokenizer_config.json a checkpoint is uncased")
{
    const TokenizerOptions options = optionsFrom("");
    CHECK(options.doLowerCase);
    CHECK_FALSE(options.stripAccents);
    CHECK(options.tokenizeChineseChars);
    CHECK_FALSE(options.modelMaxLength);
}

TEST_CASE("tokenizer_config.json decides, and null is as absent")
{
    const TokenizerOptions options = optionsFrom(
        R"({"do_lower_case": false, "strip_accents": true, "tokenize_chinese_chars": false, "model_max_length": 128, "never_split": null})");
    CHECK_FALSE(options.doLowerCase);
    CHECK(options.stripAccents == true);
    CHECK_FALSE(options.tokenizeChineseChars);
    CHECK(options.modelMaxLength == 128);
    CHECK_FALSE(optionsFrom(R"({"strip_accents": null})").stripAccents);
}

TEST_CASE("Where tokenizer_config.json does not say, tokenizer.json's normalizer decides about lower-casing")
{
    const std::string cased = R"({"normalizer": {"type": "BertNormalizer", "lowercase": false}})";
    CHECK_FALSE(optionsFrom("", cased).doLowerCase);
    CHECK_FALSE(optionsFrom(R"({"model_max_length": 64})", cased).doLowerCase);
    CHECK(optionsFrom(R"({"do_lower_case": true})", cased).doLowerCase);
    CHECK(optionsFrom("", R"({"normalizer": null})").doLowerCase);
}

TEST_CASE("A model_max_length that says no limit is ignored")
{
    for (const char* value : {"1000000000000000019884624838656", "1e30", "0", "2", "-5", "\"512\"", "null"})
        CHECK_FALSE(optionsFrom(std::string("{\"model_max_length\": ") + value + "}").modelMaxLength);
    CHECK(optionsFrom(R"({"model_max_length": 512.0})").modelMaxLength == 512);
}

TEST_CASE("A directory without any vocabulary is refused with what is supported")
{
    const TemporaryDirectory directory;
    CHECK_THROWS_WITH(Tokenizer::fromDirectory(directory.path()),
        ContainsSubstring((directory / "vocab.txt").string()) && ContainsSubstring("supported"));
}

TEST_CASE("Settings that are not what they should be are refused by file and name")
{
    CHECK_THROWS_WITH(optionsFrom("<html>"), ContainsSubstring("tokenizer_config.json"));
    CHECK_THROWS_WITH(optionsFrom("{\"do_lower_case\": tr"), ContainsSubstring("tokenizer_config.json"));
    CHECK_THROWS_WITH(optionsFrom("[1]"), ContainsSubstring("tokenizer_config.json"));
    CHECK_THROWS_WITH(optionsFrom("", "\xFF\xFE"), ContainsSubstring("tokenizer.json"));
    CHECK_THROWS_WITH(optionsFrom(R"({"do_lower_case": "yes"})"),
        ContainsSubstring("tokenizer_config.json") && ContainsSubstring("do_lower_case") && ContainsSubstring("yes"));
}

TEST_CASE("Which part of a long text a model reads is said by truncation_side, and kept when the tokenizer is saved")
{
    CHECK(optionsFrom("{}").kept == KeptPart::Head);
    CHECK(optionsFrom(R"({"truncation_side": "right"})").kept == KeptPart::Head);
    CHECK(optionsFrom(R"({"truncation_side": "left"})").kept == KeptPart::Tail);
    CHECK_THROWS_WITH(optionsFrom(R"({"attune_truncation": "middle"})"), ContainsSubstring("tokenizer_config.json") && ContainsSubstring("middle"));
    for (const KeptPart part : {KeptPart::Head, KeptPart::Tail, KeptPart::HeadAndTail}) {
        Tokenizer tokenizer = smallTokenizer({"the"}, {});
        tokenizer.setKept(part);
        const TemporaryDirectory directory;
        tokenizer.save(directory.path(), 96);
        CHECK(Tokenizer::fromDirectory(directory.path()).options().kept == part);
        CHECK((readJson(directory / "tokenizer_config.json").value("truncation_side", "right") == "left") == (part == KeptPart::Tail));
    }
}

TEST_CASE("A saved tokenizer reads back as it was, with the maximum length trained with")
{
    TokenizerOptions options = casedOptions();
    options.stripAccents = false;
    options.tokenizeChineseChars = false;
    const Tokenizer tokenizer = smallTokenizer({"The", "##\u00E9", ""}, options);
    const TemporaryDirectory directory;
    tokenizer.save(directory.path(), 96);

    const Tokenizer again = Tokenizer::fromDirectory(directory.path());
    CHECK(again.vocabulary().tokens() == tokenizer.vocabulary().tokens());
    CHECK_FALSE(again.options().doLowerCase);
    CHECK(again.options().stripAccents == false);
    CHECK_FALSE(again.options().tokenizeChineseChars);
    CHECK(again.options().modelMaxLength == 96);

    const auto config = readJson(directory / "tokenizer_config.json");
    CHECK(config.at("tokenizer_class") == "BertTokenizer");
    CHECK(config.at("model_max_length") == 96);
    CHECK(config.at("cls_token") == "[CLS]");
    const auto special = readJson(directory / "special_tokens_map.json");
    for (const char* name : {"unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        CHECK(special.at(name) == config.at(name));
    CHECK(special.size() == 5);
}

TEST_CASE("A tokenizer without a word about accents saves none")
{
    const TemporaryDirectory directory;
    smallTokenizer({}).save(directory.path(), 64);
    CHECK(readJson(directory / "tokenizer_config.json").at("strip_accents").is_null());
}

TEST_CASE("Saving where nothing can be written names the file")
{
    const TemporaryDirectory directory;
    CHECK_THROWS_AS(smallTokenizer({}).save(directory / "absent", 64), Error);
    CHECK_THROWS_WITH(smallTokenizer({}).save(directory / "absent", 64), ContainsSubstring("vocab.txt"));
}
