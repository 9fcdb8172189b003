#include "ui/frame/session_keeper.h"

#include "ui/frame/settings.h"

#include <QMainWindow>
#include <QSplitter>

namespace attune::ui {

namespace {

    constexpr int kLayoutVersion = 1; // of the panes; one that was kept by another version does not come back

} // namespace

void keepLayout(const QMainWindow& window)
{
    settings::setWindowGeometry(window.saveGeometry());
    settings::setWindowState(window.saveState(kLayoutVersion));
    for (const QSplitter* splitter : window.findChildren<QSplitter*>())
        if (!splitter->objectName().isEmpty())
            settings::setSplitter(splitter->objectName(), splitter->saveState());
}

bool restoreLayout(QMainWindow& window)
{
    for (QSplitter* splitter : window.findChildren<QSplitter*>())
        if (!splitter->objectName().isEmpty())
            splitter->restoreState(settings::splitter(splitter->objectName()));
    window.restoreState(settings::windowState(), kLayoutVersion);
    return window.restoreGeometry(settings::windowGeometry());
}

} // namespace attune::ui
