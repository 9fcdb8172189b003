#include "tests/support/catch.h"
#include "ui/training/desktop.h"

#ifdef ATTUNE_HAS_DBUS

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusContext>
#include <QDBusServiceWatcher>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QWidget>

#include <iostream>

using namespace attune;

namespace {

constexpr int kPatience = 5000; // ms

/// A desktop that keeps the screen awake as long as somebody asks, and shows notifications: two services on a bus of their own.
class Desktop : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")
public:
    int asked = 0;
    QString asker;
    QStringList reasons;

public Q_SLOTS:
    uint Inhibit(const QString&, const QString& reason)
    {
        ++asked;
        asker = message().service();
        reasons.append(reason);
        return 7;
    }
};

class Notifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList shown;

public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& text, const QStringList&, const QVariantMap&, int)
    {
        shown.append(title + QLatin1Char('|') + text);
        return 1;
    }
};

/// dbus-daemon, and the environment that leads to it.
struct Bus {
    bool start()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (program.isEmpty())
            return false;
        daemon.start(program, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        if (!daemon.waitForStarted() || !daemon.waitForReadyRead(kPatience))
            return false;
        address = daemon.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        return true;
    }
    ~Bus()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", before);
        daemon.kill();
        daemon.waitForFinished();
    }
    QByteArray before = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    QProcess daemon;
    QByteArray address;
};

} // namespace

TEST_CASE("The machine is kept awake as long as a training holds it, and the end is told to who is away")
{
    Bus bus;
    if (!bus.start()) {
        std::cout << "skipped: there is no dbus-daemon to try the desktop's services with" << std::endl;
        return;
    }
    QDBusConnection connection = QDBusConnection::connectToBus(QString::fromLatin1(bus.address), QStringLiteral("desktop"));
    REQUIRE(connection.isConnected());
    Desktop desktop;
    Notifications notifications;
    REQUIRE(connection.registerObject(QStringLiteral("/org/freedesktop/ScreenSaver"), &desktop, QDBusConnection::ExportAllSlots));
    REQUIRE(connection.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &notifications, QDBusConnection::ExportAllSlots));
    REQUIRE(connection.registerService(QStringLiteral("org.freedesktop.ScreenSaver")));
    REQUIRE(connection.registerService(QStringLiteral("org.freedesktop.Notifications")));

    ui::SleepInhibitor awake;
    awake.hold(QStringLiteral("A model is being trained."));
    awake.hold(QStringLiteral("twice")); // one is enough
    REQUIRE(QTest::qWaitFor([&] { return desktop.asked > 0; }, kPatience));
    CHECK(desktop.reasons == QStringList{QStringLiteral("A model is being trained.")});
    const auto present = [&] { return connection.interface()->isServiceRegistered(desktop.asker).value(); };
    CHECK(present()); // the desktop lets go when this connection ends
    awake.release();
    CHECK(QTest::qWaitFor([&] { return !present(); }, kPatience));
    CHECK_FALSE(awake.holds());

    QWidget window; // never shown: not the active one
    ui::notifyIfAway(&window, QStringLiteral("Training has finished"), QStringLiteral("macro-F1 0.8"));
    REQUIRE(QTest::qWaitFor([&] { return !notifications.shown.isEmpty(); }, kPatience));
    CHECK(notifications.shown == QStringList{QStringLiteral("Training has finished|macro-F1 0.8")});
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
}

TEST_CASE("Where no desktop listens nothing is asked and nothing fails")
{
    const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", "/nowhere");
    ui::SleepInhibitor awake;
    awake.hold(QStringLiteral("A model is being trained."));
    CHECK_FALSE(awake.holds());
    awake.release();
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
    qputenv("XDG_RUNTIME_DIR", runtime);
}

#include "desktop_test.moc"

#endif
