#include "core/text/tokenizer_files.h"

#include "core/error.h"
#include "core/small_file.h"
#include "core/text/tokenizer_json.h"
#include "core/utf8.h"

#include <algorithm>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestTokenizerJson = std::uintmax_t{32} << 20;
constexpr const char* kTakeAll = "Take all files of the tokenizer from the same checkpoint.";

/// Gives the stated tokens their ids, extends `tokens` by those that are new, and refuses what contradicts.
std::vector<AddedToken> addTokens(std::vector<std::string>& tokens, std::vector<StatedToken> stated, const SpecialTokens& special,
    const std::string& name)
{
    const std::size_t most = tokens.size() + stated.size() + special.additional.size() + 2;
    tokens.reserve(most); // so that `ids` can refer to them
    std::unordered_map<std::string_view, std::int32_t> ids;
    ids.reserve(most);
    for (std::size_t id = 0; id < tokens.size(); ++id)
        ids.insert_or_assign(tokens[id], static_cast<std::int32_t>(id));

    std::vector<AddedToken> added;
    std::unordered_map<std::string, std::size_t> places; // in `added`
    std::stable_sort(stated.begin(), stated.end(), [](const StatedToken& a, const StatedToken& b) {
        return a.hasId != b.hasId ? a.hasId : a.token.id < b.token.id;
    });
    for (StatedToken& entry : stated) {
        AddedToken& token = entry.token;
        const auto known = ids.find(token.content);
        if (!entry.hasId || (known != ids.end() && known->second == token.id)) {
            if (known == ids.end())
                continue; // a special token of no id: see below
            token.id = known->second;
        } else if (known == ids.end() && static_cast<std::size_t>(token.id) == tokens.size()) {
            tokens.push_back(token.content);
            ids.emplace(tokens.back(), token.id);
        } else {
            throw Error("The added token \"" + printable(token.content) + "\" has the id " + std::to_string(token.id) + ", and by " + name
                    + (known != ids.end() ? " its id is " + std::to_string(known->second)
                            : static_cast<std::size_t>(token.id) < tokens.size()
                            ? " that is the id of \"" + printable(tokens[static_cast<std::size_t>(token.id)]) + "\""
                            : " the next id is " + std::to_string(tokens.size()))
                    + ".",
                kTakeAll);
        }
        const auto [place, isNew] = places.emplace(token.content, added.size());
        if (isNew)
            added.push_back(token);
    }

    std::vector<std::string> unnamed(special.additional);
    unnamed.insert(unnamed.begin(), {special.beginning.value_or(""), special.end.value_or("")});
    for (const auto& content : unnamed)
        if (!content.empty() && !ids.contains(content)) {
            tokens.push_back(content);
            ids.emplace(tokens.back(), static_cast<std::int32_t>(tokens.size() - 1));
        }
    return added;
}

} // namespace

TokenizerFiles TokenizerFiles::read(const fs::path& directory)
{
    TokenizerFiles files;
    files.directory = directory;
    files.vocabulary = readSmallFile(directory / "vocab.txt", kMostTokenBytes + kMostTokens);
    files.tokenizerJson = readSmallFile(directory / "tokenizer.json", kLargestTokenizerJson);
    files.tokenizerConfig = readSmallFile(directory / "tokenizer_config.json", kLargestSettings);
    files.specialTokensMap = readSmallFile(directory / "special_tokens_map.json", kLargestSettings);
    files.addedTokens = readSmallFile(directory / "added_tokens.json", kLargestSettings);
    return files;
}

TokenizerParts readTokenizer(const TokenizerFiles& files)
{
    const auto name = [&](const char* file) { return (files.directory / file).string(); };
    if (!files.vocabulary && !files.tokenizerJson)
        throw Error("The tokenizer's vocabulary is missing: there is neither " + name("vocab.txt") + " nor a tokenizer.json.",
            "BERT checkpoints with a vocab.txt (one token a line) or a tokenizer.json are supported: add that file, or choose another folder.");

    TokenizerSettings settings;
    if (files.tokenizerConfig)
        settings = readTokenizerConfig(*files.tokenizerConfig, name("tokenizer_config.json"));
    if (files.specialTokensMap)
        readSpecialTokensMap(*files.specialTokensMap, name("special_tokens_map.json"), settings);
    if (files.addedTokens)
        readAddedTokens(*files.addedTokens, name("added_tokens.json"), settings);

    TokenizerJson fromJson;
    if (files.tokenizerJson)
        fromJson = readTokenizerJson(*files.tokenizerJson, name("tokenizer.json"),
            files.vocabulary ? TokenizerJsonUse::Settings : TokenizerJsonUse::Everything);
    if (!files.vocabulary && fromJson.unknown && !settings.statesUnknown)
        settings.special.unknown = *fromJson.unknown;
    if (!settings.decidesAddedTokens || !files.vocabulary)
        settings.added.insert(settings.added.end(), fromJson.added.begin(), fromJson.added.end());

    const std::string source = name(files.vocabulary ? "vocab.txt" : "tokenizer.json");
    std::vector<std::string> tokens = files.vocabulary ? vocabularyLines(*files.vocabulary, source) : std::move(fromJson.vocabulary);
    const std::size_t pieces = tokens.size();
    std::vector<AddedToken> added = addTokens(tokens, std::move(settings.added), settings.special, source);
    const std::size_t beyond = pieces == 0 ? 0 : tokens.size() - pieces;
    if (pieces == 0)
        tokens.clear(); // refused as empty

    TokenizerOptions options;
    options.doLowerCase = settings.doLowerCase ? *settings.doLowerCase : fromJson.lowercase.value_or(true);
    options.stripAccents = settings.stripAccents ? settings.stripAccents : fromJson.stripAccents;
    options.tokenizeChineseChars
        = settings.tokenizeChineseChars ? *settings.tokenizeChineseChars : fromJson.handleChineseChars.value_or(true);
    options.maxInputCharsPerWord = fromJson.maxInputCharsPerWord.value_or(options.maxInputCharsPerWord);
    options.modelMaxLength = settings.modelMaxLength;
    options.neverSplit = std::move(settings.neverSplit);
    options.kept = settings.kept;
    TokenizerParts parts{Vocabulary(std::move(tokens), source, settings.special, beyond), std::move(options), std::move(added)};
    if (!files.vocabulary)
        for (const auto& [framing, id] : {std::pair(fromJson.cls, parts.vocabulary.cls()), std::pair(fromJson.sep, parts.vocabulary.sep())})
            if (framing.id != id)
                throw Error("By the post_processor of " + source + ", \"" + printable(framing.content) + "\" with the id "
                        + std::to_string(framing.id) + " stands beside texts, and by the tokenizer's other settings it is \""
                        + printable(parts.vocabulary.token(id)) + "\" with the id " + std::to_string(id) + ".",
                    kTakeAll);
    return parts;
}

Tokenizer makeTokenizer(TokenizerParts parts)
{
    return Tokenizer(std::move(parts.vocabulary), std::move(parts.options), std::move(parts.added));
}

Tokenizer makeTokenizer(const TokenizerFiles& files) { return makeTokenizer(readTokenizer(files)); }

Tokenizer Tokenizer::fromDirectory(const fs::path& directory) { return makeTokenizer(TokenizerFiles::read(directory)); }

} // namespace attune::core
