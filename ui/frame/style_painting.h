#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

/// What Style paints itself, one function a part.
namespace attune::ui::painting {

enum class Role { Primary, Secondary, Flat, Link, Segment };
Role roleOf(const QWidget* widget);

void pushButtonFrame(QPainter& painter, const QStyleOptionButton& option, Role role);
void pushButtonLabel(QPainter& painter, const QStyleOptionButton& option, Role role, const QStyle& style);
void toolButton(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget, const QStyle& style);
void fieldFrame(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void checkBox(QPainter& painter, const QStyleOption& option);
void radioButton(QPainter& painter, const QStyleOption& option);
void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget, const QStyle& style);
void spinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget, const QStyle& style);
void slider(QPainter& painter, const QStyleOptionSlider& option, const QWidget* widget, const QStyle& style);
void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QWidget* widget, const QStyle& style);
void headerSection(QPainter& painter, const QStyleOption& option);
void chevron(QPainter& painter, const QPointF& centre, qreal half, bool down, const QColor& colour);

} // namespace attune::ui::painting
