#pragma once

#include <QString>

class QWidget;

/// What the desktop is asked for, where it listens. Nothing here waits for it, and nothing fails where it does not answer.
namespace attune::ui {

/// Calls for attention when `window` is not the active one: its entry in the task bar, and a notification.
void notifyIfAway(QWidget* window, const QString& title, const QString& text);

/// Keeps the machine from going to sleep as long as it is held. The screen may go dark.
class SleepInhibitor {
public:
    SleepInhibitor() = default;
    ~SleepInhibitor();
    SleepInhibitor(const SleepInhibitor&) = delete;
    SleepInhibitor& operator=(const SleepInhibitor&) = delete;
    void hold(const QString& reason);
    void release();
    bool holds() const { return !m_connection.isEmpty(); }

private:
    QString m_connection; ///< to the session's bus; the desktop lets go when it is closed
};

} // namespace attune::ui
