#include "core/text/tokenizer.h"

#include "core/error.h"
#include "core/text/word_reader.h"
#include "core/text/wordpiece.h"

#include <algorithm>

namespace attune::core {

namespace {

std::vector<std::string> specialTokensOf(const Vocabulary& vocabulary)
{
    std::vector<std::string> tokens;
    for (const char* token : {"[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"})
        if (vocabulary.id(token))
            tokens.emplace_back(token);
    return tokens;
}

} // namespace

struct Tokenizer::Rules {
    Rules(const Vocabulary& vocabulary, const TokenizerOptions& options)
        : words(options, specialTokensOf(vocabulary))
        , pieces(vocabulary)
    {
    }

    WordRules words;
    WordPiece pieces;
};

Tokenizer::Tokenizer(Vocabulary vocabulary, TokenizerOptions options)
    : m_vocabulary(std::move(vocabulary))
    , m_options(options)
    , m_rules(std::make_shared<Rules>(m_vocabulary, m_options))
{
}

namespace {

/// How many tokens of each text of a pair stay.
std::pair<std::size_t, std::size_t> keptOfPair(std::size_t first, std::size_t second, std::size_t room, PairTruncation truncation)
{
    if (first + second <= room)
        return {first, second};
    const auto alone = [room](std::size_t other, const char* option, const char* which) {
        if (other > room)
            throw Error("The pair cannot be shortened by truncation " + std::string(option) + ": its " + which + " text alone has "
                            + std::to_string(other) + " tokens, and there is room for " + std::to_string(room) + ".",
                "Choose longest_first or a larger maximum length.");
        return room - other;
    };
    switch (truncation) {
    case PairTruncation::OnlyFirst:
        return {alone(second, "only_first", "second"), second};
    case PairTruncation::OnlySecond:
        return {first, alone(first, "only_second", "first")};
    case PairTruncation::LongestFirst:
        break;
    }
    // Taking from the longer one, and on a tie from the second, ends with both near half unless one is shorter than that.
    const std::size_t half = room / 2;
    if (second <= half)
        return {room - second, second};
    if (first <= room - half)
        return {first, room - first};
    return {room - half, half};
}

} // namespace

Encoding Tokenizer::encode(std::string_view text, std::size_t maxLength) const
{
    return encode(text, EncodeOptions{maxLength});
}

Encoding Tokenizer::encode(std::string_view text, const EncodeOptions& options) const
{
    const std::size_t room = std::max<std::size_t>(options.maxLength, 2) - 2;
    Tokens tokens = tokenize(text);
    Encoding encoding;
    encoding.fullLength = tokens.ids.size() + 2;
    const std::size_t kept = std::min(tokens.ids.size(), room);
    const std::size_t head = options.kept == KeptPart::Head ? kept
        : options.kept == KeptPart::Tail || kept == tokens.ids.size() ? 0
                                                                       : (kept + 2) / 4;
    const auto add = [&](std::size_t from, std::size_t to) {
        for (; from < to; ++from) {
            encoding.ids.push_back(tokens.ids[from]);
            encoding.ranges.push_back(tokens.ranges[from]);
        }
    };
    encoding.ids.push_back(m_vocabulary.cls());
    encoding.ranges.push_back({});
    add(0, head);
    add(tokens.ids.size() - (kept - head), tokens.ids.size());
    encoding.ids.push_back(m_vocabulary.sep());
    encoding.ranges.push_back({});
    return encoding;
}

Encoding Tokenizer::encodePair(std::string_view first, std::string_view second, const EncodeOptions& options) const
{
    const Tokens tokens[] = {tokenize(first), tokenize(second)};
    const auto kept = keptOfPair(tokens[0].ids.size(), tokens[1].ids.size(), std::max<std::size_t>(options.maxLength, 3) - 3,
        options.pairTruncation);
    Encoding encoding;
    encoding.fullLength = tokens[0].ids.size() + tokens[1].ids.size() + 3;
    const auto add = [&](std::int32_t id, ByteRange range, std::int32_t type) {
        encoding.ids.push_back(id);
        encoding.ranges.push_back(range);
        encoding.tokenTypeIds.push_back(type);
    };
    add(m_vocabulary.cls(), {}, 0);
    for (std::size_t i = 0; i < kept.first; ++i)
        add(tokens[0].ids[i], tokens[0].ranges[i], 0);
    add(m_vocabulary.sep(), {}, 0);
    for (std::size_t i = 0; i < kept.second; ++i)
        add(tokens[1].ids[i], tokens[1].ranges[i], 1);
    add(m_vocabulary.sep(), {}, 1);
    return encoding;
}

Tokenizer::Tokens Tokenizer::tokenize(std::string_view text) const
{
    Tokens tokens;
    const auto add = [&](std::int32_t id, ByteRange range) {
        tokens.ids.push_back(id);
        tokens.ranges.push_back(range);
    };
    WordReader reader(text, m_rules->words);
    std::vector<Piece> pieces;
    while (reader.next()) {
        if (reader.special())
            add(m_vocabulary.id(reader.word()).value_or(m_vocabulary.unknown()), reader.range());
        else if (!reader.tooLong() && m_rules->pieces.cut(reader.word(), pieces))
            for (const Piece& piece : pieces)
                add(piece.id, reader.range(piece.begin, piece.end));
        else
            add(m_vocabulary.unknown(), reader.range());
    }
    return tokens;
}

} // namespace attune::core
