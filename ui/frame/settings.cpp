#include "ui/frame/settings.h"

#include <QSettings>

namespace attune::ui::settings {

namespace {
    const QString kAppearance = QStringLiteral("window/appearance");
    const QString kGeometry = QStringLiteral("window/geometry");
    const QString kDocks = QStringLiteral("window/docks");
}

Appearance appearance()
{
    const QString word = QSettings().value(kAppearance).toString();
    return word == QLatin1String("light") ? Appearance::Light : word == QLatin1String("dark") ? Appearance::Dark : Appearance::System;
}

void setAppearance(Appearance appearance)
{
    const char* word = appearance == Appearance::Light ? "light" : appearance == Appearance::Dark ? "dark" : "system";
    QSettings().setValue(kAppearance, QLatin1String(word));
}

QByteArray windowGeometry() { return QSettings().value(kGeometry).toByteArray(); }

void setWindowGeometry(const QByteArray& geometry) { QSettings().setValue(kGeometry, geometry); }

QByteArray docks() { return QSettings().value(kDocks).toByteArray(); }

void setDocks(const QByteArray& state) { QSettings().setValue(kDocks, state); }

} // namespace attune::ui::settings
