#include "core/text/word_reader.h"

namespace attune::core {

WordRules::WordRules(const TokenizerOptions& options, std::vector<std::string> specialTokens)
    : m_lowerCase(options.doLowerCase)
    , m_stripAccents(options.stripAccents.value_or(options.doLowerCase))
    , m_splitIdeographs(options.tokenizeChineseChars)
    , m_longestWord(options.maxInputCharsPerWord)
    , m_specialTokens(std::move(specialTokens))
{
    for (unsigned char byte = 0; byte < 128; ++byte) {
        m_ascii[byte] = isDropped(byte) ? Ascii::dropped
            : isBlank(byte)             ? Ascii::blank
            : isPunctuation(byte)       ? Ascii::punctuation
                                        : Ascii::letter;
        const bool capital = byte >= 'A' && byte <= 'Z';
        m_lower[byte] = static_cast<char>(m_lowerCase && capital ? byte - 'A' + 'a' : byte);
    }
}

bool WordReader::next()
{
    m_word.clear();
    m_ranges.clear();
    m_length = 0;
    m_special = m_single = false;

    if (takeFolded())
        return true;
    while (m_position < m_text.size()) {
        const auto byte = static_cast<unsigned char>(m_text[m_position]);
        const auto at = static_cast<std::uint32_t>(m_position);
        if (byte < 128) {
            switch (m_rules.m_ascii[byte]) {
            case WordRules::Ascii::letter:
                if (m_single)
                    return true;
                takeAscii(m_rules.m_lower[byte], at);
                ++m_position;
                break;
            case WordRules::Ascii::blank:
                ++m_position;
                if (m_length > 0)
                    return true;
                break;
            case WordRules::Ascii::punctuation:
                if (m_length > 0)
                    return true;
                if (byte == '[' && takeSpecial())
                    return true;
                takeAscii(static_cast<char>(byte), at);
                m_single = true; // not done yet: a combining mark that follows belongs to it
                ++m_position;
                break;
            case WordRules::Ascii::dropped:
                ++m_position;
                break;
            }
            continue;
        }

        const char32_t codePoint = nextCodePoint(m_text, m_position);
        const auto end = static_cast<std::uint32_t>(m_position);
        if (isDropped(codePoint))
            continue;
        if (isBlank(codePoint)) {
            if (m_length > 0)
                return true;
            continue;
        }
        m_foldedIdeograph = m_rules.m_splitIdeographs && isIdeograph(codePoint);
        m_folded = fold(codePoint, m_rules.m_lowerCase, m_rules.m_stripAccents);
        m_foldedTaken = 0;
        m_foldedSource = {at, end};
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

bool WordReader::takeSpecial()
{
    const std::string_view rest = m_text.substr(m_position);
    for (const auto& token : m_rules.m_specialTokens) {
        if (!rest.starts_with(token))
            continue;
        const auto begin = static_cast<std::uint32_t>(m_position);
        m_position += token.size();
        m_word = token;
        m_end = static_cast<std::uint32_t>(m_position);
        m_ranges.assign(token.size(), {begin, m_end});
        m_length = token.size();
        m_special = true;
        return true;
    }
    return false;
}

void WordReader::take(char32_t codePoint, ByteRange source)
{
    m_end = source.end;
    if (++m_length > m_rules.m_longestWord && !m_ranges.empty())
        return;
    appendUtf8(m_word, codePoint);
    m_ranges.resize(m_word.size(), source);
}

void WordReader::takeAscii(char byte, std::uint32_t at)
{
    m_end = at + 1;
    if (++m_length > m_rules.m_longestWord && !m_ranges.empty())
        return;
    m_word.push_back(byte);
    m_ranges.push_back({at, at + 1});
}

void WordReader::extendLastCharacter(std::uint32_t end)
{
    if (m_length == 0)
        return;
    m_end = end;
    m_ranges.back().end = end;
}

} // namespace attune::core
