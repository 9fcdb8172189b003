#include "core/text/word_reader.h"

#include "core/text/tokenizer.h"

#include <algorithm>
#include <cstring>

namespace attune::core {

WordRules::WordRules(const TokenizerOptions& options, const std::vector<std::string>& specialTokens)
    : m_lowerCase(options.doLowerCase)
    , m_stripAccents(options.stripAccents.value_or(options.doLowerCase))
    , m_splitIdeographs(options.tokenizeChineseChars)
    , m_longestWord(options.maxInputCharsPerWord)
    , m_neverSplit(options.neverSplit.begin(), options.neverSplit.end())
    , m_kept(m_neverSplit)
{
    m_ascii.fill(Ascii::none);
    for (unsigned char byte = 0; byte < 128; ++byte) {
        m_ascii[byte] = isDropped(byte) ? Ascii::dropped
            : isBlank(byte)             ? Ascii::blank
            : isPunctuation(byte)       ? Ascii::punctuation
                                        : Ascii::letter;
        const bool capital = byte >= 'A' && byte <= 'Z';
        m_lower[byte] = static_cast<char>(m_lowerCase && capital ? byte - 'A' + 'a' : byte);
    }
    m_kept.insert(specialTokens.begin(), specialTokens.end());
    m_kept.erase(std::string());
    // A word that was lower-cased cannot equal one with capitals.
    if (m_lowerCase)
        std::erase_if(m_kept, [](const std::string& word) {
            return std::any_of(word.begin(), word.end(), [](char byte) { return byte >= 'A' && byte <= 'Z'; });
        });
    for (const auto& word : m_kept) {
        m_keptBegin[static_cast<unsigned char>(word.front())] = true;
        m_keptBegin[255] |= static_cast<unsigned char>(word.front()) >= 128;
        m_longestKept = std::max(m_longestKept, word.size());
    }
}

bool WordReader::next()
{
    using Ascii = WordRules::Ascii;
    m_size = m_length = 0;
    m_plain = m_single = m_kept = false;
    m_buffer.ranges.clear();
    if (m_foldedTaken < m_folded.size)
        return takeFolded() || takeRest();

    for (; m_position < m_text.size(); ++m_position) {
        const auto byte = static_cast<unsigned char>(m_text[m_position]);
        switch (m_rules.m_ascii[byte]) {
        case Ascii::blank:
            m_afterBlank = true;
            break;
        case Ascii::dropped:
            break;
        case Ascii::letter:
        case Ascii::punctuation:
            if (m_afterBlank && beginsKept() && takeKept())
                return true;
            m_afterBlank = false;
            return takePlain() || takeRest();
        case Ascii::none:
            return takeRest();
        }
    }
    return false;
}

// At an ASCII letter or punctuation character. True when the word is complete and has nothing in it but such; else the word is begun.
bool WordReader::takePlain()
{
    using Ascii = WordRules::Ascii;
    const char* const text = m_text.data();
    const std::size_t begin = m_position;
    std::size_t end = begin + 1;
    m_single = m_rules.m_ascii[static_cast<unsigned char>(text[begin])] == Ascii::punctuation;
    if (!m_single)
        while (end < m_text.size() && m_rules.m_ascii[static_cast<unsigned char>(text[end])] == Ascii::letter)
            ++end;
    m_position = end;

    const auto after = end < m_text.size() ? m_rules.m_ascii[static_cast<unsigned char>(text[end])] : Ascii::blank;
    if (after == Ascii::none || after == Ascii::dropped) { // a combining mark may follow
        for (std::size_t at = begin; at < end; ++at)
            takeAscii(m_rules.m_lower[static_cast<unsigned char>(text[at])], static_cast<std::uint32_t>(at));
        return false;
    }
    m_plain = true;
    m_begin = static_cast<std::uint32_t>(begin);
    m_end = static_cast<std::uint32_t>(end);
    m_length = end - begin;
    if (m_length > m_rules.m_longestWord)
        return true;
    m_size = m_length;
    if (m_buffer.word.size() < m_size + WordBuffer::kPadding)
        m_buffer.word.resize(2 * m_size + WordBuffer::kPadding);
    char* const word = m_buffer.word.data();
    for (std::size_t i = 0; i < m_size; ++i)
        word[i] = m_rules.m_lower[static_cast<unsigned char>(text[begin + i])];
    std::memset(word + m_size, 0, WordBuffer::kPadding);
    return true;
}

// What is not plain, character by character.
bool WordReader::takeRest()
{
    while (m_position < m_text.size()) {
        const auto byte = static_cast<unsigned char>(m_text[m_position]);
        const auto at = static_cast<std::uint32_t>(m_position);
        if (byte < 128) {
            switch (m_rules.m_ascii[byte]) {
            case WordRules::Ascii::letter:
                if (m_single)
                    return true;
                if (m_length == 0 && m_afterBlank && beginsKept() && takeKept())
                    return true;
                takeAscii(m_rules.m_lower[byte], at);
                ++m_position;
                m_afterBlank = false;
                break;
            case WordRules::Ascii::blank:
                ++m_position;
                m_afterBlank = true;
                if (m_length > 0)
                    return true;
                break;
            case WordRules::Ascii::punctuation:
                if (m_length > 0)
                    return true;
                if (m_afterBlank && beginsKept() && takeKept())
                    return true;
                takeAscii(static_cast<char>(byte), at);
                m_single = true; // not done yet: a combining mark that follows belongs to it
                ++m_position;
                m_afterBlank = false;
                break;
            case WordRules::Ascii::dropped:
            case WordRules::Ascii::none:
                ++m_position;
                break;
            }
            continue;
        }

        if (m_afterBlank && beginsKept()) {
            if (m_length == 0 ? takeKept() : findKept().has_value())
                return true;
        }
        const char32_t codePoint = nextCodePoint(m_text, m_position);
        const auto end = static_cast<std::uint32_t>(m_position);
        if (isDropped(codePoint))
            continue;
        if (isBlank(codePoint)) {
            m_afterBlank = true;
            if (m_length > 0)
                return true;
            continue;
        }
        m_foldedIdeograph = m_rules.m_splitIdeographs && isIdeograph(codePoint);
        const bool kept = m_foldedIdeograph && m_rules.m_kept.contains(m_text.substr(at, end - at));
        m_folded = fold(codePoint, m_rules.m_lowerCase && !kept, m_rules.m_stripAccents && !kept);
        m_foldedTaken = 0;
        m_foldedSource = {at, end};
        m_afterBlank = m_foldedIdeograph;
        if (m_folded.size == 0)
            extendLastCharacter(end);
        if (takeFolded())
            return true;
    }
    return m_length > 0;
}

// True when the word so far is complete; what is left of m_folded begins the next one.
bool WordReader::takeFolded()
{
    for (; m_foldedTaken < m_folded.size; ++m_foldedTaken) {
        const char32_t codePoint = m_folded.codePoints[m_foldedTaken];
        const bool single = m_foldedIdeograph || isPunctuation(codePoint);
        if (m_single || (single && m_length > 0))
            return true;
        take(codePoint, m_foldedSource);
        m_single = single;
    }
    return false;
}

// Whether the character at m_position, folded or not, may begin one of the kept words; rarely true.
bool WordReader::beginsKept() const
{
    if (m_rules.m_longestKept == 0)
        return false;
    const auto byte = static_cast<unsigned char>(m_text[m_position]);
    if (byte < 128)
        return m_rules.mayKeep(static_cast<unsigned char>(m_rules.m_lower[byte]));
    if (m_rules.mayKeep(255))
        return true;
    std::size_t position = m_position;
    const Folded folded = fold(nextCodePoint(m_text, position), m_rules.m_lowerCase, m_rules.m_stripAccents);
    return folded.size == 0 || (folded.codePoints[0] < 128 && m_rules.mayKeep(static_cast<unsigned char>(folded.codePoints[0])));
}

// The word up to the next white space or ideograph where it is one of those kept, as it stands or once it is folded.
std::optional<WordReader::KeptWord> WordReader::findKept() const
{
    struct Spelling {
        std::string bytes;
        std::vector<ByteRange> ranges;
        std::size_t length = 0;
        void add(char32_t codePoint, ByteRange source)
        {
            appendUtf8(bytes, codePoint);
            ranges.resize(bytes.size(), source);
            ++length;
        }
    };
    Spelling asItStands, folded;
    std::size_t position = m_position;
    while (position < m_text.size()) {
        const auto begin = static_cast<std::uint32_t>(position);
        std::size_t next = position;
        const char32_t codePoint = nextCodePoint(m_text, next);
        if (isBlank(codePoint) || (m_rules.m_splitIdeographs && isIdeograph(codePoint)))
            break;
        position = next;
        if (isDropped(codePoint))
            continue;
        const ByteRange source{begin, static_cast<std::uint32_t>(next)};
        const Folded lowered = fold(codePoint, m_rules.m_lowerCase, false);
        for (std::size_t i = 0; i < lowered.size; ++i)
            asItStands.add(lowered.codePoints[i], source);
        const Folded parts = fold(codePoint, m_rules.m_lowerCase, m_rules.m_stripAccents);
        if (parts.size == 0 && folded.length > 0)
            folded.ranges.back().end = source.end;
        for (std::size_t i = 0; i < parts.size; ++i)
            folded.add(parts.codePoints[i], source);
        if (folded.bytes.size() > m_rules.m_longestKept && asItStands.bytes.size() > m_rules.m_longestKept)
            return std::nullopt;
    }
    for (Spelling* spelling : {&asItStands, &folded})
        if (m_rules.m_kept.contains(spelling->bytes))
            return KeptWord{std::move(spelling->bytes), std::move(spelling->ranges), spelling->length, position};
    return std::nullopt;
}

bool WordReader::takeKept()
{
    auto kept = findKept();
    if (!kept)
        return false;
    m_size = 0;
    append(kept->bytes.data(), kept->bytes.size(), {});
    m_buffer.ranges = std::move(kept->ranges);
    m_length = kept->length;
    m_end = m_buffer.ranges.back().end;
    m_position = kept->end;
    m_kept = true;
    return true;
}

void WordReader::append(const char* bytes, std::size_t count, ByteRange source)
{
    if (m_buffer.word.size() < m_size + count + WordBuffer::kPadding)
        m_buffer.word.resize(2 * (m_size + count) + WordBuffer::kPadding);
    std::memcpy(m_buffer.word.data() + m_size, bytes, count);
    m_size += count;
    m_buffer.ranges.resize(m_size, source);
}

void WordReader::take(char32_t codePoint, ByteRange source)
{
    m_end = source.end;
    if (++m_length > m_rules.m_longestWord && m_size > 0)
        return;
    char bytes[4];
    append(bytes, encodeUtf8(codePoint, bytes), source);
}

void WordReader::takeAscii(char byte, std::uint32_t at)
{
    m_end = at + 1;
    if (++m_length > m_rules.m_longestWord && m_size > 0)
        return;
    append(&byte, 1, {at, at + 1});
}

void WordReader::extendLastCharacter(std::uint32_t end)
{
    if (m_length == 0)
        return;
    m_end = end;
    m_buffer.ranges.back().end = end;
}

} // namespace attune::core
