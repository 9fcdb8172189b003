#include "ui/frame/session_keeper.h"

#include "ui/frame/settings.h"

#include <QMainWindow>
#include <QSplitter>

namespace attune::ui {

namespace {

    QList<QSplitter*> splittersOf(const QMainWindow& window)
    {
        QList<QSplitter*> splitters = window.findChildren<QSplitter*>();
        splitters.removeIf([&](const QSplitter* splitter) { return splitter->window() != &window; }); // a dialog's
        return splitters;
    }

    /// Its own, or its place among those of the page that it stands on.
    QString nameOf(QSplitter* splitter)
    {
        if (!splitter->objectName().isEmpty())
            return splitter->objectName();
        const QWidget* page = splitter;
        while (page->parentWidget() && !QByteArray(page->metaObject()->className()).startsWith("attune::"))
            page = page->parentWidget();
        return QStringLiteral("%1-%2").arg(QString::fromLatin1(page->metaObject()->className()).section(QLatin1String("::"), -1)).arg(
            page->findChildren<QSplitter*>().indexOf(splitter));
    }

} // namespace

void keepLayout(const QMainWindow& window)
{
    settings::setWindowGeometry(window.saveGeometry());
    for (QSplitter* splitter : splittersOf(window))
        settings::setSplitter(nameOf(splitter), splitter->saveState());
}

bool restoreLayout(QMainWindow& window)
{
    for (QSplitter* splitter : splittersOf(window))
        splitter->restoreState(settings::splitter(nameOf(splitter)));
    return window.restoreGeometry(settings::windowGeometry());
}

} // namespace attune::ui
