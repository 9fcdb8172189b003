#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::core {

/// The tokens that play a role of their own, under whatever spelling the checkpoint gives them.
struct SpecialTokens {
    std::string unknown = "[UNK]";
    std::string sep = "[SEP]";
    std::string pad = "[PAD]";
    std::string cls = "[CLS]";
    std::string mask = "[MASK]";                   ///< may be absent from the vocabulary
    std::optional<std::string> beginning;          ///< bos_token: BERT makes no use of it, yet it is kept whole
    std::optional<std::string> end;                ///< eos_token, likewise
    std::vector<std::string> additional;           ///< additional_special_tokens
    bool operator==(const SpecialTokens&) const = default;

    /// All of them in HuggingFace's order, each once.
    std::vector<std::string> all() const;
};

/// The largest BERT, LaBSE, has half a million tokens of 5 MB together.
inline constexpr std::size_t kMostTokens = 1'000'000;
inline constexpr std::size_t kMostTokenBytes = std::size_t{16} << 20;

/// A WordPiece vocabulary: token <-> id. Words are cut into its first pieces() tokens; what follows was added to it later.
class Vocabulary {
public:
    /// Throws Error naming `name` when the list is empty, larger than any BERT's, or lacks [UNK], [CLS], [SEP] or [PAD], however they are
    /// spelled.
    Vocabulary(std::vector<std::string> tokens, const std::string& name, const SpecialTokens& special = {}, std::size_t added = 0);

    const std::string& name() const { return m_name; } ///< of its file, for messages
    std::size_t size() const { return m_tokens.size(); }
    std::size_t pieces() const { return m_pieces; } ///< without the `added` last tokens
    const std::string& token(std::int32_t id) const { return m_tokens.at(static_cast<std::size_t>(id)); }
    const std::vector<std::string>& tokens() const { return m_tokens; }
    std::optional<std::int32_t> id(std::string_view token) const;

    const SpecialTokens& special() const { return m_special; }
    std::int32_t unknown() const { return m_unknown; }
    std::int32_t cls() const { return m_cls; }
    std::int32_t sep() const { return m_sep; }
    std::int32_t pad() const { return m_pad; }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::string m_name;
    std::vector<std::string> m_tokens;
    std::size_t m_pieces;
    SpecialTokens m_special;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> m_ids;
    std::int32_t m_unknown = 0, m_cls = 0, m_sep = 0, m_pad = 0;
};

/// Throws Error naming `name` where a vocabulary of so many tokens and bytes is larger than any BERT's.
void requireVocabularySize(std::size_t tokens, std::size_t bytes, const std::string& name);

/// The lines of a vocab.txt: one token each, line number = id. LF, CRLF and a lone CR end a line; a final line end adds no token.
/// Throws Error naming `name` and the line that is not UTF-8, or one line too many for a Vocabulary.
std::vector<std::string> vocabularyLines(std::string_view bytes, const std::string& name);

} // namespace attune::core
