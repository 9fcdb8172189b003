#pragma once

#include "core/text/trie.h"
#include "core/text/vocabulary.h"

namespace attune::core {

/// A part of a word that the vocabulary has.
struct Piece {
    std::int32_t id = 0;
    std::uint32_t begin = 0; ///< bytes of the word
    std::uint32_t end = 0;
};

/// Cuts words into a vocabulary's pieces, greedily, the longest first; pieces after the first are those spelled with "##".
/// LinMaxMatch of Song et al. 2021 ("Fast WordPiece Tokenization"): a trie whose states know, for the case that a word goes on in
/// a way that the trie does not, which pieces are certain by then (failure pops) and where to go on (failure link). So each byte of
/// a word is looked at once, however the vocabulary's pieces overlap.
class WordPiece {
public:
    /// Pieces of more than `longestWord` bytes times four cannot occur and are left out. Throws Error naming a
    /// vocabulary that would need more memory than any BERT's does.
    WordPiece(const Vocabulary& vocabulary, std::size_t longestWord);

    /// Replaces `pieces` by those of `word`; false when the word cannot be covered.
    bool cut(std::string_view word, std::vector<Piece>& pieces) const;

    /// Transitions and pops that cutting `word` takes: at most two for each byte, and one.
    std::size_t steps(std::string_view word) const;

private:
    using State = Trie::State;
    struct Failure {
        State link = Trie::kNone;
        std::uint32_t popsBegin = 0; ///< in m_pops
        std::uint32_t popsEnd = 0;
    };
    struct Pop {
        std::int32_t id = 0;
        std::uint32_t length = 0; ///< bytes of the word
    };

    void addFailures(const Vocabulary& vocabulary);
    Failure failureOf(const Trie::Edge& edge, std::vector<Pop>& pops, std::size_t& work) const;
    template <typename Emit> bool match(std::string_view word, Emit emit) const;

    Trie m_trie;
    State m_firstPieces = Trie::kNone;        ///< the paper's r: where a word begins
    State m_continuations = Trie::kNone;      ///< the paper's r#: where a word goes on after a piece
    std::vector<Failure> m_failures;          ///< by state
    std::vector<Pop> m_pops;
};

} // namespace attune::core
