#pragma once

#include "ui/prediction/token_words.h"

#include <QWidget>

namespace attune::ui {

/// The text as the model reads it: boxes of 32 px in rows, a word each with its pieces divided by dotted lines, or a piece each. What was cut off
/// is struck out behind a mark, what the vocabulary cannot spell says [UNK].
class TokenStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 36;

    explicit TokenStrip(QWidget* parent = nullptr);
    void setWords(std::vector<TokenWord> words);
    void setMerged(bool merged); ///< pieces to words
    void setSpecialShown(bool shown); ///< [CLS] and [SEP]
    const std::vector<TokenWord>& words() const { return m_words; }
    QString unread() const; ///< what was cut off, with blanks
    QStringList boxes() const; ///< what stands in each box, in order

    int heightForWidth(int width) const override { return int(layOut(width).height); }
    QSize sizeHint() const override { return {400, kRowHeight}; }
    QSize minimumSizeHint() const override { return {80, kRowHeight}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    struct Box {
        TokenWord word;
        bool cut = false; ///< the mark where reading ends
        bool otherText = false; ///< the line between the two texts of a pair
        bool continued = false; ///< a piece that goes on with the word of the box before
    };
    struct Layout {
        std::vector<QRectF> boxes;
        double height = kRowHeight;
    };
    void rebuild();
    Layout layOut(double width) const;
    void drawWord(QPainter& painter, const TokenWord& word, const QRectF& box) const;
    QString toolTipOf(const TokenWord& word) const;

    std::vector<TokenWord> m_words;
    std::vector<Box> m_boxes;
    bool m_merged = true;
    bool m_specialShown = true;
};

} // namespace attune::ui
