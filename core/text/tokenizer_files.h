#pragma once

#include "core/text/tokenizer.h"

namespace attune::core {

/// The bytes of a checkpoint's tokenizer files; absent where there is none.
struct TokenizerFiles {
    std::filesystem::path directory; ///< for messages
    std::optional<std::string> vocabulary;        ///< vocab.txt
    std::optional<std::string> tokenizerJson;     ///< tokenizer.json
    std::optional<std::string> tokenizerConfig;   ///< tokenizer_config.json
    std::optional<std::string> specialTokensMap;  ///< special_tokens_map.json
    std::optional<std::string> addedTokens;       ///< added_tokens.json

    /// Throws Error naming a file that is too large for what it should be, or cannot be read.
    static TokenizerFiles read(const std::filesystem::path& directory);
};

/// What a tokenizer is made of. Making it takes much longer than reading its files.
struct TokenizerParts {
    Vocabulary vocabulary;
    TokenizerOptions options;
    std::vector<AddedToken> added;
};

/// The vocabulary is vocab.txt's or, where only that exists, tokenizer.json's, extended by the added tokens. Settings are taken from
/// tokenizer_config.json, else from tokenizer.json's normalizer, else as usual. Throws Error naming the file and its fault.
TokenizerParts readTokenizer(const TokenizerFiles& files);

/// Throws Error as readTokenizer and Tokenizer's constructor do.
Tokenizer makeTokenizer(const TokenizerFiles& files);
Tokenizer makeTokenizer(TokenizerParts parts);

} // namespace attune::core
