#include "ui/frame/settings.h"

#include "core/engine/loader.h"

#include <QSettings>

#include <algorithm>

namespace attune::ui::settings {

namespace {
    const QString kAppearance = QStringLiteral("window/appearance");
    const QString kGeometry = QStringLiteral("window/geometry");
    const QString kSplitters = QStringLiteral("window/splitters/");
    const QString kRestores = QStringLiteral("session/restores");
    const QString kPage = QStringLiteral("session/page");
    const QString kData = QStringLiteral("session/data");
    const QString kCheckpoint = QStringLiteral("session/checkpoint");
    const QString kModel = QStringLiteral("session/model");
    const QString kReading = QStringLiteral("session/reading");
    const QString kOptions = QStringLiteral("session/options");
    const QString kThreads = QStringLiteral("engine/threads");
    const QString kLeaveCore = QStringLiteral("engine/leaveCore");
    const QString kDevice = QStringLiteral("engine/device");
    const QString kRuns = QStringLiteral("runs/directory");
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

bool restoresSession() { return QSettings().value(kRestores, true).toBool(); }

void setRestoresSession(bool restores) { QSettings().setValue(kRestores, restores); }

Session session()
{
    const QSettings stored;
    const auto text = [&](const QString& key) { return stored.value(key).toString(); };
    return {text(kPage), text(kData), text(kCheckpoint), text(kModel), text(kReading), text(kOptions)};
}

void setSession(const Session& session)
{
    QSettings stored;
    stored.setValue(kPage, session.page);
    stored.setValue(kData, session.data);
    stored.setValue(kCheckpoint, session.checkpoint);
    stored.setValue(kModel, session.model);
    stored.setValue(kReading, session.reading);
    stored.setValue(kOptions, session.options);
}

QByteArray splitter(const QString& name) { return QSettings().value(kSplitters + name).toByteArray(); }

void setSplitter(const QString& name, const QByteArray& state) { QSettings().setValue(kSplitters + name, state); }

Threads threads()
{
    const QSettings stored;
    return {std::max(0, stored.value(kThreads).toInt()), stored.value(kLeaveCore).toBool()};
}

void setThreads(const Threads& threads)
{
    QSettings stored;
    stored.setValue(kThreads, threads.count);
    stored.setValue(kLeaveCore, threads.leaveCore);
}

int threadsToUse()
{
    const Threads chosen = threads();
    const int cores = core::allowedCores();
    const int most = std::max(1, cores - (chosen.leaveCore ? 1 : 0));
    return chosen.count == 0 ? most : std::min(chosen.count, most);
}

QString runsDirectory() { return QSettings().value(kRuns).toString(); }

void setRunsDirectory(const QString& directory) { QSettings().setValue(kRuns, directory); }

QString device() { return QSettings().value(kDevice, QStringLiteral("auto")).toString(); }

void setDevice(const QString& device) { QSettings().setValue(kDevice, device); }

QByteArray docks() { return QSettings().value(kDocks).toByteArray(); }

void setDocks(const QByteArray& state) { QSettings().setValue(kDocks, state); }

} // namespace attune::ui::settings
