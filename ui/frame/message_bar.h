#pragma once

#include "ui/failure.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace attune::ui {

class IconLabel;

/// The one place where the window says that something went wrong or is worth knowing: under the page header, cause in bold, the way out
/// after it, details folded, and a button where there is one thing to do.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    enum class Level { Info, Warning, Error };
    explicit MessageBar(QWidget* parent = nullptr);
    void show(Level level, const QString& cause, const QString& wayOut = {}, const QString& details = {});
    void show(const Failure& failure) { show(Level::Error, failure.cause, failure.wayOut, failure.details); }
    void offer(const QString& action, std::function<void()> act); ///< a button that does something about what is shown, and dismisses it
    void dismiss();
    QString cause() const { return m_cause; }   ///< empty when nothing is shown
    Level level() const { return m_level; }

Q_SIGNALS:
    void dismissed(const QString& cause); ///< that was shown; nothing is any more

protected:
    void paintEvent(QPaintEvent*) override;

private:
    Level m_level = Level::Info;
    IconLabel* m_icon;
    QLabel* m_text;
    QLabel* m_details;
    QPushButton* m_detailsButton;
    QPushButton* m_actionButton;
    std::function<void()> m_act;
    QToolButton* m_closeButton;
    QString m_cause;
};

} // namespace attune::ui
