#include "ui/dataset/role_header.h"

#include "ui/dataset/table_model.h"
#include "ui/frame/theme.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace attune::ui {

namespace {

constexpr int kHeight = 56;
constexpr int kPadding = 8;
constexpr int kChipHeight = 20;
constexpr int kChevron = 8;
constexpr int kNameHeight = 28; // above it is the name, below it the chip

QFont nameFont()
{
    auto bold = font(Type::Secondary);
    bold.setWeight(QFont::DemiBold);
    return bold;
}

} // namespace

RoleHeader::RoleHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(48);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Columns and what they are used as"));
    connect(this, &QHeaderView::sectionClicked, this, &RoleHeader::click);
}

void RoleHeader::setLocked(bool locked)
{
    m_locked = locked;
    viewport()->update();
}

void RoleHeader::showSorting(int section, bool descending)
{
    m_sorted = section;
    m_descending = descending;
    viewport()->update();
}

void RoleHeader::mousePressEvent(QMouseEvent* event)
{
    m_pressedAt = event->position().toPoint().y();
    QHeaderView::mousePressEvent(event);
}

void RoleHeader::click(int section)
{
    if (section == 0 || m_pressedAt < kNameHeight)
        sortOn(section);
    else
        offerRoles(section);
}

/// Once upwards, once more downwards, then as before.
void RoleHeader::sortOn(int section)
{
    if (section != m_sorted)
        Q_EMIT sortingChosen(section, false);
    else if (!m_descending)
        Q_EMIT sortingChosen(section, true);
    else
        Q_EMIT sortingChosen(-1, false);
}

QSize RoleHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), kHeight};
}

const TableModel* RoleHeader::table() const
{
    return static_cast<const TableModel*>(model());
}

int RoleHeader::widthHint(int section) const
{
    const QFontMetrics name(nameFont());
    const auto chip = section == 0 ? 0 : chipRect({}, ColumnRole::Ignore).width();
    return std::max(name.horizontalAdvance(table()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString()) + 18, chip)
        + 2 * kPadding;
}

QRect RoleHeader::chipRect(const QRect& section, ColumnRole role) const
{
    const QFontMetrics metrics(ui::font(Type::Caption));
    const auto width = 7 + metrics.horizontalAdvance(columnRoleName(role)) + 5 + kChevron + 6;
    return {section.left() + kPadding, section.top() + 30, width, kChipHeight};
}

void RoleHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const auto& c = colours(palette());
    const auto role = table()->columnRole(section);
    const bool chosen = role == ColumnRole::Text || role == ColumnRole::SecondText || role == ColumnRole::Label;
    painter->save();
    painter->setClipRect(rect);
    painter->fillRect(rect, chosen ? c.selection : c.sunken);
    painter->setPen(c.separator);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());

    const auto name = table()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    if (section == 0) {
        painter->setFont(ui::font(Type::Secondary));
        painter->setPen(c.text2);
        painter->drawText(rect.adjusted(kPadding, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, name);
        if (section == m_sorted)
            paintSorting(painter, QPointF(rect.right() - kPadding - 4, rect.center().y() + 14));
    } else {
        painter->setFont(nameFont());
        painter->setPen(palette().color(QPalette::Text));
        const QRect line(rect.left() + kPadding, rect.top() + 8, rect.width() - 2 * kPadding, 18);
        const int room = line.width() - (section == m_sorted ? 14 : 0);
        const auto shown = painter->fontMetrics().elidedText(name, Qt::ElideRight, room);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
        if (section == m_sorted)
            paintSorting(painter, QPointF(line.left() + painter->fontMetrics().horizontalAdvance(shown) + 9, line.center().y()));
        paintChip(painter, chipRect(rect, role), role);
        if (hasFocus() && section == m_focused) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(c.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(chipRect(rect, role)).adjusted(-2, -2, 2, 2), 6, 6);
        }
    }
    painter->restore();
}

void RoleHeader::paintSorting(QPainter* painter, QPointF centre) const
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colours(palette()).accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double up = m_descending ? 1 : -1;
    painter->drawPolyline(
        QPolygonF({centre + QPointF(-3.5, -up * 2), centre + QPointF(0, up * 2), centre + QPointF(3.5, -up * 2)}));
}

void RoleHeader::paintChip(QPainter* painter, const QRect& rect, ColumnRole role) const
{
    const auto& c = colours(palette());
    const bool filled = role != ColumnRole::Ignore;
    const auto ink = m_locked ? c.disabled : filled ? c.onAccent : c.text2;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(filled && !m_locked ? Qt::NoPen : QPen(c.buttonEdge));
    painter->setBrush(filled && !m_locked ? c.accent : c.surface);
    painter->drawRoundedRect(QRectF(rect).adjusted(.5, .5, -.5, -.5), 4, 4);
    painter->setFont(ui::font(Type::Caption));
    painter->setPen(ink);
    painter->drawText(rect.adjusted(7, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, columnRoleName(role));
    QPen stroke(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter->setPen(stroke);
    painter->setBrush(Qt::NoBrush);
    const QPointF tip(rect.right() - 6 - kChevron / 2.0 + 1, rect.center().y() + 2.5);
    painter->drawPolyline(QPolygonF({tip + QPointF(-3, -3), tip, tip + QPointF(3, -3)}));
}

void RoleHeader::offerRoles(int section)
{
    const auto& roles = table()->roles();
    if (section < 1 || section >= count())
        return;
    m_focused = section;
    const auto column = static_cast<std::size_t>(section - 1);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(table()->headerData(section, Qt::Horizontal, Qt::AccessibleTextRole).toString());
    auto* group = new QActionGroup(menu);
    const std::pair<ColumnRole, QString> offers[] = {{ColumnRole::Ignore, tr("&Ignore")}, {ColumnRole::Text, tr("&Text to read")},
        {ColumnRole::SecondText, tr("Second text of a &pair")}, {ColumnRole::Label, tr("&Label to learn")},
        {ColumnRole::Split, tr("&Split: train or validation")}};
    for (const auto& [role, words] : offers) {
        auto* action = menu->addAction(words);
        action->setCheckable(true);
        action->setChecked(roles && roleOf(*roles, column) == role);
        action->setEnabled(roles && !m_locked && withRole(*roles, column, role).has_value());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, column, chosen = role] { Q_EMIT roleChosen(column, chosen); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Sort &upwards")), &QAction::triggered, this,
        [this, section] { Q_EMIT sortingChosen(section, false); });
    connect(menu->addAction(tr("Sort &downwards")), &QAction::triggered, this,
        [this, section] { Q_EMIT sortingChosen(section, true); });
    connect(menu->addAction(tr("As in the &file")), &QAction::triggered, this, [this] { Q_EMIT sortingChosen(-1, false); });
    const QRect rect(sectionViewportPosition(section), 0, sectionSize(section), kHeight);
    menu->popup(viewport()->mapToGlobal(chipRect(rect, table()->columnRole(section)).bottomLeft() + QPoint(0, 3)));
}

void RoleHeader::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        m_focused = std::max(1, m_focused - 1);
        break;
    case Qt::Key_Right:
        m_focused = std::min(count() - 1, m_focused + 1);
        break;
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        return offerRoles(m_focused);
    default:
        return QHeaderView::keyPressEvent(event);
    }
    viewport()->update();
}

void RoleHeader::focusInEvent(QFocusEvent* event)
{
    QHeaderView::focusInEvent(event);
    viewport()->update();
}

void RoleHeader::focusOutEvent(QFocusEvent* event)
{
    QHeaderView::focusOutEvent(event);
    viewport()->update();
}

} // namespace attune::ui
