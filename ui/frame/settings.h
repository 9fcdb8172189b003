#pragma once

#include "ui/frame/theme.h"

#include <QByteArray>

/// What the application remembers between two starts.
namespace attune::ui::settings {

Appearance appearance();
void setAppearance(Appearance appearance);
QByteArray windowGeometry();
void setWindowGeometry(const QByteArray& geometry);
QByteArray docks();           ///< where the docks are, and how large
void setDocks(const QByteArray& state);

} // namespace attune::ui::settings
