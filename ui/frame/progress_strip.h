#pragma once

#include <QTimer>
#include <QWidget>

namespace attune::ui {

class ProgressBar;
class TextLabel;

/// A strip under a page's header that says what is being worked on, how far it is, and lets it be called off. What is quick does not show it.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    ProgressStrip(const QString& meaning, const QString& cancelToolTip, QWidget* parent = nullptr); ///< `meaning` of the bar, for screen readers
    void begin(const QString& words); ///< from nothing on; what was under way is forgotten
    void setWords(const QString& words);
    void setFraction(double fraction);
    void end();

Q_SIGNALS:
    void cancelled();

private:
    TextLabel* m_words;
    ProgressBar* m_bar;
    QTimer m_delay;
};

} // namespace attune::ui
