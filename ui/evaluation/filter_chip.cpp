#include "ui/evaluation/filter_chip.h"

#include "ui/frame/chip.h"
#include "ui/frame/theme.h"

#include <QPainter>

namespace attune::ui {

namespace {

constexpr int kIcon = 12;
constexpr int kWidestWords = 320;

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
    return {2 * kChipPadding + qMin(words, kWidestWords) + kChipGap + kIcon, kChipHeight};
}

void FilterChip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    paintChipGround(painter, rect(), c.selection, underMouse() ? c.accent : QColor());
    painter.setFont(chipFont());
    painter.setPen(c.accent);
    const QRect words(kChipPadding, 0, width() - 2 * kChipPadding - kIcon - kChipGap, height());
    painter.drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    paintIcon(
        painter, QStringLiteral("close"), QRect(width() - kChipPadding - kIcon, (height() - kIcon) / 2, kIcon, kIcon), c.accent);
}

} // namespace attune::ui
