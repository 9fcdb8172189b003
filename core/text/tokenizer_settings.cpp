#include "core/text/tokenizer_settings.h"

#include "core/error.h"
#include "core/json_text.h"

#include <algorithm>
#include <charconv>

namespace attune::core {

using nlohmann::json;

namespace {

constexpr double kLongestUsable = 1e6; // transformers writes 1e30 for "no limit"
constexpr const char* kCorrect = "Correct the entry, or take the file from the checkpoint's publisher.";

/// Classes that cut texts as BertTokenizer does.
constexpr std::string_view kSameRules[] = {"BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
    "LayoutLMTokenizer", "RetriBertTokenizer", "PreTrainedTokenizer", "TokenizersBackend"};

/// A special token is written as a text or as an object.
std::string specialTokenOf(const json& value, const std::string& key, const std::string& name, TokenizerSettings& settings)
{
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_object())
        throw Error("\"" + key + "\" in " + name + " is " + excerptOf(value) + ", neither a text nor an object with \"content\".", kCorrect);
    AddedToken token = addedTokenOf(value, "\"" + key + "\"", name);
    token.special = true;
    settings.added.push_back({token, false});
    return token.content;
}

void readRoles(const json& object, const std::string& name, TokenizerSettings& settings)
{
    const auto read = [&](const char* key, auto& role) {
        if (const json* entry = entryOf(object, key)) {
            role = specialTokenOf(*entry, key, name, settings);
            return true;
        }
        return false;
    };
    SpecialTokens& special = settings.special;
    settings.statesUnknown |= read("unk_token", special.unknown);
    read("sep_token", special.sep);
    read("pad_token", special.pad);
    read("cls_token", special.cls);
    read("mask_token", special.mask);
    read("bos_token", special.beginning);
    read("eos_token", special.end);
    for (const char* key : {"additional_special_tokens", "extra_special_tokens"}) {
        const json* list = entryOf(object, key);
        if (!list)
            continue;
        if (!list->is_structured())
            throw Error("\"" + std::string(key) + "\" in " + name + " is " + excerptOf(*list) + ", not a list.", kCorrect);
        for (const json& value : *list) {
            const std::string token = specialTokenOf(value, key, name, settings);
            if (!token.empty() && std::find(special.additional.begin(), special.additional.end(), token) == special.additional.end())
                special.additional.push_back(token);
        }
    }
}

void readAddedTokensDecoder(const json& decoder, const std::string& name, TokenizerSettings& settings)
{
    if (!decoder.is_object())
        throw Error("\"added_tokens_decoder\" in " + name + " is " + excerptOf(decoder) + ", not an object.", kCorrect);
    settings.decidesAddedTokens = true;
    for (const auto& [key, value] : decoder.items()) {
        std::int32_t id = 0;
        const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), id);
        if (fault != std::errc() || end != key.data() + key.size() || id < 0)
            throw Error("\"added_tokens_decoder\" in " + name + " names the id " + excerptOf(key) + ", which is not one.", kCorrect);
        AddedToken token = addedTokenOf(value, "\"added_tokens_decoder\", id " + key + ",", name);
        token.id = id;
        settings.added.push_back({token, true});
    }
}

void refuseOtherRules(const json& config, const std::string& name)
{
    const auto refuse = [&](const std::string& what) {
        throw Error("By " + name + ", " + what + ".",
            "Attune cuts texts as BertTokenizer does: choose a checkpoint with such a tokenizer.");
    };
    if (booleanOf(config, "do_basic_tokenize", name) == false)
        refuse("texts are cut into pieces without being cut at punctuation (do_basic_tokenize is false)");
    if (booleanOf(config, "split_special_tokens", name) == true)
        refuse("special tokens in a text are cut like words (split_special_tokens is true)");
    if (const auto stated = textOf(config, "tokenizer_class", name)) {
        std::string_view kind = *stated;
        if (kind.ends_with("Fast"))
            kind.remove_suffix(4);
        if (std::find(std::begin(kSameRules), std::end(kSameRules), kind) == std::end(kSameRules))
            refuse("the tokenizer is a " + excerptOf(*stated));
    }
}

} // namespace

AddedToken addedTokenOf(const json& object, const std::string& where, const std::string& name)
{
    const auto content = object.is_object() ? textOf(object, "content", name) : std::nullopt;
    if (!content || content->empty())
        throw Error(where + " in " + name + " states no \"content\".", kCorrect);
    AddedToken token;
    token.content = *content;
    token.special = booleanOf(object, "special", name).value_or(false);
    token.singleWord = booleanOf(object, "single_word", name).value_or(false);
    token.lstrip = booleanOf(object, "lstrip", name).value_or(false);
    token.rstrip = booleanOf(object, "rstrip", name).value_or(false);
    token.normalized = booleanOf(object, "normalized", name).value_or(!token.special);
    return token;
}

TokenizerSettings readTokenizerConfig(std::string_view text, const std::string& name)
{
    const json config = parseJsonObject(text, name);
    refuseOtherRules(config, name);

    TokenizerSettings settings;
    settings.doLowerCase = booleanOf(config, "do_lower_case", name);
    settings.stripAccents = booleanOf(config, "strip_accents", name);
    settings.tokenizeChineseChars = booleanOf(config, "tokenize_chinese_chars", name);
    const json* length = entryOf(config, "model_max_length");
    if (length && length->is_number()) {
        const double tokens = length->get<double>();
        if (tokens > 2 && tokens <= kLongestUsable)
            settings.modelMaxLength = static_cast<std::size_t>(tokens);
    }
    if (const json* words = entryOf(config, "never_split")) {
        const auto isText = [](const json& word) { return word.is_string(); };
        if (!words->is_array() || !std::all_of(words->begin(), words->end(), isText))
            throw Error("\"never_split\" in " + name + " is not a list of texts.", kCorrect);
        settings.neverSplit = words->get<std::vector<std::string>>();
    }
    if (textOf(config, "truncation_side", name) == "left")
        settings.kept = KeptPart::Tail;
    if (const auto ours = textOf(config, kKeptEntry, name)) {
        if (*ours != "head+tail")
            throw Error("\"" + std::string(kKeptEntry) + "\" in " + name + " is " + excerptOf(*ours) + ", where only \"head+tail\" is known.", kCorrect);
        settings.kept = KeptPart::HeadAndTail;
    }
    readRoles(config, name, settings);
    if (const json* decoder = entryOf(config, "added_tokens_decoder"))
        readAddedTokensDecoder(*decoder, name, settings);
    return settings;
}

void readSpecialTokensMap(std::string_view text, const std::string& name, TokenizerSettings& settings)
{
    const json map = parseJsonObject(text, name);
    if (!settings.decidesAddedTokens)
        readRoles(map, name, settings);
}

void readAddedTokens(std::string_view text, const std::string& name, TokenizerSettings& settings)
{
    const json tokens = parseJsonObject(text, name);
    if (settings.decidesAddedTokens)
        return;
    const auto special = settings.special.all();
    for (const auto& [content, value] : tokens.items()) {
        if (content.empty())
            continue;
        AddedToken token;
        token.content = content;
        token.id = static_cast<std::int32_t>(countOf(tokens, content.c_str(), name).value_or(0));
        token.special = std::find(special.begin(), special.end(), content) != special.end();
        token.normalized = !token.special;
        settings.added.push_back({token, true});
    }
}

} // namespace attune::core
