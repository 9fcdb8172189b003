#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace attune::ui {

/// A hairline between panes.
class Separator : public QWidget {
    Q_OBJECT
public:
    explicit Separator(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent*) override;
};

/// The 36 px strip above a pane (44 px with fields in it): title, a fact beside it, widgets at the right.
class PaneTitle : public QWidget {
    Q_OBJECT
public:
    explicit PaneTitle(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setFact(const QString& fact);      ///< secondary, after the title
    void addBeside(QWidget* widget);        ///< after the fact, from the left
    void addAtRight(QWidget* widget);       ///< a field or segments make the strip 44 px

private:
    QLabel* m_title;
    QLabel* m_fact;
    QHBoxLayout* m_left;
    QHBoxLayout* m_right;
};

} // namespace attune::ui
