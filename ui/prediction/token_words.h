#pragma once

#include "core/engine/engine.h"

#include <QString>
#include <QStringList>

namespace attune::ui {

/// One word of a text as the tokenizer cut it; special tokens stand alone.
struct TokenWord {
    QStringList pieces; ///< as the text spells them, one for each token
    bool special = false; ///< [CLS], [SEP]

    QString text() const { return pieces.join(QString()); }
    bool operator==(const TokenWord&) const = default;
};

/// Joins the pieces of each word again and gives them back the spelling of `text` (capitals, accents).
std::vector<TokenWord> wordsOf(const QString& text, const std::vector<core::Token>& tokens);

/// What of `text` comes after the last token; meant for texts that were cut.
QString unreadPart(const QString& text, const std::vector<core::Token>& tokens);

/// A token's name on an axis: "##nge" stands as "·nge".
QString axisLabel(const core::Token& token);

} // namespace attune::ui
