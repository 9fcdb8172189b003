#include "ui/training/desktop.h"

#include <QApplication>
#include <QFileInfo>
#include <QThreadPool>
#include <QWidget>

#ifdef ATTUNE_HAS_DBUS
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusReply>
#endif

namespace attune::ui {

#ifdef ATTUNE_HAS_DBUS

namespace {

constexpr int kPatience = 2000; // ms that a desktop has to answer; a thread of its own waits

/// Where there is none, asking for the bus would start one.
bool hasSessionBus()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

/// One thread: what is let go of is let go of after it was taken.
QThreadPool& messenger()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

QDBusMessage call(const QString& connection, const char* service, const char* path, const char* interface, const char* method,
    const QVariantList& arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(
        QLatin1String(service), QLatin1String(path), QLatin1String(interface), QLatin1String(method));
    message.setArguments(arguments);
    return QDBusConnection(connection).call(message, QDBus::Block, kPatience);
}

/// The portal keeps the machine awake and lets the screen sleep; the older service knows the screen alone, and with it the machine.
void inhibit(const QString& connection, const QString& reason)
{
    if (!QDBusConnection::connectToBus(QDBusConnection::SessionBus, connection).isConnected())
        return;
    constexpr uint kSuspend = 4;
    const QDBusMessage answer = call(connection, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Inhibit", "Inhibit", {QString(), kSuspend, QVariantMap{{QStringLiteral("reason"), reason}}});
    if (answer.type() == QDBusMessage::ReplyMessage)
        return;
    call(connection, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "Inhibit",
        {QStringLiteral("Attune"), reason});
}

void notify(const QString& title, const QString& text)
{
    const QString connection = QStringLiteral("attune-notification");
    if (QDBusConnection::connectToBus(QDBusConnection::SessionBus, connection).isConnected())
        call(connection, "org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Notify",
            {QStringLiteral("Attune"), 0U, QStringLiteral("attune"), title, text, QStringList(), QVariantMap(), -1});
    QDBusConnection::disconnectFromBus(connection);
}

} // namespace

void SleepInhibitor::hold(const QString& reason)
{
    if (holds() || !hasSessionBus())
        return;
    static int made = 0;
    m_connection = QStringLiteral("attune-awake-%1").arg(++made);
    messenger().start([connection = m_connection, reason] { inhibit(connection, reason); });
}

void SleepInhibitor::release()
{
    if (!holds())
        return;
    messenger().start([connection = m_connection] { QDBusConnection::disconnectFromBus(connection); });
    m_connection.clear();
}

void notifyIfAway(QWidget* window, const QString& title, const QString& text)
{
    if (window->isActiveWindow())
        return;
    QApplication::alert(window);
    if (hasSessionBus())
        messenger().start([title, text] { notify(title, text); });
}

#else

void SleepInhibitor::hold(const QString&) { }

void SleepInhibitor::release() { }

void notifyIfAway(QWidget* window, const QString&, const QString&)
{
    if (!window->isActiveWindow())
        QApplication::alert(window);
}

#endif

SleepInhibitor::~SleepInhibitor()
{
    release();
}

} // namespace attune::ui
