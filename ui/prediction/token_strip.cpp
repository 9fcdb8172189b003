#include "ui/prediction/token_strip.h"

#include "ui/frame/theme.h"
#include "ui/plotting/stroke.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr double kBoxHeight = 32;
constexpr double kPadding = 8;
constexpr double kGap = 4;
constexpr double kPieceGap = 7; // between two pieces of a word, with the dotted line in its middle
constexpr double kCutMark = 10; // room for the line at which reading ends
constexpr int kUnreadWordsShown = 200; // a pasted book is not laid out word by word

QFont wordFont()
{
    QFont result = font(Type::Body);
    result.setPixelSize(14);
    return result;
}

} // namespace

TokenStrip::TokenStrip(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Tokens"));
}

void TokenStrip::setWords(std::vector<TokenWord> words, const QString& unread)
{
    m_words = std::move(words);
    m_unread = unread;
    m_unreadWords = unread.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (m_unreadWords.size() > kUnreadWordsShown) {
        m_unreadWords = m_unreadWords.first(kUnreadWordsShown);
        m_unreadWords.append(QStringLiteral("…"));
    }
    QStringList spoken;
    for (const TokenWord& word : m_words)
        spoken.append(word.pieces.join(QStringLiteral("·")));
    setAccessibleDescription(spoken.join(QLatin1Char(' ')));
    updateGeometry();
    update();
}

TokenStrip::Layout TokenStrip::layOut(double width) const
{
    const QFontMetricsF metrics(wordFont());
    Layout layout;
    double x = 0;
    double y = (kRowHeight - kBoxHeight) / 2;
    const auto place = [&](const QStringList& pieces) {
        double needed = 2 * kPadding + kPieceGap * double(pieces.size() - 1);
        for (const QString& piece : pieces)
            needed += metrics.horizontalAdvance(piece);
        needed = std::min(width, needed);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += kRowHeight;
        }
        const QRectF box(x, y, needed, kBoxHeight);
        x += needed + kGap;
        return box;
    };
    for (const TokenWord& word : m_words)
        layout.words.push_back(place(word.pieces));
    if (!m_unreadWords.isEmpty())
        x += kCutMark;
    for (const QString& word : m_unreadWords)
        layout.unread.push_back(place({word}));
    layout.height = y + kBoxHeight + (kRowHeight - kBoxHeight) / 2;
    return layout;
}

void TokenStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(wordFont());
    const Colours& c = colours(palette());
    const Layout layout = layOut(width());
    for (std::size_t i = 0; i < m_words.size(); ++i)
        drawWord(painter, m_words[i], layout.words[i]);
    if (layout.unread.empty())
        return;
    if (!layout.words.empty()) {
        const QRectF last = layout.words.back();
        painter.fillRect(
            QRectF(std::min(last.right() + kCutMark / 2, width() - 3.0), last.top(), 2, last.height()), c.warningMark);
    }
    QFont struck = wordFont();
    struck.setStrikeOut(true);
    painter.setFont(struck);
    painter.setPen(c.text3);
    for (std::size_t i = 0; i < layout.unread.size(); ++i)
        painter.drawText(layout.unread[i], Qt::AlignCenter, m_unreadWords[qsizetype(i)]);
}

void TokenStrip::drawWord(QPainter& painter, const TokenWord& word, const QRectF& box) const
{
    const Colours& c = colours(palette());
    if (word.special) {
        painter.setPen(c.text3);
        painter.drawText(box, Qt::AlignCenter, word.text());
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.hover);
    painter.drawRoundedRect(box, 4, 4);
    double x = box.left() + kPadding;
    const QFontMetricsF metrics(painter.font());
    for (qsizetype i = 0; i < word.pieces.size(); ++i) {
        if (i > 0) {
            const double middle = std::round(x + kPieceGap / 2) - 0.5;
            painter.setPen(dashedPen(c.text3, 1, {1, 2}));
            painter.drawLine(QPointF(middle, box.top() + 4), QPointF(middle, box.bottom() - 4));
            x += kPieceGap;
        }
        const double width = metrics.horizontalAdvance(word.pieces[i]);
        painter.setPen(c.text);
        painter.drawText(QRectF(x, box.top(), width + 2, box.height()), Qt::AlignVCenter | Qt::AlignLeft, word.pieces[i]);
        x += width;
    }
}

} // namespace attune::ui
