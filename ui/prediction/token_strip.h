#pragma once

#include "ui/prediction/token_words.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

/// The text as the model reads it: boxes of 32 px in rows, a word each with its pieces divided by dotted lines, or a piece each. What was cut off
/// is struck out behind a mark, what the vocabulary cannot spell says [UNK]. What each box did to a score is a tint, a signed bar below it and, where it is
/// much, a figure. The mouse points at a box, a click pins it, arrow keys move the pin.
class TokenStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 36;
    static constexpr int kBarredRowHeight = 54; ///< with room for bars
    static constexpr int kRoomyRowHeight = 78; ///< at which bars have their full height, where there is so much room

    explicit TokenStrip(QWidget* parent = nullptr);
    void setWords(std::vector<TokenWord> words);
    void setMerged(bool merged); ///< pieces to words
    void setSpecialShown(bool shown); ///< [CLS] and [SEP]
    void setBarred(bool barred); ///< keeps room for bars, whether there are any or not
    void setAttributions(const std::vector<float>& attributions, double scale); ///< of each token that is read; none: no longer. `scale`: of the longest bar
    std::vector<double> values() const; ///< what each box did, in order; none where there are no attributions
    void setSpot(std::optional<std::size_t> from, std::optional<std::size_t> to); ///< frames the boxes of these tokens, the second thinly
    const std::vector<TokenWord>& words() const { return m_words; }
    QString unread() const; ///< what was cut off, with blanks
    QStringList boxes() const; ///< what stands in each box, in order

    int heightForWidth(int width) const override { return int(layOut(width, leastRowHeight()).height); }
    QSize sizeHint() const override { return {400, int(leastRowHeight())}; }
    QSize minimumSizeHint() const override { return {80, int(leastRowHeight())}; }
    double barHeight() const; ///< of the longest bar, up or down

Q_SIGNALS:
    void hovered(std::optional<std::size_t> token); ///< the first of the box under the mouse; nothing when it left
    void pinned(std::optional<std::size_t> token); ///< nothing with Escape, or by another click on the same

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Box {
        TokenWord word;
        bool cut = false; ///< the mark where reading ends
        bool otherText = false; ///< the line between the two texts of a pair
        bool continued = false; ///< a piece that goes on with the word of the box before
        std::optional<double> value = {}; ///< what it did to the score
        std::size_t first = 0, count = 0; ///< tokens that it stands for; none where it is not read
        bool holds(std::optional<std::size_t> token) const { return token && *token >= first && *token < first + count; }
    };
    struct Layout {
        std::vector<QRectF> boxes;
        double height = kRowHeight;
        double rows = 1;
    };
    void rebuild();
    Layout layOut(double width, double rowHeight) const;
    Layout layOut() const { return layOut(width(), rowHeight()); }
    double leastRowHeight() const { return m_barred ? kBarredRowHeight : kRowHeight; }
    double rowHeight() const; ///< that there is room for
    const Box* boxAt(QPointF point) const; ///< of those that stand for tokens
    void hover(std::optional<std::size_t> token);
    void drawWord(QPainter& painter, const Box& drawn, const QRectF& box) const;
    void drawValue(QPainter& painter, double value, const QRectF& box, double room) const;
    QString toolTipOf(const TokenWord& word) const;

    std::vector<TokenWord> m_words;
    std::vector<Box> m_boxes;
    bool m_merged = true;
    bool m_specialShown = true;
    bool m_barred = false;
    std::vector<float> m_attributions;
    double m_scale = 1;
    std::optional<std::size_t> m_from, m_to; ///< tokens that are framed
    std::optional<std::size_t> m_hovered, m_pinned;
};

} // namespace attune::ui
