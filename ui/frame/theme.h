#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

#include <array>

class QApplication;
class QPainter;

namespace attune::ui {

/// Colours that QPalette has no role for. Those that it has (Window, Base, AlternateBase, Midlight, Button, Mid, Dark, Text,
/// PlaceholderText, Highlight, HighlightedText, Link) are read from the palette.
struct Colours {
    QColor text, text2, text3, disabled;
    QColor accent, accentHover, onAccent, selection;
    QColor separator, buttonEdge, controlEdge, buttonFill, field, hover, sunken, surface, window;
    QColor error, errorFill, warning, warningFill, warningMark, info, infoFill, good, goodFill;
    QColor grid, axis, baseline;
    std::array<QColor, 6> series;
};

enum class Appearance { System, Light, Dark };

/// The look of the whole application: Fusion with our palette and our own painting of buttons, fields, checks, headers (Style); no
/// style sheet anywhere. Follows View > Appearance.
void applyTheme(QApplication& application, Appearance appearance);

/// The palette of one appearance, all groups.
QPalette paletteOf(bool dark);

/// Colours of the palette in force (light or dark, judged by Window's lightness).
const Colours& colours(const QPalette& palette);
bool isDark(const QPalette& palette);

/// An icon of ours by its file name without ending ("data", "model", "train", "predict", "open", "stop", ...), painted in the palette's
/// text colour (or `colour`), crisp at every scale.
QIcon icon(const QString& name, const QColor& colour = {});

/// The same in a colour that follows the palette.
QIcon icon(const QString& name, QColor Colours::* ink);

/// Paints such an icon at once, for widgets that draw themselves.
void paintIcon(QPainter& painter, const QString& name, const QRect& rect, const QColor& colour);

/// Roles of type in logical pixels: 11 caption, 12 secondary, 13 body, 13/600 pane title, 15/600 page title, 20/600 metric, 28/600 display.
enum class Type { Caption, Secondary, Body, PaneTitle, PageTitle, Metric, Display };
QFont font(Type type);

} // namespace attune::ui
