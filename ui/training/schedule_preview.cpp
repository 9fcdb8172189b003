#include "ui/training/schedule_preview.h"

#include "ui/frame/theme.h"
#include "ui/plotting/stroke.h"
#include "ui/training/chart_values.h"
#include "ui/training/learning_rate_box.h"
#include "ui/words.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr double kWords = 14; // how high a line of words is

} // namespace

SchedulePreview::SchedulePreview(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Learning rate over the run"));
}

void SchedulePreview::setSchedule(const core::Schedule& schedule, std::int64_t stepsPerEpoch)
{
    m_schedule = schedule;
    m_stepsPerEpoch = stepsPerEpoch;
    describe();
    update();
}

void SchedulePreview::setStep(std::optional<std::int64_t> step)
{
    if (m_step == step)
        return;
    m_step = step;
    describe();
    update();
}

void SchedulePreview::describe()
{
    const auto rate = [this](std::int64_t step) { return inWords(m_schedule.at(step), Measure::LearningRate); };
    QString words = tr("Rises to %1 by step %2 of %3, ends at %4.")
                        .arg(inWords(m_schedule.peak, Measure::LearningRate), number(std::uint64_t(m_schedule.warmupSteps)),
                            number(std::uint64_t(m_schedule.totalSteps)), rate(std::max<std::int64_t>(0, m_schedule.totalSteps - 1)));
    if (m_step)
        words += QLatin1Char(' ') + tr("Now %1.").arg(rate(*m_step));
    setToolTip(words);
    setAccessibleDescription(words);
}

QPolygonF SchedulePreview::curve(const QRectF& area, std::int64_t first, std::int64_t last) const
{
    QPolygonF line;
    const auto total = double(std::max<std::int64_t>(1, m_schedule.totalSteps));
    const auto stride = std::max<std::int64_t>(1, m_schedule.totalSteps / std::max<std::int64_t>(1, std::int64_t(area.width())));
    const auto add = [&](std::int64_t step) {
        const double height = m_schedule.peak > 0 ? m_schedule.at(step) / m_schedule.peak : 0;
        line.append(QPointF(area.left() + area.width() * double(step) / total, area.bottom() - area.height() * height));
    };
    for (std::int64_t step = first; step < last; step += stride) {
        add(step);
        // The corner at the end of the warm-up stays sharp.
        if (step < m_schedule.warmupSteps && step + stride > m_schedule.warmupSteps)
            add(m_schedule.warmupSteps);
    }
    add(last);
    return line;
}

void SchedulePreview::paintEvent(QPaintEvent*)
{
    if (m_schedule.totalSteps <= 0)
        return;
    const Colours& c = colours(palette());
    const QRectF area = QRectF(rect()).adjusted(1, 6, -1, -5);
    const QColor ink = isEnabled() ? c.series[0] : c.disabled;
    QPainter painter(this);
    painter.setPen(QPen(c.grid, 1));
    for (std::int64_t step = m_stepsPerEpoch; step > 0 && step < m_schedule.totalSteps && m_schedule.totalSteps / m_stepsPerEpoch <= 20;
         step += m_stepsPerEpoch) {
        const double x = std::round(area.left() + area.width() * double(step) / double(m_schedule.totalSteps)) + 0.5;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const std::int64_t now = std::clamp<std::int64_t>(m_step.value_or(m_schedule.totalSteps), 0, m_schedule.totalSteps);
    const QPolygonF done = curve(area, 0, now);
    QPainterPath ground;
    ground.moveTo(done.first().x(), area.bottom());
    for (const QPointF& point : done)
        ground.lineTo(point);
    ground.lineTo(done.last().x(), area.bottom());
    QColor fill = ink;
    fill.setAlphaF(0.14f);
    painter.fillPath(ground, fill);
    painter.setPen(QPen(ink, 1.75));
    painter.drawPolyline(done);
    painter.setPen(QPen(c.axis, 1));
    painter.drawLine(QPointF(area.left(), area.bottom() + 1), QPointF(area.right(), area.bottom() + 1));
    if (!m_step || now >= m_schedule.totalSteps)
        return;
    painter.setPen(dashedPen(ink, 1.5, {1.5, 3}));
    painter.drawPolyline(curve(area, now, m_schedule.totalSteps));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(done.last(), 3, 3);
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    const QString words = tr("now %1").arg(LearningRateBox::written(QString::number(m_schedule.at(now), 'e', 1).toDouble()));
    painter.drawText(placeFor(painter.fontMetrics().horizontalAdvance(words), area, done.last()), Qt::AlignLeft | Qt::AlignVCenter, words);
}

/// Of words `width` wide: beside the dot where the line leaves room, else at an edge; above the line, or below it where it runs along the top.
QRectF SchedulePreview::placeFor(double width, const QRectF& area, const QPointF& dot) const
{
    const QPolygonF line = curve(area, 0, m_schedule.totalSteps);
    const auto clear = [&](double left) {
        double highest = area.bottom(), lowest = area.top();
        for (int i = 0; i < line.size(); ++i) {
            const double y = line[i].y();
            const double begin = line[std::max(0, i - 1)].x(), end = line[std::min(int(line.size()) - 1, i + 1)].x();
            if (end >= left - 2 && begin <= left + width + 2) {
                highest = std::min(highest, y);
                lowest = std::max(lowest, y);
            }
        }
        if (dot.x() + 4 >= left && dot.x() - 4 <= left + width) {
            highest = std::min(highest, dot.y() - 3);
            lowest = std::max(lowest, dot.y() + 3);
        }
        const QRectF above(left, highest - kWords - 1, width, kWords);
        return above.top() >= 0 ? above : QRectF(left, std::min(lowest + 2, double(height()) - kWords), width, kWords);
    };
    const bool right = dot.x() + 8 + width <= area.right();
    const QRectF beside = clear(right ? dot.x() + 8 : area.right() - width);
    return right || beside.bottom() < dot.y() ? beside : clear(std::max(area.left(), dot.x() - 8 - width));
}

} // namespace attune::ui
