#pragma once

#include "core/engine/engine.h"
#include "ui/selection.h"

#include <QString>
#include <QStringList>

namespace attune::ui {

/// One word of a text as the tokenizer cut it; special tokens stand alone.
struct TokenWord {
    QStringList pieces; ///< as the text spells them, one for each token
    bool special = false; ///< [CLS], [SEP]
    bool unknown = false; ///< the vocabulary cannot spell it: the model reads [UNK]
    bool unread = false; ///< cut off, since the text is too long
    int segment = 0; ///< 1 in a pair's second text

    QString text() const { return pieces.join(QString()); }
    bool operator==(const TokenWord&) const = default;
};

/// Joins the pieces of each word again and gives them back the spelling of the text (capitals, accents). Where tokens were `cut` off, what comes
/// after the last one of either text follows it as words that are not read.
std::vector<TokenWord> wordsOf(const PredictionText& text, const std::vector<core::Token>& tokens, bool cut);

/// A token's name on an axis: "##nge" stands as "·nge".
QString axisLabel(const core::Token& token);

} // namespace attune::ui
