#include "core/text/vocabulary.h"

#include "core/error.h"
#include "core/text/unicode.h"
#include "core/utf8.h"

#include <algorithm>

namespace attune::core {

namespace {

constexpr const char* kWhatVocabularyIs = "A BERT vocabulary lists one token a line, [PAD], [UNK], [CLS] and [SEP] among them: "
                                          "take the file that came with the checkpoint.";

} // namespace

std::vector<std::string> SpecialTokens::all() const
{
    std::vector<std::string> tokens;
    const auto add = [&](const std::string& token) {
        if (!token.empty() && std::find(tokens.begin(), tokens.end(), token) == tokens.end())
            tokens.push_back(token);
    };
    add(beginning.value_or(""));
    add(end.value_or(""));
    for (const auto& token : {unknown, sep, pad, cls, mask})
        add(token);
    for (const auto& token : additional)
        add(token);
    return tokens;
}

Vocabulary::Vocabulary(std::vector<std::string> tokens, const std::string& name, const SpecialTokens& special, std::size_t added)
    : m_name(name)
    , m_tokens(std::move(tokens))
    , m_pieces(m_tokens.size() - std::min(added, m_tokens.size()))
    , m_special(special)
{
    if (m_tokens.empty())
        throw Error("The vocabulary " + name + " is empty.", kWhatVocabularyIs);
    std::size_t bytes = 0;
    for (const auto& token : m_tokens)
        bytes += token.size();
    requireVocabularySize(m_tokens.size(), bytes, name);

    // A token that occurs twice has the id of its last line, as in transformers.
    m_ids.reserve(m_tokens.size());
    for (std::size_t line = 0; line < m_tokens.size(); ++line)
        m_ids.insert_or_assign(m_tokens[line], static_cast<std::int32_t>(line));

    const auto required = [&](const std::string& token, const char* role) {
        const auto found = id(token);
        if (!found)
            throw Error("The vocabulary " + name + " lacks " + printable(token) + (token == role ? "" : std::string(" (the checkpoint's ") + role + ")")
                            + ".",
                kWhatVocabularyIs);
        return *found;
    };
    m_unknown = required(special.unknown, "[UNK]");
    m_cls = required(special.cls, "[CLS]");
    m_sep = required(special.sep, "[SEP]");
    m_pad = required(special.pad, "[PAD]");
}

std::optional<std::int32_t> Vocabulary::id(std::string_view token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

void requireVocabularySize(std::size_t tokens, std::size_t bytes, const std::string& name)
{
    if (tokens > kMostTokens)
        throw Error("The vocabulary " + name + " has more than " + std::to_string(kMostTokens) + " tokens, which no BERT has.", kWhatVocabularyIs);
    if (bytes > kMostTokenBytes)
        throw Error("The tokens of the vocabulary " + name + " have more than " + std::to_string(kMostTokenBytes)
                        + " bytes together, which no BERT's have.",
            kWhatVocabularyIs);
}

std::vector<std::string> vocabularyLines(std::string_view bytes, const std::string& name)
{
    std::vector<std::string> lines;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        const std::string_view line = bytes.substr(0, end);
        if (!isUtf8(line))
            throw Error("Line " + std::to_string(lines.size() + 1) + " of the vocabulary " + name + " is not UTF-8 text.",
                kWhatVocabularyIs);
        lines.emplace_back(line);
        requireVocabularySize(lines.size(), 0, name);
        bytes.remove_prefix(end + (bytes.substr(end).starts_with("\r\n") ? 2 : end < bytes.size() ? 1 : 0));
    }
    return lines;
}

} // namespace attune::core
