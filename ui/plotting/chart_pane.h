#pragma once

#include "ui/plotting/plot_menu.h"
#include "ui/plotting/stroke.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace attune::ui {

class Chart;

/// The title of a chart's pane: what it shows and, instead of a legend, a sample of each line with its value at the crosshair.
class ChartTitle : public QWidget {
    Q_OBJECT
public:
    struct Sample {
        Stroke stroke;
        QString name;
        QString value;
        int series = 0; ///< colour: which run
    };
    explicit ChartTitle(const QString& title, QWidget* parent = nullptr);
    void setSamples(const QString& where, const QList<Sample>& samples); ///< where: "at step 301", empty for the latest values
    QString text() const; ///< as it can be read: "Loss at step 301, train 0.332, ..."
    QSize sizeHint() const override { return {240, 36}; }
    QSize minimumSizeHint() const override { return {60, 36}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override; ///< the tool tip has what did not find room

private:
    QString m_title;
    QString m_where;
    QList<Sample> m_samples;
};

/// A chart under its title, with room for controls at the title's right, a button that makes it large, and a menu to copy and save.
class ChartPane : public QWidget {
    Q_OBJECT
public:
    ChartPane(const QString& title, Chart* chart, QWidget* parent = nullptr);
    ChartTitle* title() const { return m_title; }
    Chart* chart() const { return m_chart; }
    void addControl(QWidget* control);
    void putBeforeTitle(QWidget* control); ///< which then speaks for the title
    void addMenuButton(); ///< the same menu, at the title's right
    PlotMenu* menu() const { return m_menu; }

Q_SIGNALS:
    void enlargeToggled(bool large);
    void failed(const attune::ui::Failure& failure);

private:
    ChartTitle* m_title;
    Chart* m_chart;
    QHBoxLayout* m_titleRow;
    QToolButton* m_enlarge;
    PlotMenu* m_menu;
};

} // namespace attune::ui
