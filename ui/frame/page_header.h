#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace attune::ui {

class Chip;

/// The 56 px strip at the top of a page: title with an optional chip, a line of facts, actions at the right. The window's message bar
/// hangs below the header of whichever page is shown.
class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setFacts(const QString& facts);           ///< secondary line; hidden when empty
    Chip* chip() const { return m_chip; }          ///< hidden until it has a text
    void addAction(QWidget* action);               ///< appended at the right
    void addBesideTitle(QWidget* widget);          ///< e.g. a combo box after "Predict with"
    void hang(QWidget* bar);                       ///< moves `bar` to below the strip

private:
    QLabel* m_title;
    QLabel* m_facts;
    Chip* m_chip;
    QHBoxLayout* m_titleRow;
    QHBoxLayout* m_actions;
};

} // namespace attune::ui
