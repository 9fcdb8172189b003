#include "core/text/tokenizer.h"

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

Encoding Tokenizer::encode(std::string_view text, std::size_t maxLength) const
{
    const std::size_t room = std::max<std::size_t>(maxLength, 2) - 1; // the final [SEP] always has its place
    Encoding encoding;
    const std::size_t guess = std::min(room + 1, text.size() / 3 + 8);
    encoding.ids.reserve(guess);
    encoding.ranges.reserve(guess);
    const auto add = [&](std::int32_t id, ByteRange range) {
        ++encoding.fullLength;
        if (encoding.ids.size() < room) {
            encoding.ids.push_back(id);
            encoding.ranges.push_back(range);
        }
    };

    add(m_vocabulary.cls(), {});
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
    encoding.ids.push_back(m_vocabulary.sep());
    encoding.ranges.push_back({});
    ++encoding.fullLength;
    return encoding;
}

} // namespace attune::core
