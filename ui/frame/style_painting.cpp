#include "ui/frame/style_painting.h"

#include "ui/frame/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QWidget>

namespace attune::ui::painting {

namespace {

    constexpr qreal kButtonRadius = 6;
    constexpr qreal kFieldRadius = 5;
    constexpr int kIconGap = 8;

    bool on(const QStyleOption& option, QStyle::StateFlag flag) { return option.state & flag; }

    void box(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& edge, qreal width = 1)
    {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(edge.isValid() ? QPen(edge, width) : QPen(Qt::NoPen));
        painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
        const qreal inset = edge.isValid() ? width / 2 : 0;
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
        painter.restore();
    }

    struct ButtonColours {
        QColor fill, edge, ink;
    };

    ButtonColours buttonColours(const QStyleOption& option, Role role)
    {
        const Colours& c = colours(option.palette);
        const bool hovered = on(option, QStyle::State_MouseOver);
        const bool pressed = on(option, QStyle::State_Sunken) || on(option, QStyle::State_On);
        const bool bare = role == Role::Flat || role == Role::Link;
        if (!on(option, QStyle::State_Enabled))
            return {bare ? QColor() : c.surface, bare ? QColor() : c.separator, c.disabled};
        const bool darkTheme = isDark(option.palette);
        const QColor pressedFill = darkTheme ? c.field : c.separator;
        const QColor hoverFill = darkTheme ? c.separator : c.hover;
        switch (role) {
        case Role::Primary: return {hovered || pressed ? c.accentHover : c.accent, QColor(), c.onAccent};
        case Role::Flat: return {pressed ? pressedFill : hovered ? hoverFill : QColor(), QColor(), c.text2};
        case Role::Link: return {QColor(), QColor(), hovered || pressed ? c.accentHover : c.accent};
        case Role::Secondary:
        case Role::Segment: break;
        }
        return {pressed ? pressedFill : hovered ? hoverFill : c.buttonFill, c.buttonEdge, c.text};
    }

    QColor fieldEdge(const QStyleOption& option)
    {
        const Colours& c = colours(option.palette);
        if (!on(option, QStyle::State_Enabled))
            return c.buttonEdge;
        return on(option, QStyle::State_HasFocus) ? c.accent : c.controlEdge;
    }

    /// One piece of a segmented control: the whole is one rounded frame, cut by hairlines.
    void segment(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget)
    {
        const Colours& c = colours(option.palette);
        const bool first = widget->property("first").toBool();
        const bool last = widget->property("last").toBool();
        const bool chosen = on(option, QStyle::State_On);
        const QRectF rect = option.rect;
        QRectF whole = rect.adjusted(first ? 0 : -20, 0, last ? 0 : 20, 0);
        painter.save();
        painter.setClipRect(rect);
        const bool enabled = on(option, QStyle::State_Enabled);
        const QColor fill = chosen ? c.selection : enabled && on(option, QStyle::State_MouseOver) ? c.hover : c.buttonFill;
        box(painter, whole, kButtonRadius, fill, c.buttonEdge);
        if (!first)
            painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), c.buttonEdge);
        painter.restore();
        QFont font = painter.font();
        font.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(chosen ? c.accent : enabled ? c.text2 : c.disabled); // what is locked still says what was chosen
        painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
    }

} // namespace

Role roleOf(const QWidget* widget)
{
    const QByteArray role = widget ? widget->property("role").toByteArray() : QByteArray();
    if (role == "primary")
        return Role::Primary;
    if (role == "flat")
        return Role::Flat;
    if (role == "link")
        return Role::Link;
    return role == "segment" ? Role::Segment : Role::Secondary;
}

void pushButtonFrame(QPainter& painter, const QStyleOptionButton& option, Role role)
{
    const bool isDefault = role == Role::Secondary && option.features.testFlag(QStyleOptionButton::DefaultButton);
    const auto [fill, edge, ink] = buttonColours(option, isDefault ? Role::Primary : role);
    if (fill.isValid() || edge.isValid())
        box(painter, option.rect, kButtonRadius, fill, edge);
}

void pushButtonLabel(QPainter& painter, const QStyleOptionButton& option, Role role, const QStyle& style)
{
    const bool isDefault = role == Role::Secondary && option.features.testFlag(QStyleOptionButton::DefaultButton);
    const QColor ink = buttonColours(option, isDefault ? Role::Primary : role).ink;
    const bool enabled = on(option, QStyle::State_Enabled);
    const int textWidth = option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
    const int iconWidth = option.icon.isNull() ? 0 : option.iconSize.width();
    const int gap = iconWidth && textWidth ? kIconGap : 0;
    int x = option.rect.left() + (option.rect.width() - textWidth - gap - iconWidth) / 2;
    if (iconWidth) {
        const QRect at(x, option.rect.center().y() - option.iconSize.height() / 2 + 1, iconWidth, option.iconSize.height());
        option.icon.paint(&painter, at, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        x += iconWidth + gap;
    }
    painter.setPen(ink);
    const int flags = Qt::AlignVCenter | Qt::AlignLeft
        | (style.styleHint(QStyle::SH_UnderlineShortcut, &option) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    painter.drawText(QRect(x, option.rect.top(), textWidth + 2, option.rect.height()), flags, option.text);
}

void toolButton(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget, const QStyle&)
{
    if (roleOf(widget) == Role::Segment) {
        segment(painter, option, widget);
        return;
    }
    const auto [fill, edge, ink] = buttonColours(option, Role::Flat);
    if (fill.isValid())
        box(painter, option.rect, kButtonRadius, fill, edge);
    const bool showIcon = !option.icon.isNull() && option.toolButtonStyle != Qt::ToolButtonTextOnly;
    const bool showText = !option.text.isEmpty() && (!showIcon || option.toolButtonStyle == Qt::ToolButtonTextBesideIcon);
    const int textWidth = showText ? option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width() : 0;
    const int iconWidth = showIcon ? option.iconSize.width() : 0;
    const int gap = showIcon && showText ? 6 : 0;
    int x = option.rect.left() + (option.rect.width() - iconWidth - gap - textWidth + 1) / 2;
    if (showIcon) {
        const QRect at(x, option.rect.top() + (option.rect.height() - option.iconSize.height() + 1) / 2, iconWidth, option.iconSize.height());
        option.icon.paint(&painter, at, Qt::AlignCenter, on(option, QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
        x += iconWidth + gap;
    }
    if (showText) {
        painter.setPen(ink);
        painter.drawText(QRect(x, option.rect.top(), textWidth + 2, option.rect.height()), Qt::AlignVCenter | Qt::TextShowMnemonic, option.text);
    }
}

void fieldFrame(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const Colours& c = colours(option.palette);
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool wrong = widget && widget->property("wrong").toBool();
    const bool focused = enabled && on(option, QStyle::State_HasFocus);
    const QColor edge = wrong ? c.error : enabled ? fieldEdge(option) : c.separator;
    box(painter, option.rect, kFieldRadius, enabled ? c.field : c.sunken, edge, focused || wrong ? 2 : 1);
}

void checkBox(QPainter& painter, const QStyleOption& option)
{
    const Colours& c = colours(option.palette);
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool checked = on(option, QStyle::State_On) || on(option, QStyle::State_NoChange);
    const QRectF rect = option.rect;
    if (!checked) {
        box(painter, rect, 4, enabled ? c.field : c.sunken, enabled ? c.controlEdge : c.buttonEdge);
        return;
    }
    box(painter, rect, 4, enabled ? (on(option, QStyle::State_MouseOver) ? c.accentHover : c.accent) : c.disabled, {});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(enabled ? c.onAccent : c.surface, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&](qreal x, qreal y) { return rect.topLeft() + QPointF(x * rect.width(), y * rect.height()); };
    if (on(option, QStyle::State_NoChange))
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    else
        painter.drawPolyline(QPolygonF({at(0.26, 0.52), at(0.43, 0.69), at(0.75, 0.33)}));
    painter.restore();
}

void radioButton(QPainter& painter, const QStyleOption& option)
{
    const Colours& c = colours(option.palette);
    const bool enabled = on(option, QStyle::State_Enabled);
    const bool checked = on(option, QStyle::State_On);
    const QRectF rect = option.rect;
    const QColor mark = enabled ? c.accent : c.disabled;
    box(painter, rect, rect.width() / 2, enabled ? c.field : c.sunken, checked ? mark : enabled ? c.controlEdge : c.buttonEdge, checked ? 1.5 : 1);
    if (checked)
        box(painter, rect.adjusted(4, 4, -4, -4), rect.width() / 2 - 4, mark, {});
}

void chevron(QPainter& painter, const QPointF& centre, qreal half, bool down, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.25, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const qreal rise = down ? half / 2 : -half / 2;
    painter.drawPolyline(QPolygonF({centre + QPointF(-half, -rise), centre + QPointF(0, rise), centre + QPointF(half, -rise)}));
    painter.restore();
}

void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget, const QStyle& style)
{
    const Colours& c = colours(option.palette);
    const bool enabled = on(option, QStyle::State_Enabled);
    QStyleOption frame(option);
    if (!on(option, QStyle::State_KeyboardFocusChange) && !option.editable)
        frame.state &= ~QStyle::State_HasFocus;
    fieldFrame(painter, frame, widget);
    const QRect arrow = style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, widget);
    chevron(painter, QRectF(arrow).center(), 3.5, true, enabled ? c.text2 : c.disabled);
}

void spinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget, const QStyle& style)
{
    const Colours& c = colours(option.palette);
    fieldFrame(painter, option, widget);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const auto arrow = [&](QStyle::SubControl part, QAbstractSpinBox::StepEnabledFlag step, bool down) {
        const QRectF rect = style.subControlRect(QStyle::CC_SpinBox, &option, part, widget);
        const bool able = on(option, QStyle::State_Enabled) && option.stepEnabled.testFlag(step);
        const bool pressed = option.activeSubControls == part && on(option, QStyle::State_Sunken);
        chevron(painter, QPointF(rect.center().x(), down ? rect.top() + rect.height() * 0.36 : rect.bottom() - rect.height() * 0.36), 3.25, down,
            pressed ? c.accent : able ? c.text2 : c.disabled);
    };
    arrow(QStyle::SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, false);
    arrow(QStyle::SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, true);
}

void slider(QPainter& painter, const QStyleOptionSlider& option, const QWidget* widget, const QStyle& style)
{
    const Colours& c = colours(option.palette);
    const bool enabled = on(option, QStyle::State_Enabled);
    const QRectF handle = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRectF rect = option.rect;
    const QPointF centre = horizontal ? QPointF(handle.center().x(), rect.center().y()) : QPointF(rect.center().x(), handle.center().y());
    const QRectF groove = horizontal ? QRectF(rect.left() + 2, centre.y() - 1.5, rect.width() - 4, 3) : QRectF(centre.x() - 1.5, rect.top() + 2, 3, rect.height() - 4);
    QRectF filled = groove;
    if (horizontal)
        filled.setRight(centre.x());
    else
        filled.setTop(centre.y());
    const QColor mark = enabled ? c.accent : c.disabled;
    box(painter, groove, 1.5, c.separator, {});
    box(painter, filled, 1.5, mark, {});
    const bool focused = on(option, QStyle::State_HasFocus) && on(option, QStyle::State_KeyboardFocusChange);
    box(painter, QRectF(centre.x() - 7, centre.y() - 7, 14, 14), 7, c.surface, mark, focused ? 3 : 2);
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QWidget* widget, const QStyle& style)
{
    const Colours& c = colours(option.palette);
    painter.fillRect(option.rect, c.surface);
    if (option.minimum >= option.maximum)
        return;
    const QRectF handle = style.subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, widget);
    const bool active = on(option, QStyle::State_MouseOver) || on(option, QStyle::State_Sunken);
    box(painter, handle.adjusted(3, 3, -3, -3), (qMin(handle.width(), handle.height()) - 6) / 2, active ? c.controlEdge : c.buttonEdge, {});
}

void headerSection(QPainter& painter, const QStyleOption& option)
{
    const Colours& c = colours(option.palette);
    painter.fillRect(option.rect, c.sunken);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.separator);
}

} // namespace attune::ui::painting
