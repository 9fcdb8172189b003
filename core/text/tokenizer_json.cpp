#include "core/text/tokenizer_json.h"

#include "core/error.h"
#include "core/json_text.h"

#include <algorithm>

namespace attune::core {

using nlohmann::json;

namespace {

constexpr const char* kSupported = "Attune cuts texts as BertTokenizer does (WordPiece with the prefix ##, BertNormalizer, "
                                   "BertPreTokenizer): choose a checkpoint with such a tokenizer.";
constexpr const char* kFetchAgain = "Take all files of the tokenizer from the same checkpoint.";

/// A part of the file that is an object; an empty one where it is absent or null.
const json& partOf(const json& tokenizer, const char* key)
{
    static const json kNothing = json::object();
    const auto found = tokenizer.find(key);
    return found != tokenizer.end() && found->is_object() ? *found : kNothing;
}

void requireType(const json& tokenizer, const char* key, const char* type, const std::string& name)
{
    const auto stated = textOf(partOf(tokenizer, key), "type", name);
    if (stated != type)
        throw Error("By " + name + ", the tokenizer's " + key + " is "
                + (stated ? excerptOf(*stated) : std::string("not stated")) + ", and only " + type + " is supported.",
            kSupported);
}

void requireBert(const json& tokenizer, const std::string& name)
{
    requireType(tokenizer, "model", "WordPiece", name);
    requireType(tokenizer, "normalizer", "BertNormalizer", name);
    requireType(tokenizer, "pre_tokenizer", "BertPreTokenizer", name);
    const json& model = partOf(tokenizer, "model");
    if (const auto prefix = textOf(model, "continuing_subword_prefix", name); prefix && *prefix != "##")
        throw Error("By " + name + ", the pieces within a word begin with " + excerptOf(*prefix) + ", and only ## is supported.", kSupported);
    if (booleanOf(partOf(tokenizer, "normalizer"), "clean_text", name) == false)
        throw Error("By " + name + ", control characters stay in the texts (clean_text is false), which is not supported.", kSupported);
    const auto processor = textOf(partOf(tokenizer, "post_processor"), "type", name);
    if (processor && *processor != "TemplateProcessing" && *processor != "BertProcessing")
        throw Error("By " + name + ", the tokenizer's post_processor is " + excerptOf(*processor)
                + ", and only TemplateProcessing and BertProcessing are supported.",
            kSupported);
}

std::vector<std::string> vocabularyOf(const json& model, const std::string& name)
{
    const auto vocabulary = model.find("vocab");
    if (vocabulary == model.end() || !vocabulary->is_object())
        throw Error("The model in " + name + " has no \"vocab\" of tokens and ids.", kFetchAgain);
    std::size_t bytes = 0;
    for (auto entry = vocabulary->begin(); entry != vocabulary->end(); ++entry)
        bytes += entry.key().size();
    requireVocabularySize(vocabulary->size(), bytes, name);
    std::vector<const std::string*> byId(vocabulary->size());
    for (auto entry = vocabulary->begin(); entry != vocabulary->end(); ++entry) {
        const std::string& token = entry.key();
        const std::string where = "The token " + excerptOf(token) + " in the vocabulary of " + name;
        if (!entry->is_number_unsigned() || entry->get<std::uint64_t>() >= byId.size())
            throw Error(where + " has the id " + excerptOf(*entry) + ", and the ids of its " + std::to_string(byId.size())
                    + " tokens should run from 0 to " + std::to_string(byId.size() - 1) + ".",
                kFetchAgain);
        const std::string*& place = byId[entry->get<std::size_t>()];
        if (place)
            throw Error(where + " has the same id as " + excerptOf(*place) + ": " + excerptOf(*entry) + ".", kFetchAgain);
        if (token.find_first_of("\r\n") != std::string::npos)
            throw Error(where + " holds a line break, which no token of BERT's does.", kFetchAgain);
        place = &token;
    }
    std::vector<std::string> tokens;
    tokens.reserve(byId.size());
    for (const std::string* token : byId)
        tokens.push_back(*token);
    return tokens;
}

std::vector<StatedToken> addedTokensOf(const json& tokenizer, const std::string& name)
{
    std::vector<StatedToken> tokens;
    const auto list = tokenizer.find("added_tokens");
    if (list == tokenizer.end() || list->is_null())
        return tokens;
    if (!list->is_array())
        throw Error("\"added_tokens\" in " + name + " is " + excerptOf(*list) + ", not a list.", kFetchAgain);
    for (const json& entry : *list) {
        AddedToken token = addedTokenOf(entry, "One of \"added_tokens\"", name);
        const auto id = countOf(entry, "id", name);
        if (!id)
            throw Error("The added token " + excerptOf(token.content) + " in " + name + " has no \"id\".", kFetchAgain);
        token.id = static_cast<std::int32_t>(*id);
        tokens.push_back({token, true});
    }
    return tokens;
}

} // namespace

TokenizerJson readTokenizerJson(std::string_view text, const std::string& name, TokenizerJsonUse use)
{
    const json tokenizer = parseJsonObject(text, name);
    const bool everything = use == TokenizerJsonUse::Everything;
    if (everything)
        requireBert(tokenizer, name);

    TokenizerJson read;
    const json& normalizer = partOf(tokenizer, "normalizer");
    read.lowercase = booleanOf(normalizer, "lowercase", name);
    read.stripAccents = booleanOf(normalizer, "strip_accents", name);
    read.handleChineseChars = booleanOf(normalizer, "handle_chinese_chars", name);
    read.added = addedTokensOf(tokenizer, name);
    const auto model = tokenizer.find("model");
    if (model != tokenizer.end() && model->is_object()) {
        read.maxInputCharsPerWord = countOf(*model, "max_input_chars_per_word", name);
        read.unknown = textOf(*model, "unk_token", name);
        if (everything)
            read.vocabulary = vocabularyOf(*model, name);
    }
    return read;
}

} // namespace attune::core
