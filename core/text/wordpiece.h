#pragma once

#include "core/text/vocabulary.h"

namespace attune::core {

/// A part of a word that the vocabulary has.
struct Piece {
    std::int32_t id = 0;
    std::uint32_t begin = 0; ///< bytes of the word
    std::uint32_t end = 0;
};

/// Cuts words into a vocabulary's pieces, greedily, the longest first; pieces after the first are those spelled with "##".
class WordPiece {
public:
    explicit WordPiece(const Vocabulary& vocabulary);

    /// Replaces `pieces` by those of `word`; false when the word cannot be covered.
    bool cut(std::string_view word, std::vector<Piece>& pieces) const;

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    static constexpr std::uint32_t kFirst = 0; ///< root of the pieces that begin a word
    static constexpr std::uint32_t kContinuation = 1; ///< root of the pieces spelled with "##"
    struct Edge {
        std::uint32_t key = kNone; ///< node * 256 + byte
        std::uint32_t child = kNone;
    };

    std::size_t slot(std::uint32_t key) const { return (key * 0x9E3779B1u) >> m_shift; }
    std::uint32_t child(std::uint32_t node, unsigned char byte) const;
    void insert(std::uint32_t root, std::string_view piece, std::int32_t id);

    // A trie over bytes. Its edges lie in one open-addressed table, so that a step is one look-up.
    std::vector<Edge> m_edges;
    std::vector<std::int32_t> m_idOfNode; ///< -1: no piece ends here
    unsigned m_shift = 0;
};

} // namespace attune::core
