#include "core/text/wordpiece.h"

#include "core/error.h"

namespace attune::core {

WordPiece::WordPiece(const Vocabulary& vocabulary)
{
    std::size_t bytes = 2;
    for (const auto& token : vocabulary.tokens())
        bytes += token.size();
    if (bytes >= (std::size_t{1} << 24))
        throw Error(
            "The vocabulary holds more than 16 MB of text, which is more than any BERT has.", "Choose another vocabulary.");

    // Every byte makes at most one edge; half of the table stays free.
    unsigned bits = 2;
    while ((std::size_t{1} << bits) < 2 * bytes)
        ++bits;
    m_shift = 32 - bits;
    m_edges.resize(std::size_t{1} << bits);
    m_idOfNode.assign(2, -1);

    for (const auto& token : vocabulary.tokens()) {
        const auto id = vocabulary.id(token);
        if (!id)
            continue;
        if (std::string_view(token).starts_with("##"))
            insert(kContinuation, std::string_view(token).substr(2), *id);
        insert(kFirst, token, *id);
    }
}

std::uint32_t WordPiece::child(std::uint32_t node, unsigned char byte) const
{
    const std::uint32_t key = node << 8 | byte;
    for (std::size_t at = slot(key);; at = (at + 1) & (m_edges.size() - 1)) {
        if (m_edges[at].key == key)
            return m_edges[at].child;
        if (m_edges[at].key == kNone)
            return kNone;
    }
}

void WordPiece::insert(std::uint32_t root, std::string_view piece, std::int32_t id)
{
    if (piece.empty())
        return;
    std::uint32_t node = root;
    for (const char character : piece) {
        const auto byte = static_cast<unsigned char>(character);
        std::uint32_t next = child(node, byte);
        if (next == kNone) {
            next = static_cast<std::uint32_t>(m_idOfNode.size());
            m_idOfNode.push_back(-1);
            const std::uint32_t key = node << 8 | byte;
            std::size_t at = slot(key);
            while (m_edges[at].key != kNone)
                at = (at + 1) & (m_edges.size() - 1);
            m_edges[at] = {key, next};
        }
        node = next;
    }
    m_idOfNode[node] = id;
}

bool WordPiece::cut(std::string_view word, std::vector<Piece>& pieces) const
{
    pieces.clear();
    std::size_t begin = 0;
    while (begin < word.size()) {
        std::uint32_t node = begin == 0 ? kFirst : kContinuation;
        Piece longest;
        for (std::size_t at = begin; at < word.size(); ++at) {
            node = child(node, static_cast<unsigned char>(word[at]));
            if (node == kNone)
                break;
            if (m_idOfNode[node] >= 0)
                longest = {m_idOfNode[node], static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at + 1)};
        }
        if (longest.end == 0)
            return false;
        pieces.push_back(longest);
        begin = longest.end;
    }
    return !pieces.empty();
}

} // namespace attune::core
