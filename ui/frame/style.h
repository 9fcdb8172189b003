#pragma once

#include <QFocusFrame>
#include <QPointer>
#include <QProxyStyle>

namespace attune::ui {

/// Fusion with our own painting of what visual.md gives numbers for: buttons by their role, fields, checks, sliders, scroll bars, headers,
/// selected rows, the keyboard's focus ring. A button's role is its property "role": primary, secondary (when absent), flat, link, segment.
class Style : public QProxyStyle {
    Q_OBJECT
public:
    Style();
    ~Style() override;

    /// A header's property: how far from the left the first section's words begin, where its cells have something before theirs.
    static constexpr const char* kFirstIndent = "firstIndent";

    void polish(QWidget* widget) override;
    void polish(QPalette& palette) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;

private:
    void moveFocusRing(QWidget* from, QWidget* to);

    QPointer<QFocusFrame> m_focusRing;
};

} // namespace attune::ui
