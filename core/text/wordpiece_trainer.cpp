#include "core/text/wordpiece_trainer.h"

#include "core/error.h"
#include "core/text/added_tokens.h"
#include "core/text/word_reader.h"

#include <algorithm>
#include <map>
#include <queue>

namespace attune::core {

namespace {

using Symbol = std::uint32_t;
using Count = std::uint64_t;

constexpr std::string_view kPrefix = "##";
constexpr Count kRarestMerge = 2; // a pair seen once teaches nothing

struct Word {
    std::vector<Symbol> symbols;
    Count count = 0;
};

/// A character as the texts have it.
struct Character {
    std::string bytes;
    Count count = 0;
    bool single = false; ///< always a word by itself, so it has no ## form
    std::size_t forms() const { return single ? 1 : 2; }
};

struct CountedWord {
    Count count = 0;
    bool single = false;
};
using CountedWords = std::map<std::string, CountedWord, std::less<>>; // ordered: symbols get the same numbers every time

CountedWords countWords(
    const std::vector<std::string>& texts, const TokenizerOptions& options, const std::vector<std::string>& special)
{
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, CountedWord, Hash, std::equal_to<>> counts;
    std::vector<AddedToken> tokens;
    for (const auto& token : special)
        tokens.push_back({token, 0, true});
    const AddedTokens added(std::move(tokens), special, options.doLowerCase);
    const WordRules rules(options, special);
    std::vector<TextPart> parts;
    WordBuffer buffer;
    for (const std::string_view text : texts) {
        added.split(text, parts);
        for (const TextPart& part : parts) {
            if (part.id)
                continue;
            WordReader reader(text.substr(part.begin, part.end - part.begin), rules, buffer);
            while (reader.next()) {
                if (reader.kept() || reader.tooLong())
                    continue;
                auto found = counts.find(reader.word());
                if (found == counts.end())
                    found = counts.emplace(reader.word(), CountedWord{}).first;
                ++found->second.count;
                found->second.single = reader.single();
            }
        }
    }
    return {counts.begin(), counts.end()};
}

std::vector<std::string_view> charactersOf(std::string_view word)
{
    std::vector<std::string_view> characters;
    for (std::size_t begin = 0, end = 0; begin < word.size(); begin = end) {
        nextCodePoint(word, end);
        characters.push_back(word.substr(begin, end - begin));
    }
    return characters;
}

/// The texts' characters, the most frequent first.
std::vector<Character> rankCharacters(const CountedWords& words)
{
    std::map<std::string, Character, std::less<>> byBytes;
    for (const auto& [text, counted] : words)
        for (const auto bytes : charactersOf(text)) {
            Character& character = byBytes[std::string(bytes)];
            character.bytes = bytes;
            character.count += counted.count;
            character.single = counted.single;
        }
    std::vector<Character> ranked;
    for (auto& [bytes, character] : byBytes)
        ranked.push_back(std::move(character));
    std::stable_sort(ranked.begin(), ranked.end(), [](const Character& a, const Character& b) { return a.count > b.count; });
    return ranked;
}

/// How many of the ranked characters fit when their forms may take `room` entries, beginning at `from`.
std::size_t fitting(const std::vector<Character>& ranked, std::size_t from, std::size_t room)
{
    std::size_t next = from;
    for (std::size_t used = 0; next < ranked.size() && used + ranked[next].forms() <= room; ++next)
        used += ranked[next].forms();
    return next;
}

/// Merges the most frequent pair of neighbours again and again. Counts are kept up to date pair by pair, so that a merge
/// costs as much as the words that it touches.
class Merger {
public:
    Merger(const CountedWords& words, std::vector<Character> characters)
    {
        std::sort(characters.begin(), characters.end(), [](const Character& a, const Character& b) { return a.bytes < b.bytes; });
        for (const auto& character : characters)
            symbol(character.bytes);
        for (const auto& character : characters)
            if (!character.single)
                symbol(std::string(kPrefix) + character.bytes);
        for (const auto& [text, counted] : words)
            addWord(text, counted.count);
        for (std::size_t word = 0; word < m_words.size(); ++word)
            for (std::size_t i = 0; i + 1 < m_words[word].symbols.size(); ++i)
                change(m_words[word].symbols[i], m_words[word].symbols[i + 1], word, true);
        announceChanges();
    }

    /// Spellings in the order in which they were made: first the characters', then at most `size` in all.
    std::vector<std::string> run(std::size_t size)
    {
        while (m_spellings.size() < size && !m_candidates.empty()) {
            const Candidate best = m_candidates.top();
            m_candidates.pop();
            const auto found = m_pairs.find(best.pair);
            if (found == m_pairs.end() || found->second.count != best.count)
                continue; // out of date; its present count has a candidate of its own
            if (best.count < kRarestMerge)
                break;
            merge(best.pair);
        }
        return m_spellings;
    }

private:
    using Pair = std::uint64_t;
    struct PairState {
        Count count = 0;
        std::vector<std::uint32_t> words; ///< that hold or once held the pair
    };
    struct Candidate {
        Count count;
        Pair pair;
        bool operator<(const Candidate& other) const
        {
            return count != other.count ? count < other.count : pair > other.pair; // the older pair wins a tie
        }
    };

    static Pair pairOf(Symbol left, Symbol right) { return Pair{left} << 32 | right; }

    Symbol symbol(const std::string& spelling)
    {
        const auto [found, isNew] = m_symbols.try_emplace(spelling, static_cast<Symbol>(m_spellings.size()));
        if (isNew)
            m_spellings.push_back(spelling);
        return found->second;
    }

    void addWord(std::string_view text, Count count)
    {
        Word word;
        word.count = count;
        std::string spelling;
        for (const auto character : charactersOf(text)) {
            spelling = word.symbols.empty() ? std::string() : std::string(kPrefix);
            spelling += character;
            const auto found = m_symbols.find(spelling);
            if (found == m_symbols.end())
                return; // a character that was left out makes the whole word [UNK]
            word.symbols.push_back(found->second);
        }
        m_words.push_back(std::move(word));
    }

    void change(Symbol left, Symbol right, std::size_t word, bool added)
    {
        const Pair pair = pairOf(left, right);
        PairState& state = m_pairs[pair];
        if (added) {
            state.count += m_words[word].count;
            if (state.words.empty() || state.words.back() != word)
                state.words.push_back(static_cast<std::uint32_t>(word));
        } else {
            state.count -= m_words[word].count;
        }
        m_changed.push_back(pair);
    }

    void announceChanges()
    {
        std::sort(m_changed.begin(), m_changed.end());
        m_changed.erase(std::unique(m_changed.begin(), m_changed.end()), m_changed.end());
        for (const Pair pair : m_changed)
            if (const auto found = m_pairs.find(pair); found != m_pairs.end() && found->second.count > 0)
                m_candidates.push({found->second.count, pair});
        m_changed.clear();
    }

    void merge(Pair pair)
    {
        const auto left = static_cast<Symbol>(pair >> 32);
        const auto right = static_cast<Symbol>(pair);
        const Symbol merged = symbol(m_spellings[left] + m_spellings[right].substr(kPrefix.size()));
        const std::vector<std::uint32_t> touched = std::move(m_pairs[pair].words);
        for (const std::uint32_t index : touched) {
            auto& symbols = m_words[index].symbols;
            for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
                if (symbols[i] != left || symbols[i + 1] != right)
                    continue;
                if (i > 0) {
                    change(symbols[i - 1], left, index, false);
                    change(symbols[i - 1], merged, index, true);
                }
                if (i + 2 < symbols.size()) {
                    change(right, symbols[i + 2], index, false);
                    change(merged, symbols[i + 2], index, true);
                }
                symbols[i] = merged;
                symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            }
        }
        m_pairs.erase(pair);
        announceChanges();
    }

    std::vector<Word> m_words;
    std::vector<std::string> m_spellings;
    std::unordered_map<std::string, Symbol> m_symbols;
    std::unordered_map<Pair, PairState> m_pairs;
    std::vector<Pair> m_changed;
    std::priority_queue<Candidate> m_candidates;
};

} // namespace

std::vector<std::string> trainWordPiece(const std::vector<std::string>& texts, std::size_t size, const TokenizerOptions& options)
{
    std::vector<std::string> vocabulary{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    const CountedWords words = countWords(texts, options, vocabulary);
    if (words.empty())
        throw Error(
            "The texts hold no word, so no vocabulary can be learned from them.", "Give texts that hold letters or digits.");
    if (size <= vocabulary.size())
        throw Error("A vocabulary of " + std::to_string(size) + " tokens has no room for words beside its five special tokens.",
            "Ask for a larger one; a few thousand are usual.");

    // Characters take at most half of the room, so that words find theirs; what merging leaves over goes to further characters.
    const std::size_t room = size - vocabulary.size();
    const std::vector<Character> ranked = rankCharacters(words);
    const std::size_t kept = fitting(ranked, 0, room / 2);
    const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(kept);
    const std::vector<std::string> learned = Merger(words, {ranked.begin(), end}).run(room);

    std::size_t firstMerge = 0;
    for (std::size_t i = 0; i < kept; ++i)
        firstMerge += ranked[i].forms();
    const auto merges = learned.begin() + static_cast<std::ptrdiff_t>(firstMerge);
    vocabulary.insert(vocabulary.end(), learned.begin(), merges);
    for (std::size_t i = kept; i < fitting(ranked, kept, room - learned.size()); ++i) {
        vocabulary.push_back(ranked[i].bytes);
        if (!ranked[i].single)
            vocabulary.push_back(std::string(kPrefix) + ranked[i].bytes);
    }
    vocabulary.insert(vocabulary.end(), merges, learned.end());
    return vocabulary;
}

} // namespace attune::core
