#pragma once

#include "core/text/tokenizer.h"
#include "core/text/unicode.h"

#include <array>

namespace attune::core {

/// How a raw text falls into words; made once from a tokenizer's options and shared by all its readers.
class WordRules {
public:
    /// `specialTokens` are found anywhere in the raw text and kept whole; each begins with '['.
    WordRules(const TokenizerOptions& options, std::vector<std::string> specialTokens);

private:
    friend class WordReader;
    enum class Ascii : std::uint8_t { letter, blank, punctuation, dropped };

    std::array<Ascii, 128> m_ascii;
    std::array<char, 128> m_lower;
    bool m_lowerCase;
    bool m_stripAccents;
    bool m_splitIdeographs;
    std::size_t m_longestWord;
    std::vector<std::string> m_specialTokens;
};

/// Goes once through a text and yields, word by word, what WordPiece is to cut: cleaned, lower-cased, stripped of accents, with
/// punctuation and ideographs on their own. Knows for every byte of a word which bytes of the text it stands for.
class WordReader {
public:
    WordReader(std::string_view text, const WordRules& rules)
        : m_text(text)
        , m_rules(rules)
    {
    }

    /// Moves to the next word; false at the end of the text.
    bool next();

    /// The word; incomplete when tooLong().
    std::string_view word() const { return m_word; }
    bool special() const { return m_special; } ///< the word is one of the special tokens
    bool single() const { return m_single; } ///< punctuation or an ideograph
    bool tooLong() const { return m_length > m_rules.m_longestWord; } ///< more code points than a word may have

    /// The whole word's bytes in the text.
    ByteRange range() const { return {m_ranges.front().begin, m_end}; }
    /// The bytes in the text of bytes [begin, end) of word().
    ByteRange range(std::size_t begin, std::size_t end) const { return {m_ranges[begin].begin, m_ranges[end - 1].end}; }

private:
    bool takeFolded();
    bool takeSpecial();
    void take(char32_t codePoint, ByteRange source);
    void takeAscii(char byte, std::uint32_t at);
    void extendLastCharacter(std::uint32_t end);

    std::string_view m_text;
    const WordRules& m_rules;
    std::size_t m_position = 0;

    std::string m_word;
    std::vector<ByteRange> m_ranges; ///< of each byte of m_word
    std::size_t m_length = 0; ///< in code points, those not stored included
    std::uint32_t m_end = 0;
    bool m_special = false;
    bool m_single = false;

    Folded m_folded; ///< what became of the code point before m_position
    std::size_t m_foldedTaken = 0;
    ByteRange m_foldedSource;
    bool m_foldedIdeograph = false;
};

} // namespace attune::core
