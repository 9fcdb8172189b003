#pragma once

#include "ui/frame/theme.h"

#include <QByteArray>
#include <QString>

/// What the application remembers between two starts.
namespace attune::ui::settings {

Appearance appearance();
void setAppearance(Appearance appearance);
QByteArray windowGeometry();
void setWindowGeometry(const QByteArray& geometry);
QByteArray docks();           ///< where the docks are, and how large
void setDocks(const QByteArray& state);

bool restoresSession();       ///< opens what was open when the window closed; so unless switched off
void setRestoresSession(bool restores);

/// What was open when the window closed. Paths are empty where nothing was.
struct Session {
    QString page;             ///< as the rail's icons are named; empty: the start page
    QString data, checkpoint, model; ///< the CSV, what is to be trained, what answers on Predict
    QString reading = {};     ///< how the CSV was shown, by remembered()
    QString options = {};     ///< what the checkpoint was to be trained with, as JSON
};
Session session();
void setSession(const Session& session);
QByteArray splitter(const QString& name);
void setSplitter(const QString& name, const QByteArray& state);

/// What the engine computes with; in force from the next start on.
struct Threads {
    int count = 0;            ///< 0: as many as this computer grants
    bool leaveCore = false;   ///< one fewer, so that the window and other programs have a core to themselves
    bool operator==(const Threads&) const = default;
};
Threads threads();
void setThreads(const Threads& threads);
int threadsToUse();           ///< at least 1

QString runsDirectory();      ///< empty: where they lie by default
void setRunsDirectory(const QString& directory);

QString device();             ///< that trainings and predictions begin with: "auto", or a name that the engine gives
void setDevice(const QString& device);

} // namespace attune::ui::settings
