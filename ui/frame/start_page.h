#pragma once

#include "core/engine/engine.h"
#include "ui/failure.h"

#include <QWidget>

class QVBoxLayout;

namespace attune::ui {

class MachineStrip;
class RecentItems;

/// What the window shows before anything is open: three ways to begin, what was opened before, and what computer this is.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(RecentItems& recent, QWidget* parent = nullptr);
    void setRuntime(const core::RuntimeReport& report);
    void setEngineMissing(const Failure& failure);
    void hang(QWidget* bar);   ///< the message bar, at the top

Q_SIGNALS:
    void openDataRequested();
    void sampleRequested();
    void openModelRequested();
    void recentRequested(const QString& path);

private:
    QWidget* recentPane(RecentItems& recent);

    QVBoxLayout* m_whole;
    MachineStrip* m_machine;
};

} // namespace attune::ui
