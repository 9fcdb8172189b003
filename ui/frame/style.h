#pragma once

#include <QFocusFrame>
#include <QPointer>
#include <QProxyStyle>

namespace attune::ui {

/// Fusion with our own painting of what visual.md gives numbers for: buttons by their role, fields, checks, sliders, scroll bars, headers,
/// selected rows, the keyboard's focus ring. A button's role is its property "role": primary, secondary (when absent), flat, segment.
class Style : public QProxyStyle {
    Q_OBJECT
public:
    Style();
    ~Style() override;

    void polish(QWidget* widget) override;
    void polish(QPalette& palette) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;

private:
    void moveFocusRing(QWidget* from, QWidget* to);

    QPointer<QFocusFrame> m_focusRing;
};

} // namespace attune::ui
