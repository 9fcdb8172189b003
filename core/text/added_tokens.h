#pragma once

#include "core/text/byte_range.h"
#include "core/text/trie.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// A token that is found in the raw text and kept whole, whatever stands around it: [SEP], [MASK] and what was added to a vocabulary.
/// Field by field HuggingFace's AddedToken.
struct AddedToken {
    std::string content;
    std::int32_t id = 0;
    bool special = false;
    bool singleWord = false; ///< only where the neighbouring characters are blanks, another such token or none
    bool lstrip = false;     ///< the blanks before belong to it; WordPiece drops them anyway
    bool rstrip = false;
    bool normalized = false; ///< of those not special: found with its capitals although the text is lower-cased
    bool operator==(const AddedToken&) const = default;
};

/// A stretch of a text: an added token, or what stands between two of them.
struct TextPart {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::optional<std::int32_t> id; ///< of the added token
};

/// Finds added tokens, from left to right the longest first.
class AddedTokens {
public:
    /// `lowerCase`: texts are lower-cased before the tokens are looked for, as HuggingFace's BertTokenizer does. It leaves alone what
    /// `roles` names (special tokens by role) and tokens that are normalized and not special; other capitals are never found then.
    AddedTokens(std::vector<AddedToken> tokens, const std::vector<std::string>& roles, bool lowerCase);

    const std::vector<AddedToken>& tokens() const { return m_tokens; }

    /// Whether split() must be given lowered() instead of the raw text. No need for it while every token has a capital letter.
    bool readsLowered() const { return m_readsLowered; }
    /// `text` in lower case, but for the special tokens in it; `sources` tells of each byte which bytes of `text` it stands for.
    std::string lowered(std::string_view text, std::vector<ByteRange>& sources) const;

    /// Replaces `parts`, which cover the text.
    void split(std::string_view text, std::vector<TextPart>& parts) const;

private:
    std::size_t find(std::string_view text, std::size_t from, std::size_t& end, std::int32_t& token) const;
    std::size_t protectedAt(std::string_view text, std::size_t position) const;
    void dissolveWithinWords(std::string_view text, std::vector<TextPart>& parts) const;

    std::vector<AddedToken> m_tokens;
    Trie m_trie; ///< values: places in m_tokens
    bool m_begins[256] = {}; ///< a token begins with this byte
    char m_onlyBegin = 0;    ///< the one byte that all tokens begin with
    bool m_beginAlike = false;
    bool m_readsLowered = false;
    bool m_haveSingleWords = false;
    std::vector<std::vector<std::string>> m_protected; ///< by first byte: what lower-casing leaves alone, in HuggingFace's order
};

} // namespace attune::core
