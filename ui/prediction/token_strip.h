#pragma once

#include "ui/prediction/token_words.h"

#include <QWidget>

namespace attune::ui {

/// The words as the model reads them: boxes of 32 px in rows, pieces of one word divided by dotted lines, what was cut off struck
/// out.
class TokenStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 36;

    explicit TokenStrip(QWidget* parent = nullptr);
    void setWords(std::vector<TokenWord> words, const QString& unread);
    const std::vector<TokenWord>& words() const { return m_words; }
    QString unread() const { return m_unread; }

    int heightForWidth(int width) const override { return int(layOut(width).height); }
    QSize sizeHint() const override { return {400, kRowHeight}; }
    QSize minimumSizeHint() const override { return {80, kRowHeight}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    struct Layout {
        std::vector<QRectF> words;
        std::vector<QRectF> unread;
        double height = kRowHeight;
    };
    Layout layOut(double width) const;
    void drawWord(QPainter& painter, const TokenWord& word, const QRectF& box) const;

    std::vector<TokenWord> m_words;
    QString m_unread;
    QStringList m_unreadWords;
};

} // namespace attune::ui
