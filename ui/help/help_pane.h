#pragma once

#include <QDockWidget>

class QTextBrowser;

namespace attune::ui {

/// A short guide to the page in view, beside it; links lead to the words explained and to other guides.
class HelpPane : public QDockWidget {
    Q_OBJECT
public:
    explicit HelpPane(QWidget* parent = nullptr);
    void open(const QString& guide); ///< "data", "words": the name of a file in resources/help, without its ending
    QString guide() const { return m_guide; }
    QString text() const; ///< what is shown, without markup

    static QStringList guides(); ///< all that there are

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* titleBar();
    void follow(const QUrl& link);
    void load();
    void showWord(const QString& word);

    QTextBrowser* m_browser;
    QString m_guide;
};

} // namespace attune::ui
