#include "ui/prediction/token_strip.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/theme.h"
#include "ui/plotting/stroke.h"
#include "ui/words.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::ui {

namespace {

constexpr double kBoxHeight = 32;
constexpr double kPadding = 8;
constexpr double kGap = 4;
constexpr double kPieceGap = 7; // between two pieces of a word, with the dotted line in its middle
constexpr double kMark = 6; // room for the line at which reading ends, or at which the second text begins
constexpr double kLeastBar = 9, kTallestBar = 18; // up, and down
constexpr double kMostAboveBars = 7; // between a box and the longest bar, where there is room
constexpr double kBarWidth = 15;
constexpr double kFigureFrom = 0.3; // of the scale
constexpr double kUnknownGap = 6; // between a word and the [UNK] that it is read as

QFont wordFont()
{
    QFont result = font(Type::Body);
    result.setPixelSize(14);
    return result;
}

QString unknownSign()
{
    return QStringLiteral("[UNK]");
}

double widthOf(const TokenWord& word)
{
    const QFontMetricsF metrics(wordFont());
    double width = 2 * kPadding + kPieceGap * double(word.pieces.size() - 1);
    for (const QString& piece : word.pieces)
        width += metrics.horizontalAdvance(piece);
    if (word.unknown)
        width += kUnknownGap + QFontMetricsF(font(Type::Caption)).horizontalAdvance(unknownSign());
    return width;
}

} // namespace

TokenStrip::TokenStrip(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Tokens"));
}

void TokenStrip::setWords(std::vector<TokenWord> words)
{
    if (words != m_words) {
        m_from.reset();
        m_to.reset();
        m_hovered.reset();
        m_pinned.reset();
    }
    m_words = std::move(words);
    m_attributions.clear();
    rebuild();
}

void TokenStrip::setMerged(bool merged)
{
    m_merged = merged;
    rebuild();
}

void TokenStrip::setSpecialShown(bool shown)
{
    m_specialShown = shown;
    rebuild();
}

void TokenStrip::setBarred(bool barred)
{
    m_barred = barred;
    rebuild();
}

void TokenStrip::setAttributions(const std::vector<float>& attributions, double scale)
{
    m_attributions = attributions;
    m_scale = scale;
    rebuild();
}

void TokenStrip::setSpot(std::optional<std::size_t> from, std::optional<std::size_t> to)
{
    m_from = from;
    m_to = to;
    update();
}

std::vector<double> TokenStrip::values() const
{
    std::vector<double> values;
    for (const Box& box : m_boxes)
        if (box.value)
            values.push_back(*box.value);
    return values;
}

QString TokenStrip::unread() const
{
    QStringList unread;
    for (const TokenWord& word : m_words)
        if (word.unread)
            unread.append(word.text());
    return unread.join(QLatin1Char(' '));
}

QStringList TokenStrip::boxes() const
{
    QStringList texts;
    for (const Box& box : m_boxes)
        if (!box.cut && !box.otherText)
            texts.append(box.word.pieces.join(QString()));
    return texts;
}

void TokenStrip::rebuild()
{
    m_boxes.clear();
    QStringList spoken;
    const TokenWord* before = nullptr;
    std::size_t token = 0; // that the word begins with
    for (const TokenWord& word : m_words) {
        const std::size_t first = token;
        token += word.unread ? 0 : std::size_t(word.pieces.size());
        /// What pieces did: `count` of the word's from `piece` on.
        const auto valueOf = [&](qsizetype piece, qsizetype count) {
            const auto begin = first + std::size_t(piece);
            if (word.unread || begin + std::size_t(count) > m_attributions.size())
                return std::optional<double>();
            const auto at = m_attributions.begin() + std::ptrdiff_t(begin);
            return std::optional(std::accumulate(at, at + count, 0.0));
        };
        if (before && before->segment != word.segment)
            m_boxes.push_back({{}, false, true, false});
        if (word.unread && before && !before->unread)
            m_boxes.push_back({{}, true, false, false});
        before = &word;
        if (word.special && !m_specialShown)
            continue;
        spoken.append(word.unread ? tr("(not read) %1").arg(word.text())
                : word.unknown    ? tr("%1 (unknown)").arg(word.text())
                                  : word.pieces.join(QStringLiteral("·")));
        if (const auto value = valueOf(0, word.pieces.size()))
            spoken.last() += QLatin1Char(' ') + attributionFigure(*value, m_scale);
        if (m_merged) {
            m_boxes.push_back({word, false, false, false, valueOf(0, word.pieces.size()), first, word.unread ? 0 : std::size_t(word.pieces.size())});
            continue;
        }
        for (qsizetype i = 0; i < word.pieces.size(); ++i) {
            TokenWord piece = word;
            piece.pieces = {i > 0 ? QChar(0x00B7) + word.pieces[i] : word.pieces[i]};
            m_boxes.push_back({piece, false, false, i > 0, valueOf(i, 1), first + std::size_t(i), word.unread ? 0U : 1U});
        }
    }
    setAccessibleDescription(spoken.join(QLatin1Char(' ')));
    updateGeometry();
    update();
}

/// Rows share what height there is.
double TokenStrip::rowHeight() const
{
    if (!m_barred)
        return kRowHeight;
    return std::clamp(std::floor(height() / layOut(width(), kBarredRowHeight).rows), double(kBarredRowHeight), double(kRoomyRowHeight));
}

double TokenStrip::barHeight() const { return std::clamp(std::floor((rowHeight() - kRowHeight) / 2), kLeastBar, kTallestBar); }

TokenStrip::Layout TokenStrip::layOut(double width, double rowHeight) const
{
    Layout layout;
    double x = 0;
    double y = (kRowHeight - kBoxHeight) / 2;
    for (const Box& box : m_boxes) {
        const double needed = box.cut || box.otherText ? kMark : std::min(width, widthOf(box.word));
        if (x > 0 && x + needed > width) {
            x = 0;
            y += rowHeight;
            layout.rows += 1;
        }
        layout.boxes.emplace_back(x, y, needed, kBoxHeight);
        x += needed + kGap;
    }
    layout.height = y + rowHeight - (kRowHeight - kBoxHeight) / 2;
    return layout;
}

void TokenStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    const Layout layout = layOut();
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const QRectF& place = layout.boxes[i];
        if (m_boxes[i].cut || m_boxes[i].otherText)
            painter.fillRect(QRectF(place.center().x() - 1, place.top(), 2, place.height()), m_boxes[i].cut ? c.warningMark : c.controlEdge);
        else
            drawWord(painter, m_boxes[i], place);
        const bool begins = hasFocus() && !m_from && m_boxes[i].count > 0 && m_boxes[i].first == m_boxes.front().first; // where arrow keys begin
        if (m_boxes[i].holds(m_from) || m_boxes[i].holds(m_to) || begins) {
            const double width = m_boxes[i].holds(m_from) ? 2 : 1;
            painter.setPen(QPen(c.accent, width));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(place.adjusted(width / 2, width / 2, -width / 2, -width / 2), 4, 4);
        }
        if (!m_boxes[i].value)
            continue;
        const bool last = i + 1 == m_boxes.size() || layout.boxes[i + 1].top() != place.top();
        drawValue(painter, *m_boxes[i].value, place, last ? width() - place.left() : layout.boxes[i + 1].right() - place.left());
    }
}

/// A bar up from the axis below the box, or down, and its figure where that is much and has `room` beside the bar.
void TokenStrip::drawValue(QPainter& painter, double value, const QRectF& box, double room) const
{
    const Colours& c = colours(palette());
    const double longest = barHeight();
    const double axis = box.bottom() + longest + 1 + std::clamp(rowHeight() - kRowHeight - 2 * longest, 0.0, kMostAboveBars);
    const double height = std::round(longest * std::min(1.0, std::abs(value) / m_scale));
    const double width = std::min(kBarWidth, box.width());
    const QRectF bar(std::round(box.center().x() - width / 2), value < 0 ? axis : axis - height, width, height);
    painter.fillRect(QRectF(box.left() - kGap / 2, axis - 0.5, box.width() + kGap, 1), c.axis);
    painter.fillRect(bar, attributionColour(value, palette()));
    if (std::abs(value) < kFigureFrom * m_scale)
        return;
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    const QString figure = attributionFigure(value, m_scale);
    const double figureWidth = QFontMetricsF(painter.font()).horizontalAdvance(figure);
    const double beside = std::copysign(std::max(6.0, height - 7), -value); // near the bar's end, whose colour may be over the next word's axis
    if (bar.right() + 3 + figureWidth - box.left() <= room)
        painter.drawText(QRectF(bar.right() + 3, axis + beside - 7, figureWidth + 2, 14), Qt::AlignVCenter | Qt::AlignLeft, figure);
}

void TokenStrip::drawWord(QPainter& painter, const Box& drawn, const QRectF& box) const
{
    const TokenWord& word = drawn.word;
    const Colours& c = colours(palette());
    QFont words = wordFont();
    words.setStrikeOut(word.unread);
    painter.setFont(words);
    if (word.special || word.unread) {
        painter.setPen(c.text3);
        painter.drawText(box, Qt::AlignCenter, word.text());
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(word.unknown ? c.warningFill : drawn.value ? c.sunken : c.hover);
    painter.drawRoundedRect(box, 4, 4);
    if (drawn.value) {
        painter.setBrush(attributionTint(*drawn.value, m_scale, palette()));
        painter.drawRoundedRect(box, 4, 4);
    }
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
    if (word.unknown) {
        painter.setFont(ui::font(Type::Caption));
        painter.setPen(c.warning);
        painter.drawText(QRectF(x + kUnknownGap, box.top(), box.right() - x, box.height()), Qt::AlignVCenter | Qt::AlignLeft, unknownSign());
    }
}

QString TokenStrip::toolTipOf(const TokenWord& word) const
{
    if (word.unread)
        return tr("Not read: the text is longer than the model's maximum length.");
    if (word.unknown)
        return tr("Read as [UNK]: the vocabulary has no pieces for it.");
    if (word.special)
        return word.text() == QLatin1String("[CLS]") ? tr("Stands before every text; the answer is read off here.") : tr("Stands after every text.");
    return word.pieces.size() > 1 ? tr("%1 pieces").arg(number(word.pieces.size())) : QString();
}

const TokenStrip::Box* TokenStrip::boxAt(QPointF point) const
{
    const Layout layout = layOut();
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        if (m_boxes[i].count > 0 && layout.boxes[i].contains(point))
            return &m_boxes[i];
    return nullptr;
}

void TokenStrip::hover(std::optional<std::size_t> token)
{
    if (token == m_hovered)
        return;
    m_hovered = token;
    Q_EMIT hovered(token);
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event)
{
    const Box* box = boxAt(event->position());
    hover(box ? std::optional(box->first) : std::nullopt);
}

void TokenStrip::leaveEvent(QEvent*) { hover(std::nullopt); }

void TokenStrip::mousePressEvent(QMouseEvent* event)
{
    const Box* box = boxAt(event->position());
    if (!box || event->button() != Qt::LeftButton)
        return;
    m_pinned = m_pinned == box->first ? std::nullopt : std::optional(box->first);
    Q_EMIT pinned(m_pinned);
}

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    std::vector<const Box*> read;
    for (const Box& box : m_boxes)
        if (box.count > 0)
            read.push_back(&box);
    const bool lets = event->key() == Qt::Key_Escape && m_from;
    if (read.empty() || (step == 0 && !lets))
        return QWidget::keyPressEvent(event);
    const auto at = std::find_if(read.begin(), read.end(), [this](const Box* box) { return box->holds(m_from); });
    if (lets)
        m_pinned.reset();
    else if (at == read.end())
        m_pinned = read.front()->first;
    else
        m_pinned = read[std::size_t(std::clamp<std::ptrdiff_t>(at - read.begin() + step, 0, std::ptrdiff_t(read.size()) - 1))]->first;
    Q_EMIT pinned(m_pinned);
}

bool TokenStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Layout layout = layOut();
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        if (!layout.boxes[i].contains(help->pos()))
            continue;
        const QString words = m_boxes[i].otherText ? tr("The second text begins.") : toolTipOf(m_boxes[i].word);
        QToolTip::showText(help->globalPos(), words, this, layout.boxes[i].toRect());
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace attune::ui
