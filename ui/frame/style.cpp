#include "ui/frame/style.h"

#include "ui/frame/style_painting.h"
#include "ui/frame/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QPainter>
#include <QScrollBar>
#include <QSlider>
#include <QStyleFactory>

namespace attune::ui {

namespace {

    constexpr int kArrowWidth = 24;
    constexpr int kSpinWidth = 22;
    constexpr int kHeaderMargin = 8;
    constexpr int kSortArrow = 12;
    constexpr int kSortGap = 4;

    template <class Option> const Option& as(const QStyleOption* option) { return *qstyleoption_cast<const Option*>(option); }

    QStyleOptionHeaderV2 headerOption(const QStyleOption* option)
    {
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeaderV2*>(option))
            return *header;
        QStyleOptionHeaderV2 header;
        static_cast<QStyleOptionHeader&>(header) = as<QStyleOptionHeader>(option);
        return header;
    }

    /// A scroll bar without buttons: the slider moves over its whole length.
    QRect scrollSlider(const QStyleOptionSlider& option)
    {
        const bool horizontal = option.orientation == Qt::Horizontal;
        const int length = horizontal ? option.rect.width() : option.rect.height();
        const qint64 range = qint64(option.maximum) - option.minimum;
        const int wanted = range > 0 ? int(qint64(option.pageStep) * length / (range + option.pageStep)) : length;
        const int size = qMin(length, qMax(wanted, 28));
        const int position = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown);
        return horizontal ? QRect(position, 0, size, option.rect.height()) : QRect(0, position, option.rect.width(), size);
    }

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
    setObjectName(QStringLiteral("attune"));
    connect(qApp, &QApplication::focusChanged, this, &Style::moveFocusRing);
}

Style::~Style() { delete m_focusRing; }

/// The ring shows where the keyboard is; fields and rows show their own focus.
void Style::moveFocusRing(QWidget*, QWidget* to)
{
    const bool wanted = qobject_cast<QAbstractButton*>(to) && to->window()->testAttribute(Qt::WA_KeyboardFocusChange);
    if (!wanted) {
        if (m_focusRing)
            m_focusRing->setWidget(nullptr);
        return;
    }
    if (!m_focusRing)
        m_focusRing = new QFocusFrame(to);
    m_focusRing->setWidget(to);
}

void Style::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) || qobject_cast<QScrollBar*>(widget)
        || qobject_cast<QSlider*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto* view = qobject_cast<QAbstractItemView*>(widget))
        view->setTabKeyNavigation(false); // arrow keys go through the cells; Tab leaves, or the keyboard would be caught there
}

/// The palette is ours already: Fusion would replace it by its own.
void Style::polish(QPalette&) { }

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 8;
    case PM_ScrollBarExtent: return 12;
    case PM_SliderThickness:
    case PM_SliderControlThickness: return 18;
    case PM_SliderLength: return 14;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_ButtonIconSize: return 16;
    case PM_SmallIconSize: return 16;
    case PM_FocusFrameHMargin:
        // A cell's words stand this and one pixel from its edge: below those of the header.
        return qobject_cast<const QAbstractItemView*>(widget) ? kHeaderMargin - 1 : 3;
    case PM_FocusFrameVMargin: return 3;
    case PM_SplitterWidth: return 1;
    case PM_DockWidgetSeparatorExtent: return 5;
    case PM_HeaderMargin: return kHeaderMargin;
    case PM_MenuBarVMargin: return 0;
    case PM_MenuBarHMargin: return 8;
    case PM_MenuBarPanelWidth: return 0;
    case PM_ToolTipLabelFrameWidth: return 8;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_ComboBox_Popup: return 0; // a list below the field, not a menu over it
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 0;
    case SH_Slider_AbsoluteSetButtons: return Qt::LeftButton;
    case SH_ToolTipLabel_Opacity: return 255;
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    switch (type) {
    case CT_PushButton: {
        const auto& button = as<QStyleOptionButton>(option);
        int width = option->fontMetrics.size(Qt::TextShowMnemonic, button.text).width();
        if (!button.icon.isNull())
            width += button.iconSize.width() + (button.text.isEmpty() ? 0 : 8);
        if (painting::roleOf(widget) == painting::Role::Link)
            return {width, 28};
        return {width + 2 * (widget && widget->minimumHeight() >= 32 ? 14 : 11), 28};
    }
    case CT_ToolButton: {
        const auto& button = as<QStyleOptionToolButton>(option);
        const bool icon = !button.icon.isNull() && button.toolButtonStyle != Qt::ToolButtonTextOnly;
        const bool text = !button.text.isEmpty() && (!icon || button.toolButtonStyle == Qt::ToolButtonTextBesideIcon);
        int width = icon ? button.iconSize.width() + (text ? 6 : 0) : 0;
        QFont strong = widget ? widget->font() : QFont();
        strong.setWeight(QFont::DemiBold); // as the chosen segment is written
        const QFontMetrics metrics = painting::roleOf(widget) == painting::Role::Segment ? QFontMetrics(strong) : option->fontMetrics;
        if (text)
            width += metrics.size(Qt::TextShowMnemonic, button.text).width();
        return {width + (!text ? 12 : painting::roleOf(widget) == painting::Role::Segment ? 18 : 22), 28};
    }
    case CT_LineEdit: return {size.width(), 28};
    case CT_ComboBox: return {size.width() + kArrowWidth + 14, 28};
    case CT_SpinBox: return {size.width() + 8, 28};
    case CT_ItemViewItem: { // a field's list stands in rows nearly as high as the field
        const QSize cell = QProxyStyle::sizeFromContents(type, option, size, widget);
        return widget && widget->inherits("QComboBoxListView") ? cell.expandedTo({0, 26}) : cell;
    }
    case CT_MenuBarItem: return {size.width() + 14, 28};
    default: return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element != SE_HeaderLabel && element != SE_HeaderArrow)
        return QProxyStyle::subElementRect(element, option, widget);
    const auto& header = as<QStyleOptionHeader>(option);
    const bool sorted = header.sortIndicator != QStyleOptionHeader::None;
    const bool right = header.textAlignment & Qt::AlignRight;
    const int arrow = sorted ? kSortArrow + kSortGap : 0;
    const int margin = header.textAlignment & Qt::AlignHCenter ? 1 : kHeaderMargin; // numbers in the middle of narrow columns
    QRect words = header.rect.adjusted(margin, 0, -margin - arrow, 0);
    if (const QVariant indent = widget ? widget->property(kFirstIndent) : QVariant(); header.section == 0 && indent.isValid())
        words.setLeft(header.rect.left() + indent.toInt());
    if (element == SE_HeaderLabel)
        return visualRect(header.direction, header.rect, words);
    // Right after the words, wherever the section ends.
    const int width = std::min(words.width(), header.fontMetrics.horizontalAdvance(header.text));
    const int left = (right ? words.right() + 1 : words.left() + width) + kSortGap;
    return visualRect(header.direction, header.rect, QRect(left, words.center().y() - kSortArrow / 2, kSortArrow, kSortArrow));
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const
{
    const QRect whole = option->rect;
    if (control == CC_ScrollBar) {
        const QRect handle = scrollSlider(as<QStyleOptionSlider>(option));
        const bool horizontal = as<QStyleOptionSlider>(option).orientation == Qt::Horizontal;
        switch (part) {
        case SC_ScrollBarSlider: return handle.translated(whole.topLeft());
        case SC_ScrollBarGroove: return whole;
        case SC_ScrollBarSubPage: return horizontal ? QRect(whole.left(), whole.top(), handle.left(), whole.height())
                                                    : QRect(whole.left(), whole.top(), whole.width(), handle.top());
        case SC_ScrollBarAddPage: return horizontal ? whole.adjusted(handle.right() + 1, 0, 0, 0) : whole.adjusted(0, handle.bottom() + 1, 0, 0);
        default: return {};
        }
    }
    if (control == CC_ComboBox) {
        switch (part) {
        case SC_ComboBoxArrow: return visualRect(option->direction, whole, QRect(whole.right() - kArrowWidth + 1, whole.top(), kArrowWidth, whole.height()));
        case SC_ComboBoxEditField: return visualRect(option->direction, whole, whole.adjusted(8, 2, -kArrowWidth, -2));
        default: break;
        }
    }
    if (control == CC_SpinBox) {
        const bool arrows = as<QStyleOptionSpinBox>(option).buttonSymbols != QAbstractSpinBox::NoButtons;
        const int half = whole.height() / 2;
        const QRect buttons(whole.right() - kSpinWidth, whole.top(), kSpinWidth, whole.height());
        QRect rect = whole;
        switch (part) {
        case SC_SpinBoxUp: rect = arrows ? QRect(buttons.left(), buttons.top(), buttons.width(), half) : QRect(); break;
        case SC_SpinBoxDown: rect = arrows ? QRect(buttons.left(), buttons.top() + half, buttons.width(), whole.height() - half) : QRect(); break;
        case SC_SpinBoxEditField: rect = whole.adjusted(6, 2, arrows ? -kSpinWidth - 1 : -4, -2); break;
        default: break;
        }
        return rect.isEmpty() ? rect : visualRect(option->direction, whole, rect);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelLineEdit: {
        // Inside a spin or combo box the box is the field.
        const QWidget* parent = widget ? widget->parentWidget() : nullptr;
        if (!qobject_cast<const QAbstractSpinBox*>(parent) && !qobject_cast<const QComboBox*>(parent)
            && as<QStyleOptionFrame>(option).lineWidth > 0)
            painting::fieldFrame(*painter, *option, widget);
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: painting::checkBox(*painter, *option); return;
    case PE_IndicatorRadioButton: painting::radioButton(*painter, *option); return;
    case PE_FrameFocusRect:
        // Buttons have the ring; a cell that has the keyboard a thin frame.
        if (qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) || qobject_cast<const QSlider*>(widget))
            return;
        painter->save();
        painter->setPen(colours(option->palette).controlEdge);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem: {
        const Colours& c = colours(option->palette);
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option); item && item->backgroundBrush.style() != Qt::NoBrush)
            painter->fillRect(option->rect, item->backgroundBrush);
        if (option->state & State_Selected)
            painter->fillRect(option->rect, c.selection);
        else if (element == PE_PanelItemViewItem && (option->state & State_MouseOver))
            painter->fillRect(option->rect, c.hover);
        return;
    }
    case PE_IndicatorHeaderArrow: {
        // As a list is read: down where it falls.
        const bool falling = as<QStyleOptionHeader>(option).sortIndicator == QStyleOptionHeader::SortUp;
        painting::chevron(*painter, QRectF(option->rect).center(), 3, falling, colours(option->palette).text2);
        return;
    }
    case PE_IndicatorDockWidgetResizeHandle: {
        const Colours& c = colours(option->palette);
        const QRect& whole = option->rect;
        painter->fillRect(whole, c.surface);
        painter->fillRect(whole.width() > whole.height() ? QRect(whole.left(), whole.bottom(), whole.width(), 1)
                                                         : QRect(whole.right(), whole.top(), 1, whole.height()),
            c.separator);
        return;
    }
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, option->palette.brush(QPalette::ToolTipBase));
        return;
    case PE_FrameStatusBarItem: return;
    case PE_Frame: {
        const Colours& c = colours(option->palette);
        painter->save();
        painter->setPen(c.separator);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case CE_PushButtonBevel: painting::pushButtonFrame(*painter, as<QStyleOptionButton>(option), painting::roleOf(widget)); return;
    case CE_PushButtonLabel: painting::pushButtonLabel(*painter, as<QStyleOptionButton>(option), painting::roleOf(widget), *this); return;
    case CE_FocusFrame:
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(colours(option->palette).accent, 2));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 8, 8);
        painter->restore();
        return;
    case CE_Splitter: painter->fillRect(option->rect, colours(option->palette).separator); return;
    case CE_Header: {
        // As QCommonStyle does it, which asks itself, not this style, where words and arrow stand.
        QStyleOptionHeaderV2 header = headerOption(option);
        drawControl(CE_HeaderSection, option, painter, widget);
        header.rect = subElementRect(SE_HeaderLabel, option, widget);
        drawControl(CE_HeaderLabel, &header, painter, widget);
        header.rect = subElementRect(SE_HeaderArrow, option, widget);
        if (header.sortIndicator != QStyleOptionHeader::None)
            drawPrimitive(PE_IndicatorHeaderArrow, &header, painter, widget);
        return;
    }
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: painting::headerSection(*painter, *option); return;
    case CE_HeaderLabel: {
        QStyleOptionHeaderV2 header = headerOption(option);
        header.palette.setColor(QPalette::ButtonText, colours(option->palette).text2);
        header.state &= ~State_On; // Fusion makes the label bold where a cell is chosen
        QProxyStyle::drawControl(element, &header, painter, widget);
        return;
    }
    case CE_ItemViewItem: {
        // A selected row keeps its ink; only its ground changes.
        QStyleOptionViewItem item = as<QStyleOptionViewItem>(option);
        item.palette.setColor(QPalette::HighlightedText, item.palette.color(QPalette::Text));
        QProxyStyle::drawControl(element, &item, painter, widget);
        return;
    }
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, option->palette.window()); return;
    case CE_MenuBarItem: {
        const auto& item = as<QStyleOptionMenuItem>(option);
        const Colours& c = colours(option->palette);
        const bool open = option->state & State_Selected;
        painter->fillRect(option->rect, open ? c.selection : c.window);
        const int mnemonic = styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
        painter->setPen(option->state & State_Enabled ? c.text : c.disabled);
        painter->drawText(option->rect, Qt::AlignCenter | mnemonic, item.text);
        return;
    }
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    switch (control) {
    case CC_ToolButton: painting::toolButton(*painter, as<QStyleOptionToolButton>(option), widget, *this); return;
    case CC_ComboBox: painting::comboBox(*painter, as<QStyleOptionComboBox>(option), widget, *this); return;
    case CC_SpinBox: painting::spinBox(*painter, as<QStyleOptionSpinBox>(option), widget, *this); return;
    case CC_Slider: painting::slider(*painter, as<QStyleOptionSlider>(option), widget, *this); return;
    case CC_ScrollBar: painting::scrollBar(*painter, as<QStyleOptionSlider>(option), widget, *this); return;
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace attune::ui
