#include "ui/explaining/attribution_list.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace attune::ui {

AttributionList::AttributionList(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Words by what they did to the score"));
}

void AttributionList::setRows(const QList<Row>& rows, double scale)
{
    m_rows = rows;
    m_scale = scale;
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return std::abs(a.value) > std::abs(b.value); });
    QStringList spoken;
    for (const Row& row : m_rows)
        spoken.append(row.word + QLatin1Char(' ') + attributionFigure(row.value, m_scale));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize AttributionList::sizeHint() const { return {240, kRowHeight * int(std::max<qsizetype>(1, m_rows.size()))}; }

void AttributionList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    painter.setFont(ui::font(Type::Body));
    const QFontMetricsF metrics(painter.font());
    double names = 40;
    for (const Row& row : m_rows)
        names = std::max(names, metrics.horizontalAdvance(row.word) + 1);
    names = std::min(names, width() * 0.4);
    const double figures = metrics.horizontalAdvance(attributionFigure(-m_scale, m_scale)) + 4;
    const QRectF bars(names + 12, 0, width() - names - figures - 24, height());
    const double axis = std::round(bars.center().x()) + 0.5;
    double y = 0;
    for (const Row& row : m_rows) {
        const QRectF line(0, y, width(), kRowHeight);
        y += kRowHeight;
        painter.setPen(c.text);
        painter.drawText(QRectF(0, line.top(), names, kRowHeight), Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(row.word, Qt::ElideRight, names));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, attributionFigure(row.value, m_scale));
        const double length = bars.width() / 2 * std::min(1.0, std::abs(row.value) / m_scale);
        const QRectF bar(row.value < 0 ? axis - length : axis, line.center().y() - 5, length, 10);
        painter.fillRect(bar, attributionColour(row.value, palette()));
    }
    painter.setPen(QPen(c.axis, 1));
    if (!m_rows.isEmpty())
        painter.drawLine(QPointF(axis, 2), QPointF(axis, y - 2));
}

bool AttributionList::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = help->pos().y() / kRowHeight;
    if (row >= 0 && row < m_rows.size())
        QToolTip::showText(help->globalPos(),
            (m_rows[row].value < 0 ? tr("%1 lowered the score by %2") : tr("%1 raised the score by %2"))
                .arg(m_rows[row].word)
                .arg(std::abs(m_rows[row].value), 0, 'f', 5),
            this);
    return true;
}

} // namespace attune::ui
