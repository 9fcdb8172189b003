#include "ui/evaluation/filter_chip.h"

#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kHeight = 20;
constexpr int kPadding = 7;
constexpr int kIcon = 12;
constexpr int kGap = 4;
constexpr int kWidestWords = 320;

QFont chipFont()
{
    QFont result = font(Type::Caption);
    result.setWeight(QFont::Medium);
    return result;
}

} // namespace

FilterChip::FilterChip(QWidget* parent)
    : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumWidth(64);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    hide();
}

void FilterChip::setFilter(const QString& words)
{
    setText(words);
    setAccessibleName(tr("Only rows: %1. Press to show the others, too.").arg(words));
    setToolTip(tr("Show the other rows, too"));
    setVisible(!words.isEmpty());
    updateGeometry();
    update();
}

QSize FilterChip::sizeHint() const
{
    const int words = QFontMetrics(chipFont()).horizontalAdvance(text());
    return {2 * kPadding + qMin(words, kWidestWords) + kGap + kIcon, kHeight};
}

void FilterChip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(underMouse() ? QPen(c.accent) : QPen(Qt::NoPen));
    painter.setBrush(c.selection);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(chipFont());
    painter.setPen(c.accent);
    const QRect words(kPadding, 0, width() - 2 * kPadding - kIcon - kGap, height());
    painter.drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    paintIcon(
        painter, QStringLiteral("close"), QRect(width() - kPadding - kIcon, (height() - kIcon) / 2, kIcon, kIcon), c.accent);
}

} // namespace attune::ui
