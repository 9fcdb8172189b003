#include "ui/dataset/length_chart.h"

#include "ui/frame/theme.h"
#include "ui/plotting/plot_frame.h"
#include "ui/words.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr int kHeight = 160;
constexpr int kReach = 8; // pixels to either side of the line at which it is grasped
constexpr int kPage = 16; // tokens
const QMargins kMargins(44, 6, 16, 26);

/// Whole texts: "600", "12,000".
class RowTicker : public QCPAxisTicker {
public:
    RowTicker() { setTickCount(3); }

protected:
    double getTickStep(const QCPRange& range) override { return std::max(1.0, QCPAxisTicker::getTickStep(range)); }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return number(static_cast<std::uint64_t>(std::llround(tick)));
    }
};

/// Multiples of powers of two, at which lengths are cut; leaves out labels where the axis' name stands.
class TokenTicker : public QCPAxisTicker {
public:
    explicit TokenTicker(const QCPAxis* axis)
        : m_axis(axis)
    {
    }

protected:
    double getTickStep(const QCPRange& range) override
    {
        double step = 8;
        while (range.size() / step > 7)
            step *= 2;
        return step;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        const bool free = m_axis->coordToPixel(tick) < m_axis->axisRect()->right() - 52;
        return free ? number(static_cast<std::uint64_t>(std::llround(tick))) : QString();
    }

private:
    const QCPAxis* m_axis;
};

/// The maximum's line with its handle, the ground of what it cuts, and words for both.
class MaximumMark : public QCPLayerable {
public:
    explicit MaximumMark(LengthChart* chart)
        : QCPLayerable(chart, QStringLiteral("overlay"))
        , m_chart(chart)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }
    void draw(QCPPainter* painter) override
    {
        const auto& c = colours(m_chart->palette());
        const QRectF area = m_chart->axisRect()->rect();
        paintBottomName(*painter, *m_chart, LengthChart::tr("Tokens"));
        const double x = m_chart->pixelOf(m_chart->maximum());
        if (!m_chart->lengths() || x > area.right() + 1)
            return;
        painter->setPen(Qt::NoPen);
        auto ground = c.series[1];
        ground.setAlphaF(0.06f);
        painter->fillRect(QRectF(x, area.top(), area.right() - x + 1, area.height()), ground);

        const bool grasped = m_chart->hasFocus() || m_chart->dragging();
        const QColor ink = m_chart->isEnabled() ? c.text : c.disabled;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(ink, 2));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        const QRectF handle(x - 4, area.center().y() - 10, 8, 20);
        painter->setPen(QPen(grasped ? c.accent : ink, 1.5));
        painter->setBrush(c.surface);
        painter->drawRoundedRect(handle, 4, 4);
        painter->drawLine(handle.center() + QPointF(-1, -4), handle.center() + QPointF(-1, 4));
        painter->drawLine(handle.center() + QPointF(1, -4), handle.center() + QPointF(1, 4));
        drawWords(painter, area, x, c);
    }

private:
    void drawWords(QPainter* painter, const QRectF& area, double x, const Colours& c) const
    {
        auto bold = ui::font(Type::Caption);
        bold.setWeight(QFont::DemiBold);
        painter->setFont(bold);
        const auto tokens = LengthChart::tr("%1 tokens").arg(number(static_cast<std::uint64_t>(m_chart->maximum())));
        const auto cut =
            LengthChart::tr("cuts %1").arg(number(m_chart->lengths()->cutBy(static_cast<std::size_t>(m_chart->maximum()))));
        const QFontMetrics metrics(bold);
        const double left = metrics.horizontalAdvance(tokens) + 8, right = metrics.horizontalAdvance(cut) + 8;
        // On both sides of the line where there is room, else together on one.
        const bool roomLeft = x - left > area.left(), roomRight = x + right < area.right() + kMargins.right();
        const double tokensAt = roomLeft ? (roomRight ? x - left : x - left - right) : x + 8;
        const double cutAt = roomRight ? (roomLeft ? x + 8 : x + 8 + left) : x - right;
        const auto write = [&](double at, const QString& words, const QColor& ink) {
            const QRectF place(at, area.top(), metrics.horizontalAdvance(words) + 2, 16);
            auto ground = c.surface;
            ground.setAlphaF(0.85f);
            painter->fillRect(place, ground);
            painter->setPen(ink);
            painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
        };
        write(tokensAt, tokens, c.text);
        write(cutAt, cut, c.series[1]);
    }

    LengthChart* m_chart;
};

} // namespace

LengthChart::LengthChart(QWidget* parent)
    : QCustomPlot(parent)
    , m_kept(new QCPBars(xAxis, yAxis))
    , m_cut(new QCPBars(xAxis, yAxis))
{
    setFixedHeight(kHeight);
    setUpPlot(*this, kMargins);
    setMouseTracking(true);
    setAccessibleName(tr("Lengths of the texts, and the maximum length"));
    setToolTip(tr("Drag the line, or use the arrow keys: longer texts lose their end. A double click or Home lets the data "
                  "decide.\nmax_seq_length"));
    xAxis->setTicker(QSharedPointer<TokenTicker>::create(xAxis));
    yAxis->setTicker(QSharedPointer<RowTicker>::create());
    for (auto* bars : {m_kept, m_cut}) {
        bars->setSelectable(QCP::stNone);
        bars->setAntialiased(false);
    }
    new MaximumMark(this); // QCustomPlot owns every layerable
    applyColours();
}

void LengthChart::setLengths(std::shared_ptr<const TokenLengths> lengths)
{
    m_lengths = std::move(lengths);
    fill();
}

void LengthChart::setMaximum(int tokens)
{
    m_maximum = tokens;
    fill();
}

void LengthChart::setLocked(bool locked)
{
    m_locked = locked;
    m_dragging = false;
}

void LengthChart::fill()
{
    m_kept->data()->clear();
    m_cut->data()->clear();
    double most = 1, end = 1;
    if (m_lengths) {
        const auto& histogram = m_lengths->histogram;
        const auto width = static_cast<double>(histogram.binWidth);
        for (auto* bars : {m_kept, m_cut})
            bars->setWidth(width * 0.86);
        for (std::size_t bin = 0; bin < histogram.bins.size(); ++bin) {
            const auto count = static_cast<double>(histogram.bins[bin]);
            const bool cut = static_cast<double>(bin) * width > m_maximum;
            (cut ? m_cut : m_kept)->addData((static_cast<double>(bin) + 0.5) * width, count);
            most = std::max(most, count);
        }
        // The line stays in sight, unless the texts are so short that nothing of them would be seen; of the few longest ones
        // words tell.
        const auto usual =
            1.5 * static_cast<double>(std::max<std::size_t>(histogram.percentile99, static_cast<std::size_t>(m_maximum)));
        end = std::max(std::min(static_cast<double>(histogram.bins.size()) * width, usual),
            std::min<double>(m_maximum * 1.25, 6.0 * static_cast<double>(histogram.longest)));
    }
    if (!m_dragging)
        xAxis->setRange(0, end);
    yAxis->setRange(0, most * 1.12);
    replot(rpQueuedReplot);
}

void LengthChart::moveTo(int tokens)
{
    tokens = std::clamp(tokens, m_least, m_most);
    if (m_locked || !m_lengths || tokens == m_maximum)
        return;
    setMaximum(tokens);
    Q_EMIT maximumMoved(tokens);
}

void LengthChart::mousePressEvent(QMouseEvent* event)
{
    m_dragging = !m_locked && m_lengths && event->button() == Qt::LeftButton
        && std::abs(event->position().x() - pixelOf(m_maximum)) <= kReach;
    replot(rpQueuedReplot);
}

void LengthChart::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    const bool near = !m_locked && m_lengths && std::abs(x - pixelOf(m_maximum)) <= kReach;
    setCursor(m_dragging || near ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (m_dragging)
        moveTo(static_cast<int>(std::lround(xAxis->pixelToCoord(x))));
}

void LengthChart::mouseReleaseEvent(QMouseEvent*)
{
    m_dragging = false;
    fill();
}

void LengthChart::mouseDoubleClickEvent(QMouseEvent*)
{
    m_dragging = false;
    if (!m_locked)
        Q_EMIT fitRequested();
}

void LengthChart::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(m_maximum - 1);
    case Qt::Key_Right:
        return moveTo(m_maximum + 1);
    case Qt::Key_Home:
        if (!m_locked)
            Q_EMIT fitRequested();
        return;
    case Qt::Key_PageDown:
        return moveTo(m_maximum - kPage);
    case Qt::Key_PageUp:
        return moveTo(m_maximum + kPage);
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void LengthChart::focusInEvent(QFocusEvent* event)
{
    QCustomPlot::focusInEvent(event);
    replot(rpQueuedReplot);
}

void LengthChart::focusOutEvent(QFocusEvent* event)
{
    QCustomPlot::focusOutEvent(event);
    replot(rpQueuedReplot);
}

void LengthChart::changeEvent(QEvent* event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange) {
        applyColours();
        replot(rpQueuedReplot);
    }
}

void LengthChart::applyColours()
{
    const auto& c = colours(palette());
    applyPlotColours(*this);
    auto kept = c.series[0];
    kept.setAlphaF(0.78f);
    m_kept->setPen(Qt::NoPen);
    m_kept->setBrush(kept);
    m_cut->setPen(Qt::NoPen);
    m_cut->setBrush(c.series[1]);
}

} // namespace attune::ui
