#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::core {

/// A WordPiece vocabulary: token <-> id, as in a `vocab.txt` (one token a line, LF or CRLF, line number = id).
class Vocabulary {
public:
    /// Throws Error naming `name` when the list is empty or lacks [UNK], [CLS], [SEP] or [PAD].
    Vocabulary(std::vector<std::string> tokens, const std::string& name);
    static Vocabulary read(std::istream& in, const std::string& name);
    static Vocabulary readFile(const std::filesystem::path& file);

    std::size_t size() const { return m_tokens.size(); }
    const std::string& token(std::int32_t id) const { return m_tokens.at(static_cast<std::size_t>(id)); }
    const std::vector<std::string>& tokens() const { return m_tokens; }
    std::optional<std::int32_t> id(std::string_view token) const;

    std::int32_t unknown() const { return m_unknown; }
    std::int32_t cls() const { return m_cls; }
    std::int32_t sep() const { return m_sep; }
    std::int32_t pad() const { return m_pad; }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> m_ids;
    std::int32_t m_unknown = 0, m_cls = 0, m_sep = 0, m_pad = 0;
};

} // namespace attune::core
