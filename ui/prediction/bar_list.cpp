#include "ui/prediction/bar_list.h"

#include "ui/frame/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

QFont barFont(bool strong)
{
    QFont result = font(Type::Body);
    if (strong)
        result.setWeight(QFont::DemiBold);
    return result;
}

} // namespace

BarList::BarList(int decimals, QWidget* parent)
    : QWidget(parent)
    , m_decimals(decimals)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarList::setBars(const QList<Bar>& bars)
{
    m_bars = bars;
    tell();
    updateGeometry();
}

void BarList::setMarks(const QMap<QString, double>& marks)
{
    m_marks = marks;
    tell();
}

void BarList::tell()
{
    QStringList spoken;
    for (const Bar& bar : m_bars) {
        QString words = QStringLiteral("%1 %2").arg(bar.name).arg(bar.share, 0, 'f', m_decimals);
        if (const auto mark = m_marks.constFind(bar.name); mark != m_marks.constEnd())
            words = tr("%1, marked %2").arg(words).arg(*mark, 0, 'f', m_decimals);
        spoken.append(words);
    }
    setAccessibleDescription(spoken.join(m_marks.isEmpty() ? QStringLiteral(", ") : QStringLiteral("; ")));
    update();
}

QSize BarList::sizeHint() const
{
    return {260, kRowHeight * int(std::max<qsizetype>(1, m_bars.size()))};
}

double BarList::nameWidth() const
{
    double widest = 40;
    for (const Bar& bar : m_bars)
        widest = std::max(widest, QFontMetricsF(barFont(bar.strong)).horizontalAdvance(bar.name) + 1);
    return std::min(widest, width() * 0.45);
}

void BarList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    const double names = nameWidth();
    const double figures = QFontMetricsF(barFont(true)).horizontalAdvance(QString::number(0.0, 'f', m_decimals)) + 4;
    QColor faint = c.series[0];
    faint.setAlphaF(0.5f);
    double y = 0;
    for (const Bar& bar : m_bars) {
        const QRectF row(0, y, width(), kRowHeight);
        y += kRowHeight;
        painter.setFont(barFont(bar.strong));
        painter.setPen(c.text);
        const QString name = QFontMetricsF(painter.font()).elidedText(bar.name, Qt::ElideRight, names);
        painter.drawText(QRectF(0, row.top(), names, row.height()), Qt::AlignVCenter | Qt::AlignLeft, name);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, QString::number(bar.share, 'f', m_decimals));

        const QRectF track(names + 16, row.center().y() - 5, width() - names - figures - 32, 10);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.hover);
        painter.drawRoundedRect(track, 3, 3);
        painter.setBrush(bar.strong ? c.series[0] : faint);
        QRectF filled = track;
        filled.setWidth(std::max(2.0, track.width() * std::clamp(bar.share, 0.0, 1.0)));
        painter.drawRoundedRect(filled, std::min(3.0, filled.width() / 2), 3);
        if (const auto mark = m_marks.constFind(bar.name); mark != m_marks.constEnd())
            painter.fillRect(QRectF(std::round(track.left() + track.width() * std::clamp(*mark, 0.0, 1.0)) - 1, track.top() - 4, 2, track.height() + 8), c.text);
    }
}

bool BarList::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / kRowHeight;
        if (row >= 0 && row < m_bars.size()) {
            QString words = QStringLiteral("%1: %2").arg(m_bars[row].name).arg(m_bars[row].share, 0, 'f', 5);
            if (const auto mark = m_marks.constFind(m_bars[row].name); mark != m_marks.constEnd())
                words += tr("\nmarked: %1").arg(*mark, 0, 'f', 5);
            QToolTip::showText(help->globalPos(), words, this);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace attune::ui
