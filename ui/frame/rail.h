#pragma once

#include <QAbstractButton>

namespace attune::ui {

/// One page in the rail: icon, name, a live line below, a thin bar while something advances there.
class RailButton : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);
    void setLiveLine(const QString& line);
    void offerShorter(const QString& line); ///< stands there where the live line has no room, until that is set anew
    void setProgress(double fraction);   ///< below 0: none
    void setDimmed(bool dimmed);         ///< nothing is there yet: icon and name in grey, no line
    QString liveLine() const { return m_line; }
    QString shownLine() const; ///< as much of it as there is room for
    QString iconName() const { return m_icon; } ///< "data", "model" ...: the page's name in files
    QSize sizeHint() const override { return {176, 48}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_icon;
    QString m_line;
    QString m_shorter;
    double m_progress = -1;
    bool m_dimmed = false;
};

/// The pages at the window's left edge.
class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);
    RailButton* add(const QString& iconName, const QString& name, const QString& liveLine);
    /// At the bottom, below a hairline: something that opens beside the pages. Not counted among them, and lit while it is checked.
    RailButton* addFoot(const QString& iconName, const QString& name, const QString& liveLine);
    RailButton* item(int index) const { return m_items.at(index); }
    int count() const { return int(m_items.size()); }
    void setActive(int index);           ///< below 0: none, and all are dimmed

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QList<RailButton*> m_items;
    RailButton* m_foot = nullptr;
};

} // namespace attune::ui
