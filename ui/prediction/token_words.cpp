#include "ui/prediction/token_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attune::ui {

namespace {

constexpr qsizetype kUnreadWordsShown = 200; // a pasted book is not laid out word by word

bool isSpecial(const core::Token& token)
{
    return token.range.begin == token.range.end;
}

bool continuesWord(const core::Token& token)
{
    return token.text.size() > 2 && token.text.starts_with("##");
}

void appendUnread(std::vector<TokenWord>& words, const QByteArray& rest, int segment)
{
    QStringList unread = QString::fromUtf8(rest).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (unread.size() > kUnreadWordsShown) {
        unread = unread.first(kUnreadWordsShown);
        unread.append(QStringLiteral("…"));
    }
    for (const QString& word : unread)
        words.push_back({{word}, false, false, true, segment});
}

} // namespace

std::vector<TokenWord> wordsOf(const PredictionText& text, const std::vector<core::Token>& tokens, bool cut)
{
    const std::array<QByteArray, 2> bytes{text.text.toUtf8(), text.second.value_or(QString()).toUtf8()};
    std::array<std::uint32_t, 2> end{0, 0};
    for (const core::Token& token : tokens)
        if (!isSpecial(token))
            end[std::size_t(token.segment)] = std::max(end[std::size_t(token.segment)], token.range.end);

    std::vector<TokenWord> words;
    std::array<bool, 2> unreadTold{false, false};
    const auto tellUnread = [&](std::size_t segment) {
        if (cut && !std::exchange(unreadTold[segment], true))
            appendUnread(words, bytes[segment].mid(end[segment]), int(segment));
    };
    bool begun = false;
    for (const core::Token& token : tokens) {
        const auto segment = std::size_t(token.segment);
        if (isSpecial(token)) {
            if (begun) // the [SEP] after a text: what was cut off stands before it
                tellUnread(segment);
            words.push_back({{QString::fromStdString(token.text)}, true, false, false, token.segment});
            begun = true;
            continue;
        }
        const QString piece = QString::fromUtf8(bytes[segment].mid(token.range.begin, token.range.end - token.range.begin));
        if (continuesWord(token) && !words.empty() && !words.back().special)
            words.back().pieces.append(piece);
        else
            words.push_back({{piece}, false, token.text == "[UNK]", false, token.segment});
    }
    tellUnread(0);
    if (text.second)
        tellUnread(1);
    return words;
}

QString axisLabel(const core::Token& token)
{
    const QString text = QString::fromStdString(token.text);
    return continuesWord(token) ? QChar(0x00B7) + text.mid(2) : text;
}

} // namespace attune::ui
