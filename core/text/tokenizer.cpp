#include "core/text/tokenizer.h"

#include "core/error.h"
#include "core/text/truncation.h"
#include "core/text/whole_words.h"
#include "core/text/word_reader.h"
#include "core/text/wordpiece.h"
#include "core/utf8.h"

#include <algorithm>

namespace attune::core {

namespace {

/// The vocabulary's special tokens in HuggingFace's order, as `added` describes them or by themselves, then the others of `added`.
std::vector<AddedToken> withSpecialTokens(const Vocabulary& vocabulary, const std::vector<AddedToken>& added)
{
    for (const AddedToken& token : added)
        if (token.id < 0 || static_cast<std::size_t>(token.id) >= vocabulary.size() || vocabulary.token(token.id) != token.content)
            throw Error("The added token \"" + printable(token.content) + "\" has the id " + std::to_string(token.id)
                            + ", which the vocabulary does not give it.",
                "Take all files of the tokenizer from the same checkpoint.");
    std::vector<AddedToken> tokens;
    const auto special = vocabulary.special().all();
    for (const auto& content : special) {
        const auto stated = std::find_if(added.begin(), added.end(), [&](const AddedToken& token) { return token.content == content; });
        if (stated != added.end())
            tokens.push_back(*stated);
        else if (const auto id = vocabulary.id(content)) // [MASK] may be absent: then it is ordinary text
            tokens.push_back({content, *id, true});
    }
    for (const AddedToken& token : added)
        if (std::find(special.begin(), special.end(), token.content) == special.end())
            tokens.push_back(token);
    return tokens;
}

} // namespace

/// Everything that encoding needs, made once.
struct Tokenizer::Rules {
    Rules(const Vocabulary& vocabulary, const TokenizerOptions& options, const std::vector<AddedToken>& statedTokens)
        : added(withSpecialTokens(vocabulary, statedTokens), vocabulary.special().all(), options.doLowerCase)
        , words(options, vocabulary.special().all())
        , wholeWords(vocabulary)
        , pieces(vocabulary, options.maxInputCharsPerWord)
    {
    }

    AddedTokens added;
    WordRules words;
    WholeWords wholeWords;
    WordPiece pieces;
};

/// The tokens of a text, without [CLS] and [SEP], and what finding them takes. Each thread reuses its own.
struct Tokenizer::Tokens {
    std::vector<std::int32_t> ids;
    std::vector<ByteRange> ranges;

    WordBuffer word;
    std::vector<Piece> pieces;
    std::vector<TextPart> parts;
    std::vector<ByteRange> sources;

    void add(std::int32_t id, ByteRange range)
    {
        ids.push_back(id);
        ranges.push_back(range);
    }
    /// Of a text much longer than usual no thread keeps the memory.
    void clear()
    {
        constexpr std::size_t kKept = std::size_t{1} << 20;
        if (ids.capacity() > kKept || sources.capacity() > kKept)
            *this = Tokens();
        ids.clear();
        ranges.clear();
    }
};

Tokenizer::Tokenizer(Vocabulary vocabulary, TokenizerOptions options, std::vector<AddedToken> added)
    : m_vocabulary(std::move(vocabulary))
    , m_options(std::move(options))
    , m_rules(std::make_shared<Rules>(m_vocabulary, m_options, added))
{
}

const std::vector<AddedToken>& Tokenizer::addedTokens() const { return m_rules->added.tokens(); }

Encoding Tokenizer::encode(std::string_view text, std::size_t maxLength) const
{
    EncodeOptions options;
    options.maxLength = maxLength;
    return encode(text, options);
}

Encoding Tokenizer::encode(std::string_view text, const EncodeOptions& options) const
{
    thread_local Tokens tokens;
    tokenize(text, tokens);
    const std::size_t count = tokens.ids.size();
    const auto [head, tail] = keptOfText(count, std::max<std::size_t>(options.maxLength, 2) - 2, options.kept);

    Encoding encoding;
    encoding.fullLength = count + 2;
    const auto fill = [head = head, tail = tail, count](auto& to, const auto& from, auto first, auto last) {
        to.resize(head + tail + 2);
        to.front() = first;
        std::copy_n(from.begin(), head, to.begin() + 1);
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(count - tail), tail, to.begin() + 1 + static_cast<std::ptrdiff_t>(head));
        to.back() = last;
    };
    fill(encoding.ids, tokens.ids, m_vocabulary.cls(), m_vocabulary.sep());
    fill(encoding.ranges, tokens.ranges, ByteRange(), ByteRange());
    return encoding;
}

Encoding Tokenizer::encodePair(std::string_view first, std::string_view second, const EncodeOptions& options) const
{
    if (options.maxLength < kLeastPairLength)
        throw Error("A pair needs a maximum length of at least 3 tokens ([CLS] and two [SEP]), not " + std::to_string(options.maxLength) + ".",
            "Choose a larger maximum length.");
    thread_local Tokens a, b;
    tokenize(first, a);
    tokenize(second, b);
    const auto kept = keptOfPair(a.ids.size(), b.ids.size(), options.maxLength - kLeastPairLength, options.pairTruncation);

    Encoding encoding;
    encoding.fullLength = a.ids.size() + b.ids.size() + 3;
    encoding.ids.reserve(kept.first + kept.second + 3);
    encoding.ranges.reserve(kept.first + kept.second + 3);
    encoding.tokenTypeIds.assign(kept.first + 2, 0);
    encoding.tokenTypeIds.resize(kept.first + kept.second + 3, 1);
    const auto join = [kept](auto& to, const auto& ofFirst, const auto& ofSecond, auto cls, auto sep) {
        to.push_back(cls);
        to.insert(to.end(), ofFirst.begin(), ofFirst.begin() + static_cast<std::ptrdiff_t>(kept.first));
        to.push_back(sep);
        to.insert(to.end(), ofSecond.begin(), ofSecond.begin() + static_cast<std::ptrdiff_t>(kept.second));
        to.push_back(sep);
    };
    join(encoding.ids, a.ids, b.ids, m_vocabulary.cls(), m_vocabulary.sep());
    join(encoding.ranges, a.ranges, b.ranges, ByteRange(), ByteRange());
    return encoding;
}

void Tokenizer::tokenize(std::string_view text, Tokens& tokens) const
{
    tokens.clear();
    const bool readsLowered = m_rules->added.readsLowered();
    std::string lowered;
    if (readsLowered)
        lowered = m_rules->added.lowered(text, tokens.sources);
    const std::string_view read = readsLowered ? std::string_view(lowered) : text;

    m_rules->added.split(read, tokens.parts);
    for (const TextPart& part : tokens.parts) {
        const auto begin = static_cast<std::uint32_t>(part.begin);
        if (part.id)
            tokens.add(*part.id, {begin, static_cast<std::uint32_t>(part.end)});
        else
            tokenizePart(read.substr(part.begin, part.end - part.begin), begin, tokens);
    }
    if (readsLowered)
        for (ByteRange& range : tokens.ranges)
            range = {tokens.sources[range.begin].begin, tokens.sources[range.end - 1].end};
}

// A stretch of text without added tokens; its ranges count from `offset`.
void Tokenizer::tokenizePart(std::string_view text, std::uint32_t offset, Tokens& tokens) const
{
    const Rules& rules = *m_rules;
    const std::int32_t unknown = m_vocabulary.unknown();
    const auto moved = [offset](ByteRange range) { return ByteRange{range.begin + offset, range.end + offset}; };
    WordReader reader(text, rules.words, tokens.word);
    while (reader.next()) {
        const std::string_view word = reader.word();
        if (rules.words.neverSplit(word) && (reader.kept() || !reader.tooLong())) {
            tokens.add(m_vocabulary.id(word).value_or(unknown), moved(reader.range()));
            continue;
        }
        if (reader.tooLong()) {
            tokens.add(unknown, moved(reader.range()));
            continue;
        }
        if (reader.plain() && word.size() <= WholeWords::kLongest) {
            const std::int32_t id = rules.wholeWords.id(WholeWords::key(word.data()));
            if (id != WholeWords::kNone) {
                tokens.add(id, moved(reader.range()));
                continue;
            }
        }
        if (!rules.pieces.cut(word, tokens.pieces)) {
            tokens.add(unknown, moved(reader.range()));
            continue;
        }
        for (const Piece& piece : tokens.pieces)
            tokens.add(piece.id, moved(reader.range(piece.begin, piece.end)));
    }
}

} // namespace attune::core
