#pragma once

#include <QPushButton>
#include <QString>

class QToolButton;

namespace attune::ui {

/// 32 px in page headers, 28 px in panes.
enum class ButtonSize { Header, Pane };

/// The one primary action of a page.
QPushButton* primaryButton(const QString& text, const QString& iconName = {}, ButtonSize size = ButtonSize::Header);
QPushButton* secondaryButton(const QString& text, const QString& iconName = {}, ButtonSize size = ButtonSize::Header);

/// Text without a frame until the mouse is over it.
QPushButton* flatButton(const QString& text, const QString& iconName = {}, ButtonSize size = ButtonSize::Pane);

/// Words alone in the colour of links, with nothing around them: a small way on, in line with other words.
QPushButton* linkButton(const QString& text);

/// An icon alone, 28 px; `name` is what it does, as tooltip and for screen readers.
QToolButton* iconButton(const QString& iconName, const QString& name);

/// Changes an existing button's words and icon, keeping icon colours right for its role.
void setButton(QPushButton* button, const QString& text, const QString& iconName = {});

} // namespace attune::ui
