#pragma once

#include <QObject>
#include <QString>

class QMainWindow;

namespace attune::ui {

class HelpPane;

/// Opens the guides beside the pages of `window`, and keeps them about the page in view. The pane is made when it is first asked for.
class HelpDesk : public QObject {
    Q_OBJECT
public:
    explicit HelpDesk(QMainWindow* window);
    void setPage(const QString& guide); ///< in view; an open pane follows
    void openGuide();                   ///< to the page in view
    void openWords();                   ///< the words explained

private:
    HelpPane* pane();

    QMainWindow* m_window;
    HelpPane* m_pane = nullptr;
    QString m_page;
};

} // namespace attune::ui
