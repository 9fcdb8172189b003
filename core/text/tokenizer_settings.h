#pragma once

#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

namespace attune::core {

/// An added token as a file states it; its id may be left to the vocabulary.
struct StatedToken {
    AddedToken token; ///< id counts only where stated
    bool hasId = false;
};

/// What tokenizer_config.json, special_tokens_map.json and added_tokens.json say.
struct TokenizerSettings {
    std::optional<bool> doLowerCase;
    std::optional<bool> stripAccents;
    std::optional<bool> tokenizeChineseChars;
    std::optional<std::size_t> modelMaxLength;
    std::vector<std::string> neverSplit;
    KeptPart kept = KeptPart::Head;
    SpecialTokens special;
    bool statesUnknown = false;          ///< special.unknown is from a file
    std::vector<StatedToken> added;
    bool decidesAddedTokens = false;     ///< has added_tokens_decoder: then transformers reads no other file about such tokens
};

/// In tokenizer_config.json: what truncation_side has no word for.
inline constexpr const char* kKeptEntry = "attune_truncation";

// `name` is the file's, for messages. Throw Error naming file and entry; settings under which texts would be cut in a way that is not
// supported are refused, too.
TokenizerSettings readTokenizerConfig(std::string_view text, const std::string& name);
void readSpecialTokensMap(std::string_view text, const std::string& name, TokenizerSettings& settings);
void readAddedTokens(std::string_view text, const std::string& name, TokenizerSettings& settings);

/// {"content": ..., "special": ..., "lstrip": ...} in `name`; `where` says which for messages.
AddedToken addedTokenOf(const nlohmann::json& object, const std::string& where, const std::string& name);

} // namespace attune::core
