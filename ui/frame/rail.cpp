#include "ui/frame/rail.h"

#include "ui/frame/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace attune::ui {

namespace {
    constexpr int kWidth = 176;
    constexpr int kIconLeft = 20;
    constexpr int kTextLeft = 52;
    constexpr int kInset = 8;
    constexpr int kTextWidth = kWidth - kTextLeft - kInset - 6;
}

RailButton::RailButton(const QString& iconName, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setText(name);
    setAccessibleName(name);
    setCheckable(true);
    setFixedHeight(48);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void RailButton::setLiveLine(const QString& line)
{
    m_line = line;
    m_shorter.clear();
    setAccessibleDescription(line);
    setToolTip(line);
    update();
}

void RailButton::offerShorter(const QString& line)
{
    m_shorter = line;
    update();
}

QString RailButton::shownLine() const
{
    const QFontMetrics metrics(ui::font(Type::Caption), this);
    const bool fits = m_shorter.isEmpty() || metrics.horizontalAdvance(m_line) <= kTextWidth;
    return metrics.elidedText(fits ? m_line : m_shorter, Qt::ElideRight, kTextWidth);
}

void RailButton::setProgress(double fraction)
{
    m_progress = fraction;
    update();
}

void RailButton::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    update();
}

void RailButton::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF ground = QRectF(rect()).adjusted(kInset, 0, -kInset, 0);
    if (isChecked() || underMouse()) {
        painter.setBrush(isChecked() ? c.selection : c.hover);
        painter.drawRoundedRect(ground, 6, 6);
    }
    if (isChecked()) {
        painter.setBrush(c.accent);
        painter.drawRoundedRect(QRectF(-3, 8, 6, height() - 16), 1.5, 1.5);
    }
    const bool greyed = m_dimmed && !underMouse() && !hasFocus();
    paintIcon(painter, m_icon, QRect(kIconLeft, (height() - 20) / 2, 20, 20), greyed ? c.disabled : isChecked() ? c.accent : c.text2);

    QFont name = ui::font(Type::Body);
    name.setWeight(QFont::Medium);
    painter.setFont(name);
    painter.setPen(greyed ? c.disabled : c.text);
    if (m_dimmed || m_line.isEmpty()) {
        painter.drawText(QRect(kTextLeft, 0, kTextWidth, height()), Qt::AlignVCenter, text());
        return;
    }
    painter.drawText(QRect(kTextLeft, 7, kTextWidth, 18), Qt::AlignVCenter, text());
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(c.text2);
    painter.drawText(QRect(kTextLeft, 25, kTextWidth, 15), Qt::AlignVCenter, shownLine());
    if (m_progress >= 0) {
        painter.setPen(Qt::NoPen);
        const QRectF groove(kTextLeft, height() - 4, kTextWidth, 2);
        painter.setBrush(c.separator);
        painter.drawRect(groove);
        painter.setBrush(c.accent);
        painter.drawRect(QRectF(groove.topLeft(), QSizeF(groove.width() * qMin(m_progress, 1.0), 2)));
    }
}

Rail::Rail(QWidget* parent)
    : QWidget(parent)
{
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 1, 8);
    column->setSpacing(4);
    column->addStretch(1);
}

RailButton* Rail::add(const QString& iconName, const QString& name, const QString& liveLine)
{
    auto* button = new RailButton(iconName, name);
    button->setLiveLine(liveLine);
    const int index = count();
    m_items.append(button);
    static_cast<QVBoxLayout*>(layout())->insertWidget(index, button);
    connect(button, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    return button;
}

RailButton* Rail::addFoot(const QString& iconName, const QString& name, const QString& liveLine)
{
    m_foot = new RailButton(iconName, name);
    m_foot->setLiveLine(liveLine);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addSpacing(8); // around the hairline
    column->addWidget(m_foot);
    return m_foot;
}

void Rail::setActive(int index)
{
    for (int i = 0; i < count(); ++i) {
        m_items[i]->setChecked(i == index);
        m_items[i]->setDimmed(index < 0);
    }
}

void Rail::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), c.separator);
    if (m_foot)
        painter.fillRect(QRect(12, m_foot->y() - 6, width() - 24, 1), c.separator);
}

} // namespace attune::ui
