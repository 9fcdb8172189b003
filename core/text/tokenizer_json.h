#pragma once

#include "core/text/tokenizer_settings.h"

namespace attune::core {

/// A token that the post_processor of a tokenizer.json puts around texts.
struct FramingToken {
    std::string content;
    std::int64_t id = -1;
};

/// What a tokenizer.json says that a BertTokenizer needs.
struct TokenizerJson {
    std::optional<bool> lowercase;
    std::optional<bool> stripAccents;
    std::optional<bool> handleChineseChars;
    std::optional<std::size_t> maxInputCharsPerWord;
    std::optional<std::string> unknown;
    std::vector<StatedToken> added;
    FramingToken cls, sep;               ///< where everything was asked for
    std::vector<std::string> vocabulary; ///< model.vocab by id; empty where it was not asked for
};

enum class TokenizerJsonUse {
    Settings,  ///< beside a vocab.txt: what it says about other models, normalizers and so on does not count
    Everything ///< in place of one: anything but WordPiece as BERT uses it is refused
};

/// `name` is the file's, for messages. Throws Error naming it and what is wrong or not supported.
TokenizerJson readTokenizerJson(std::string_view text, const std::string& name, TokenizerJsonUse use);

} // namespace attune::core
