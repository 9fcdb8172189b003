#pragma once

#include "core/text/byte_range.h"
#include "core/text/unicode.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace attune::core {

struct TokenizerOptions;

/// How a text falls into words; made once from a tokenizer's options and shared by all its readers.
class WordRules {
public:
    /// `specialTokens` too are kept whole where cleaning leaves one as a word of its own.
    WordRules(const TokenizerOptions& options, const std::vector<std::string>& specialTokens);

    /// Whether a word is one of never_split: then it is not cut into pieces either.
    bool neverSplit(std::string_view word) const { return !m_neverSplit.empty() && m_neverSplit.contains(word); }

private:
    friend class WordReader;
    enum class Ascii : std::uint8_t { letter, blank, punctuation, dropped, none };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;

    bool mayKeep(unsigned char firstByte) const { return m_keptBegin[firstByte]; }

    std::array<Ascii, 256> m_ascii; ///< none: not ASCII
    std::array<char, 128> m_lower;
    bool m_lowerCase;
    bool m_stripAccents;
    bool m_splitIdeographs;
    std::size_t m_longestWord;
    Words m_neverSplit;
    Words m_kept; ///< never_split and the special tokens
    std::array<bool, 256> m_keptBegin{};
    std::size_t m_longestKept = 0; ///< in bytes
};

/// What a reader needs to hold a word; reused from text to text, so that no word costs an allocation.
struct WordBuffer {
    static constexpr std::size_t kPadding = 16;
    std::string word;
    std::vector<ByteRange> ranges; ///< of each byte of the word in the text; empty for a plain word
};

/// Goes once through a text and yields, word by word, what WordPiece is to cut: cleaned, lower-cased, stripped of accents, with
/// punctuation and ideographs on their own. Knows for every byte of a word which bytes of the text it stands for.
class WordReader {
public:
    WordReader(std::string_view text, const WordRules& rules, WordBuffer& buffer)
        : m_text(text)
        , m_rules(rules)
        , m_buffer(buffer)
    {
    }

    /// Moves to the next word; false at the end of the text.
    bool next();

    /// The word; incomplete when tooLong(). WordBuffer::kPadding bytes behind it may be read.
    std::string_view word() const { return {m_buffer.word.data(), m_size}; }
    bool plain() const { return m_plain; } ///< each byte stands for one byte of the text, letter for letter ASCII
    bool single() const { return m_single; } ///< punctuation or an ideograph
    bool kept() const { return m_kept; } ///< one of the words that are kept whole
    bool tooLong() const { return m_length > m_rules.m_longestWord; } ///< more code points than a word may have

    /// The whole word's bytes in the text.
    ByteRange range() const { return {m_plain ? m_begin : m_buffer.ranges.front().begin, m_end}; }
    /// The bytes in the text of bytes [begin, end) of word().
    ByteRange range(std::uint32_t begin, std::uint32_t end) const
    {
        if (m_plain)
            return {m_begin + begin, m_begin + end};
        return {m_buffer.ranges[begin].begin, m_buffer.ranges[end - 1].end};
    }

private:
    struct KeptWord {
        std::string bytes;
        std::vector<ByteRange> ranges;
        std::size_t length; ///< in code points
        std::size_t end;    ///< in the text
    };

    bool takePlain();
    bool takeRest();
    bool takeFolded();
    std::optional<KeptWord> findKept() const;
    bool takeKept();
    bool beginsKept() const;
    void take(char32_t codePoint, ByteRange source);
    void takeAscii(char byte, std::uint32_t at);
    void extendLastCharacter(std::uint32_t end);
    void append(const char* bytes, std::size_t count, ByteRange source);

    std::string_view m_text;
    const WordRules& m_rules;
    WordBuffer& m_buffer;
    std::size_t m_position = 0;

    std::size_t m_size = 0;   ///< bytes of the word stored
    std::size_t m_length = 0; ///< in code points, those not stored included
    std::uint32_t m_begin = 0, m_end = 0;
    bool m_plain = false;
    bool m_single = false;
    bool m_kept = false;
    bool m_afterBlank = true; ///< at m_position a word begins as white space and ideographs part them

    Folded m_folded; ///< what became of the code point before m_position
    std::size_t m_foldedTaken = 0;
    ByteRange m_foldedSource;
    bool m_foldedIdeograph = false;
};

} // namespace attune::core
