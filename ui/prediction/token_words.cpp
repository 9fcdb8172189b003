#include "ui/prediction/token_words.h"

#include <algorithm>

namespace attune::ui {

namespace {

bool isSpecial(const core::Token& token)
{
    return token.range.begin == token.range.end;
}

bool continuesWord(const core::Token& token)
{
    return token.text.size() > 2 && token.text.starts_with("##");
}

} // namespace

std::vector<TokenWord> wordsOf(const QString& text, const std::vector<core::Token>& tokens)
{
    const QByteArray bytes = text.toUtf8();
    std::vector<TokenWord> words;
    for (const core::Token& token : tokens) {
        if (isSpecial(token)) {
            words.push_back({{QString::fromStdString(token.text)}, true});
            continue;
        }
        const QString piece = QString::fromUtf8(bytes.mid(token.range.begin, token.range.end - token.range.begin));
        if (continuesWord(token) && !words.empty() && !words.back().special)
            words.back().pieces.append(piece);
        else
            words.push_back({{piece}, false});
    }
    return words;
}

QString unreadPart(const QString& text, const std::vector<core::Token>& tokens)
{
    std::uint32_t end = 0;
    for (const core::Token& token : tokens)
        end = std::max(end, token.range.end);
    return QString::fromUtf8(text.toUtf8().mid(end)).simplified();
}

QString axisLabel(const core::Token& token)
{
    const QString text = QString::fromStdString(token.text);
    return continuesWord(token) ? QChar(0x00B7) + text.mid(2) : text;
}

} // namespace attune::ui
