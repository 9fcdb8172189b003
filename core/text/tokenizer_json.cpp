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

const json kNothing = json::object();

/// What `object` has under `key`; an empty object where there is nothing, or where it is no object itself.
const json& entryOrNothing(const json& object, const std::string& key)
{
    const json* entry = object.is_object() ? entryOf(object, key.c_str()) : nullptr;
    return entry ? *entry : kNothing;
}

/// A part of the file that is an object; an empty one where it is another thing.
const json& partOf(const json& tokenizer, const char* key)
{
    const json& part = entryOrNothing(tokenizer, key);
    return part.is_object() ? part : kNothing;
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
}

[[noreturn]] void refuseFrame(const std::string& what, const std::string& name)
{
    throw Error("By " + name + ", the tokenizer's post_processor " + what
            + "; supported are a TemplateProcessing or BertProcessing that makes [CLS] A [SEP] of a text and [CLS] A [SEP] B [SEP] of a pair.",
        kSupported);
}

json templateOf(const std::string& cls, const std::string& sep, bool pair)
{
    const auto special = [](const std::string& token, int type) { return json{{"SpecialToken", {{"id", token}, {"type_id", type}}}}; };
    const auto sequence = [](const char* text, int type) { return json{{"Sequence", {{"id", text}, {"type_id", type}}}}; };
    json list = json::array({special(cls, 0), sequence("A", 0), special(sep, 0)});
    if (pair) {
        list.push_back(sequence("B", 1));
        list.push_back(special(sep, 1));
    }
    return list;
}

/// A token of a template by its name there; it stands for one id.
FramingToken templateToken(const json& processor, const std::string& token, const std::string& name)
{
    const json& ids = entryOrNothing(entryOrNothing(entryOrNothing(processor, "special_tokens"), token), "ids");
    if (!ids.is_array() || ids.size() != 1 || !ids[0].is_number_integer())
        refuseFrame("gives " + excerptOf(token) + " no id of its own", name);
    return {token, ids[0].get<std::int64_t>()};
}

/// ["[SEP]", 102]
FramingToken processingToken(const json& processor, const char* key, const std::string& name)
{
    const json& token = entryOrNothing(processor, key);
    if (!token.is_array() || token.size() != 2 || !token[0].is_string() || !token[1].is_number_integer())
        refuseFrame(std::string("names no token and id for \"") + key + "\"", name);
    return {token[0].get<std::string>(), token[1].get<std::int64_t>()};
}

/// What the post_processor puts around texts, which must be what BERT's puts there: anything else would be computed wrongly.
void readFrame(const json& tokenizer, const std::string& name, TokenizerJson& read)
{
    const json& processor = partOf(tokenizer, "post_processor");
    const auto type = textOf(processor, "type", name);
    if (type == "BertProcessing") {
        read.cls = processingToken(processor, "cls", name);
        read.sep = processingToken(processor, "sep", name);
        return;
    }
    if (type != "TemplateProcessing")
        refuseFrame("is " + (type ? excerptOf(*type) : std::string("not stated, so that texts get no [CLS] and [SEP]")), name);
    const json& single = entryOrNothing(processor, "single");
    const auto nameAt = [&](std::size_t place) {
        const json& token = single.is_array() && single.size() == 3 ? entryOrNothing(entryOrNothing(single[place], "SpecialToken"), "id") : kNothing;
        return token.is_string() ? token.get<std::string>() : std::string();
    };
    const std::string cls = nameAt(0), sep = nameAt(2);
    for (const bool pair : {false, true})
        if (entryOrNothing(processor, pair ? "pair" : "single") != templateOf(cls, sep, pair))
            refuseFrame(std::string("has another template for ") + (pair ? "a pair" : "a text"), name);
    read.cls = templateToken(processor, cls, name);
    read.sep = templateToken(processor, sep, name);
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
    if (everything)
        readFrame(tokenizer, name, read);
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
