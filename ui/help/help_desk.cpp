#include "ui/help/help_desk.h"

#include "ui/help/help_pane.h"

#include <QMainWindow>

namespace attune::ui {

HelpDesk::HelpDesk(QMainWindow* window)
    : QObject(window)
    , m_window(window)
{
}

HelpPane* HelpDesk::pane()
{
    if (!m_pane) {
        m_pane = new HelpPane(m_window);
        if (!m_window->restoreDockWidget(m_pane)) // where it stood the last time
            m_window->addDockWidget(Qt::RightDockWidgetArea, m_pane);
    }
    m_pane->show();
    m_pane->raise();
    return m_pane;
}

void HelpDesk::setPage(const QString& guide)
{
    m_page = guide;
    if (m_pane && m_pane->isVisible())
        m_pane->open(guide);
}

void HelpDesk::openGuide() { pane()->open(m_page); }

void HelpDesk::openWords() { pane()->open(QStringLiteral("words")); }

} // namespace attune::ui
