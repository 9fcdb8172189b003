#include "ui/checkpoint/time_chart.h"

#include "ui/frame/theme.h"
#include "ui/training/wording.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr int kRowHeight = 24;
constexpr int kAxisHeight = 24;
constexpr int kWidestName = 132;
constexpr int kGap = 12;

struct Tick {
    double seconds;
    const char* words;
};
constexpr Tick kTicks[] = {{1, "1 s"}, {10, "10 s"}, {60, "1 min"}, {600, "10 min"}, {3600, "1 h"}, {36'000, "10 h"}, {360'000, "100 h"}};

} // namespace

TimeChart::TimeChart(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimeChart::set(std::vector<Row> rows)
{
    m_rows = std::move(rows);
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return a.seconds < b.seconds; });
    QStringList told;
    for (const auto& row : m_rows)
        told << tr("%1: %2").arg(row.name, duration(row.seconds)) + (row.fits ? QString() : tr(", does not fit in memory"));
    setAccessibleName(tr("Time to train. %1").arg(told.join(QStringLiteral(". "))));
    updateGeometry();
    update();
}

QSize TimeChart::sizeHint() const
{
    return {380, static_cast<int>(m_rows.size()) * kRowHeight + kAxisHeight};
}

void TimeChart::paintEvent(QPaintEvent*)
{
    if (m_rows.empty())
        return;
    const auto& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto plain = ui::font(Type::Secondary);
    auto bold = plain;
    bold.setWeight(QFont::DemiBold);
    int names = 0;
    for (const auto& row : m_rows)
        names = std::max(names, QFontMetrics(bold).horizontalAdvance(row.name) + 2);
    names = std::min({names, kWidestName, width() / 3});

    // From a factor below the shortest to one above the longest; words to the right of a dot need room, too.
    double least = m_rows.front().least, most = 0;
    for (const auto& row : m_rows) {
        least = std::min(least, row.least);
        most = std::max(most, row.most);
    }
    const double begin = std::log(std::max(.1, least) / 1.6), end = std::log(std::max(most * 1.3, std::max(.1, least) * 20));
    const double left = names + kGap, right = width() - 8;
    const auto at = [&](double seconds) { return left + (right - left) * (std::log(std::max(seconds, .05)) - begin) / (end - begin); };
    const int bottom = static_cast<int>(m_rows.size()) * kRowHeight;

    painter.setFont(ui::font(Type::Caption));
    double lastWords = -1000;
    for (const auto& tick : kTicks) {
        const double x = std::round(at(tick.seconds)) + .5;
        if (x < left || x > right)
            continue;
        painter.setPen(QPen(c.grid, 1));
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom));
        if (x - lastWords < 48)
            continue;
        painter.setPen(c.text2);
        painter.drawText(QRectF(x - 40, bottom + 6, 80, 16), Qt::AlignHCenter | Qt::AlignTop, tr(tick.words));
        lastWords = x;
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto& row = m_rows[i];
        const double y = static_cast<double>(i) * kRowHeight + kRowHeight / 2.0;
        painter.setFont(row.chosen ? bold : plain);
        painter.setPen(row.chosen ? c.text : c.text2);
        const QRectF place(0, y - kRowHeight / 2.0, names, kRowHeight);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, names));
        const auto ink = !row.fits ? c.warningMark : row.chosen ? c.accent : c.text3;
        painter.setPen(QPen(ink, 1.5));
        painter.drawLine(QPointF(at(row.least), y), QPointF(at(row.most), y));
        painter.setBrush(row.chosen ? ink : c.surface);
        painter.drawEllipse(QPointF(at(row.seconds), y), row.chosen ? 5 : 4, row.chosen ? 5 : 4);
        const QString words = !row.fits ? tr("does not fit in memory") : row.chosen ? duration(row.seconds) : QString();
        if (words.isEmpty())
            continue;
        painter.setPen(row.fits ? c.text : c.warning);
        const double wide = painter.fontMetrics().horizontalAdvance(words) + 4;
        const double after = at(row.most) + 8, before = at(row.least) - 8 - wide;
        const double x = after + wide <= width() ? after : before;
        painter.fillRect(QRectF(x - 2, y - 8, wide + 2, 16), c.surface);
        painter.drawText(QRectF(x, y - 10, wide, 20), Qt::AlignLeft | Qt::AlignVCenter, words);
    }
}

} // namespace attune::ui
