#include "core/text/added_tokens.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <cstring>

namespace attune::core {

namespace {

bool hasCapital(std::string_view token)
{
    return std::any_of(token.begin(), token.end(), [](char byte) { return byte >= 'A' && byte <= 'Z'; });
}

/// What lower-casing leaves alone, in the order in which HuggingFace looks for it.
std::vector<std::string> protectedTokens(const std::vector<AddedToken>& tokens, std::vector<std::string> roles)
{
    for (const AddedToken& token : tokens)
        if (!token.special && token.normalized)
            roles.push_back(token.content);
    return roles;
}

/// The tokens that can be found: none that is empty, none whose capitals are lower-cased before anyone looks for it.
Trie makeTrie(const std::vector<AddedToken>& tokens, const std::vector<std::string>& kept, bool lowerCase)
{
    std::vector<Trie::Entry> entries;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string& content = tokens[i].content;
        const bool vanishes = lowerCase && hasCapital(content) && std::find(kept.begin(), kept.end(), content) == kept.end();
        if (!content.empty() && !vanishes)
            entries.push_back({content, static_cast<std::int32_t>(i)});
    }
    return Trie(std::move(entries));
}

} // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens, const std::vector<std::string>& roles, bool lowerCase)
    : m_tokens(std::move(tokens))
    , m_trie(makeTrie(m_tokens, protectedTokens(m_tokens, roles), lowerCase))
    , m_protected(256)
{
    for (const Trie::Edge& edge : m_trie.edges())
        if (edge.parent == Trie::kRoot)
            m_begins[edge.byte] = true;
    m_beginAlike = std::count(std::begin(m_begins), std::end(m_begins), true) == 1;
    m_onlyBegin = static_cast<char>(std::find(std::begin(m_begins), std::end(m_begins), true) - std::begin(m_begins));
    m_trie.forgetEdges();
    for (const AddedToken& token : m_tokens) {
        m_haveSingleWords |= token.singleWord;
        m_readsLowered |= lowerCase && !hasCapital(token.content);
    }
    for (const std::string& token : protectedTokens(m_tokens, roles))
        if (!token.empty())
            m_protected[static_cast<unsigned char>(token.front())].push_back(token);
}

std::size_t AddedTokens::protectedAt(std::string_view text, std::size_t position) const
{
    for (const auto& token : m_protected[static_cast<unsigned char>(text[position])])
        if (text.substr(position).starts_with(token))
            return token.size();
    return 0;
}

std::string AddedTokens::lowered(std::string_view text, std::vector<ByteRange>& sources) const
{
    std::string lower;
    lower.reserve(text.size());
    sources.clear();
    sources.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t begin = position;
        if (const std::size_t length = protectedAt(text, position)) {
            for (std::size_t end = position + length; position < end; ++position) {
                lower += text[position];
                sources.push_back({static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(position + 1)});
            }
            continue;
        }
        const char32_t codePoint = nextCodePoint(text, position);
        if (codePoint == kReplacementCharacter)
            lower.append(text.substr(begin, position - begin));
        else
            for (std::size_t i = 0, size = fold(codePoint, true, false).size; i < size; ++i)
                appendUtf8(lower, fold(codePoint, true, false).codePoints[i]);
        sources.resize(lower.size(), {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(position)});
    }
    return lower;
}

// The first token at or behind `from`: where it begins; text.size() where there is none.
std::size_t AddedTokens::find(std::string_view text, std::size_t from, std::size_t& end, std::int32_t& token) const
{
    for (;; ++from) {
        if (m_beginAlike) {
            const void* found = from < text.size() ? std::memchr(text.data() + from, m_onlyBegin, text.size() - from) : nullptr;
            from = found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
        } else {
            while (from < text.size() && !m_begins[static_cast<unsigned char>(text[from])])
                ++from;
        }
        if (from >= text.size())
            return text.size();
        token = Trie::kNoValue;
        Trie::State state = Trie::kRoot;
        for (std::size_t at = from; at < text.size(); ++at) {
            state = m_trie.child(state, static_cast<unsigned char>(text[at]));
            if (state == Trie::kNone)
                break;
            if (m_trie.value(state) != Trie::kNoValue) {
                token = m_trie.value(state);
                end = at + 1;
            }
        }
        if (token != Trie::kNoValue)
            return from;
    }
}

void AddedTokens::split(std::string_view text, std::vector<TextPart>& parts) const
{
    parts.clear();
    std::size_t position = 0;
    while (position < text.size()) {
        std::size_t end = text.size();
        std::int32_t token = Trie::kNoValue;
        const std::size_t begin = find(text, position, end, token);
        if (begin > position)
            parts.push_back({position, begin, std::nullopt});
        if (begin < text.size())
            parts.push_back({begin, end, token});
        position = end;
    }
    if (m_haveSingleWords)
        dissolveWithinWords(text, parts);
    for (TextPart& part : parts)
        if (part.id)
            part.id = m_tokens[static_cast<std::size_t>(*part.id)].id;
}

// HuggingFace glues a single-word token that stands inside a word to the part before it, else to the one after it, whatever that is.
void AddedTokens::dissolveWithinWords(std::string_view text, std::vector<TextPart>& parts) const
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        TextPart& part = parts[i];
        if (!part.id || !m_tokens[static_cast<std::size_t>(*part.id)].singleWord)
            continue;
        const bool emptyBefore = i == 0 || parts[i - 1].begin == parts[i - 1].end;
        if (!emptyBefore && text[part.begin - 1] != ' ') {
            parts[i - 1] = {parts[i - 1].begin, part.end, std::nullopt};
            part = {part.end, part.end, std::nullopt};
        } else if (i + 1 < parts.size() && text[part.end] != ' ') {
            parts[i + 1] = {part.begin, parts[i + 1].end, std::nullopt};
            part = {part.begin, part.begin, std::nullopt};
        }
    }
}

} // namespace attune::core
